/**
 * Keys and passes of visits name their school, so that their row is found by its primary key: `<school>.<secret>`.
 * Only hashes of the whole are stored.
 */
export const nameSchool = (schoolId: string, secret: string): string => `${schoolId}.${secret}`;

const NAMED = /^([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\.[\w-]+$/;

/** The school that a key or pass names; null: it is none. */
export const schoolOf = (secret: string): string | null => NAMED.exec(secret)?.[1] ?? null;

export const readBearer = (header: string | undefined): string | null =>
  /^Bearer ([\w.-]+)$/i.exec(header ?? '')?.[1] ?? null;

/**
 * Whether a request set out from one of our own pages, by what browsers say of it (older ones only give the address).
 * A pass counts only then: sent to somebody else, it would make their browser a guest of the sender's visit.
 */
export function cameFromOwnPage(
  headers: { 'sec-fetch-site'?: string | string[] | undefined; referer?: string | undefined },
  ownOrigin: string,
): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  const { referer } = headers;
  return referer !== undefined && URL.canParse(referer) && new URL(referer).origin === ownOrigin;
}
