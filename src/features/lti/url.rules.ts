/** Whether an address lies at or below the tool's public URL: same origin, same path prefix. */
export function isBelow(address: string, publicUrl: string): boolean {
  const target = parse(address);
  const tool = parse(publicUrl);
  if (!target || !tool || target.origin !== tool.origin || target.username || target.password) return false;
  const prefix = tool.pathname.replace(/\/$/, '');
  return target.pathname === prefix || target.pathname.startsWith(`${prefix}/`);
}

/** Origins that may embed a session's pages: where the LMS signs in, where it lives, where it wants the reader back. */
export function decideEmbedOrigins(addresses: (string | null)[]): string[] {
  const origins = addresses.flatMap((address) => {
    const url = address === null ? null : parse(address);
    return url && /^https?:$/.test(url.protocol) ? [url.origin] : [];
  });
  return [...new Set(["'self'", ...origins])];
}

function parse(address: string): URL | null {
  return URL.canParse(address) ? new URL(address) : null;
}
