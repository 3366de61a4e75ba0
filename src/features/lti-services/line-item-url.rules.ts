/**
 * Address of a line item's service: `/scores` or `/results` go behind its path, before the query that Moodle writes
 * into each (`…/lineitem?type_id=1`).
 */
export function serviceUrl(lineItemUrl: string, service: 'scores' | 'results'): string {
  const url = new URL(lineItemUrl);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/${service}`;
  url.hash = '';
  return url.href;
}

/** Address of a list with one more condition; what its query says already stays. */
export function withQuery(url: string, condition: Record<string, string>): string {
  const asked = new URL(url);
  for (const [name, value] of Object.entries(condition)) asked.searchParams.set(name, value);
  return asked.href;
}
