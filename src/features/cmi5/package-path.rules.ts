/** Names of files inside a package, and what its addresses mean there. */
import { isFullyQualified, listUnits } from './course-walk.rules.ts';
import type { CourseStructure, PackageProblem } from './course-structure.schema.ts';

/** Programs that don't say UTF-8 write names in the code page of their country: here, mostly GBK. */
export function readEntryName(raw: Buffer): string {
  const decode = (encoding: string) => new TextDecoder(encoding, { fatal: true }).decode(raw);
  try {
    return decode('utf-8');
  } catch {
    try {
      return decode('gb18030');
    } catch {
      return raw.toString('latin1');
    }
  }
}

export type EntryPath = { kind: 'file'; path: string } | { kind: 'skipped' } | { kind: 'unsafe' };

/** Whether an entry is a file of the package; one that leads out of its folder refuses the whole package. */
export function judgeEntryName(name: string): EntryPath {
  const path = name.replaceAll('\\', '/');
  const parts = path.split('/');
  const leadsOut = path.startsWith('/') || /^[a-z]:/i.test(path) || parts.includes('..');
  if (leadsOut || /\p{Cc}/u.test(path) || path === '') return { kind: 'unsafe' };
  const isFolder = path.endsWith('/');
  const isOfSystem = parts[0] === '__MACOSX' || parts.at(-1) === '.DS_Store';
  return isFolder || isOfSystem
    ? { kind: 'skipped' }
    : { kind: 'file', path: parts.filter(isNamed).join('/') };
}

const isNamed = (part: string) => part !== '' && part !== '.';

const ROOT = 'http://package.invalid/';

/** A relative address below the package's root, its ".." taken out; null when it leads elsewhere or can't be read. */
export function resolveInPackage(url: string): URL | null {
  if (!URL.canParse(url, ROOT)) return null;
  const resolved = new URL(url, ROOT);
  return `${resolved.origin}/` === ROOT ? resolved : null;
}

/** The file that a path of the content origin, or a relative address, names. */
export function fileOfPath(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname).replace(/^\/+/, '');
  } catch {
    return null;
  }
}

/** Schemes by which a browser would run or read something of ours instead of going somewhere. */
const REFUSED_SCHEMES = /^(?:javascript|vbscript|data|blob|file|filesystem|about|view-source):/i;

/**
 * Every unit must lead somewhere: to a file of the package (14.1), or to a full address (14.2).
 *
 * @param hasFile null: there are no files, only the structure
 */
export function judgeUrls(
  course: CourseStructure,
  hasFile: ((path: string) => boolean) | null,
): PackageProblem[] {
  return listUnits(course).flatMap(({ url, publisherId }) => {
    const problem = judgeUrl(url, hasFile);
    const values = { url: url.slice(0, 200), inside: `<au id="${publisherId.slice(0, 120)}">` };
    return problem === null ? [] : [{ id: problem, values, line: null }];
  });
}

function judgeUrl(url: string, hasFile: ((path: string) => boolean) | null): string | null {
  if (isFullyQualified(url))
    return REFUSED_SCHEMES.test(url) || !/^[a-z][a-z0-9+.-]*:\/\/[^\s/]/i.test(url) || !URL.canParse(url)
      ? 'urlRefused'
      : null;
  if (!hasFile) return 'urlNotQualified';
  const path = fileOfPath(resolveInPackage(url)?.pathname ?? '%');
  return path !== null && hasFile(path) ? null : 'urlMissing';
}
