/**
 * The alternate request syntax of 1.0.3 (Communication 1.3): for browsers that can send only forms to other sites, a
 * POST whose query names the method meant, and whose form holds the query, the headers and the content meant.
 */
import { badRequest } from '../../infra/errors.ts';
import { readVersion, VERSION_HEADER } from './xapi-version.rules.ts';

type Fields = Readonly<Record<string, unknown>>;
type Headers = Readonly<Record<string, string>>;

export interface PlainRequest {
  method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** Encoded, without the question mark. */
  query: string;
  /** By their names in lower case; they take the place of the request's own. */
  headers: Headers;
  content: Buffer;
}

/** Fields of the form that are headers; all others but `content` are parameters. */
const HEADERS = new Set([
  'authorization',
  VERSION_HEADER,
  'content-type',
  'content-length',
  'if-match',
  'if-none-match',
]);

/** Whether a request is of this syntax, rightly or not. */
export const isAlternate = (query: Fields): boolean => query['method'] !== undefined;

/**
 * The request that is meant.
 *
 * @param form the fields of the body; null when the body is no form
 * @throws 400 where the syntax is used in 2.0.0, or wrongly
 */
export function readAlternateRequest(asked: {
  method: string;
  query: Fields;
  version: string | undefined;
  form: Fields | null;
}): PlainRequest {
  const fields = Object.entries(asked.form ?? {});
  const isHeader = ([name]: [string, unknown]) => HEADERS.has(name.toLowerCase());
  const headers = Object.fromEntries(
    fields.filter(isHeader).map(([name, value]) => [name.toLowerCase(), once(name, value)]),
  );
  const version = readVersion(headers[VERSION_HEADER] ?? asked.version ?? '');
  if (version?.answered === '2.0.0') throw badRequest('xapi.alternateGone');
  if (asked.method !== 'POST') throw badRequest('xapi.alternateNeedsPost');
  const extra = Object.keys(asked.query).find((name) => name !== 'method');
  if (extra !== undefined) throw badRequest('xapi.parameterRefused', { parameter: extra.slice(0, 100) });
  const method = readMethod(asked.query['method']);
  const sendsContent = method === 'PUT' || method === 'POST';
  const content = asked.form?.['content'];
  if (sendsContent && content === undefined) throw badRequest('xapi.alternateContentMissing');
  const parameters = fields.filter((field) => !isHeader(field) && !(sendsContent && field[0] === 'content'));
  return {
    method,
    query: encode(parameters),
    // Content that doesn't say what it is can only be text; statements and most documents are JSON.
    headers: { 'content-type': 'application/json', ...headers },
    content: sendsContent ? Buffer.from(once('content', content)) : Buffer.alloc(0),
  };
}

const encode = (parameters: readonly [string, unknown][]): string =>
  parameters
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(once(name, value))}`)
    .join('&');

function readMethod(value: unknown): PlainRequest['method'] {
  const method = typeof value === 'string' ? value.toUpperCase() : '';
  if (method === 'GET' || method === 'PUT' || method === 'POST' || method === 'DELETE') return method;
  throw badRequest('xapi.alternateMethod');
}

function once(parameter: string, value: unknown): string {
  if (typeof value === 'string') return value;
  throw badRequest('xapi.parameterNotText', { parameter: parameter.slice(0, 100) });
}
