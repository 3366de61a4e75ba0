/** The address of an LRS as people copy it, and as we use it. */

/** Without what the resources below it begin with: a slash, or the name of a resource copied along. */
export function tidyEndpoint(text: string): string {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : null;
  if (!url) return text.trim();
  url.hash = '';
  url.search = '';
  return url.href
    .replace(/\/+$/, '')
    .replace(/\/(?:statements|about)$/i, '')
    .replace(/\/+$/, '');
}

/** What is wrong with an address; the words are `lrs.form.problem.<problem>` in views/locales. */
export type EndpointProblem = 'missing' | 'notAddress' | 'insecure' | 'withSecret' | 'ourselves';

/** @param ownEndpoint where this installation's own store answers: it can't read from itself */
export function judgeEndpoint(
  endpoint: string,
  { allowedHosts, ownEndpoint }: { allowedHosts: readonly string[]; ownEndpoint: string },
): EndpointProblem | null {
  if (endpoint === '') return 'missing';
  const url = URL.canParse(endpoint) ? new URL(endpoint) : null;
  if (!url || !/^https?:$/.test(url.protocol)) return 'notAddress';
  if (url.username !== '' || url.password !== '') return 'withSecret';
  const isAllowed = allowedHosts.includes(url.hostname) || allowedHosts.includes(url.host);
  if (url.protocol === 'http:' && !isAllowed) return 'insecure';
  return endpoint.toLowerCase() === ownEndpoint.toLowerCase() ? 'ourselves' : null;
}

/** Where LRSs usually answer, below an address that was given without its path. */
const USUAL_PATHS = ['/xapi', '/xAPI', '/data/xAPI', '/lrs', '/xapi/lrs'];

/** Addresses on the same site that are worth a look when there is no LRS at this one; nearest first. */
export function guessEndpoints(endpoint: string): string[] {
  const { origin } = new URL(endpoint);
  const near = USUAL_PATHS.map((path) => endpoint + path);
  const far = USUAL_PATHS.map((path) => origin + path);
  return [...new Set([...near.slice(0, 2), ...far])].filter((guess) => guess !== endpoint).slice(0, 6);
}

/** A secret goes only to the site it was given for. */
export const isSameSite = (one: string, other: string): boolean =>
  new URL(one).origin === new URL(other).origin;
