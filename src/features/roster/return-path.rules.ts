/**
 * The page a form was sent from, below the session's base, or `/`: never a foreign address, never another
 * session's. `base` is a path such as `/waymark/s/<id>`.
 */
export function returnPath(referer: string | undefined, base: string, publicUrl: string): string {
  if (referer === undefined || !URL.canParse(referer)) return '/';
  const { origin, pathname, search } = new URL(referer);
  const below = pathname.startsWith(`${base}/`) ? pathname.slice(base.length) : null;
  if (origin !== new URL(publicUrl).origin || below === null) return '/';
  return below + search;
}
