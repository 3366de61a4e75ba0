/** Quotes as Moodle writes them in its headers, also where their UTF-8 was read as Latin-1. */
const CURLY_QUOTES = /[\u201c\u201d]|\u00e2\u0080[\u009c\u009d]/g;

/**
 * The address of the next page in a Link header (RFC 8288), null where there is none. As platforms write it: `&amp;`
 * for `&`, curly quotes (Moodle), relative addresses, several links, parameters in any order and spelling.
 */
export function nextPage(link: string | null, of: string): string | null {
  if (link === null) return null;
  const plain = link.replace(CURLY_QUOTES, '"');
  for (const [, target = '', parameters = ''] of plain.matchAll(/<([^>]*)>((?:[^,"]|"[^"]*")*)/g)) {
    const relation = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,]+))/i.exec(parameters);
    const names = (relation?.[1] ?? relation?.[2] ?? '').toLowerCase().split(/\s+/);
    const address = target.trim().replaceAll('&amp;', '&');
    if (names.includes('next') && URL.canParse(address, of)) return new URL(address, of).href;
  }
  return null;
}

/** `foreign`: the token would go to another site. `endless`: pages repeat, or never end. */
export type NextStep =
  { kind: 'next'; url: string } | { kind: 'end' } | { kind: 'foreign' } | { kind: 'endless' };

const MOST_PAGES = 500;

/** Where a list goes on after the pages read so far (at least one, last one last). */
export function decideNextPage(read: readonly [string, ...string[]], link: string | null): NextStep {
  const last = read[read.length - 1] ?? read[0];
  const url = nextPage(link, last);
  if (url === null) return { kind: 'end' };
  if (new URL(url).origin !== new URL(read[0]).origin) return { kind: 'foreign' };
  const seen = read.some((page) => new URL(page).href === url);
  return seen || read.length >= MOST_PAGES ? { kind: 'endless' } : { kind: 'next', url };
}
