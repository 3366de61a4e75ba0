import { randomUUID } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import type { Deps } from './deps.ts';
import { WaymarkError } from './errors.ts';

export interface Cookie {
  name: string;
  value: string;
  path: string;
  /** null: until the browser is closed. */
  maxAgeSeconds: number | null;
}

/** Partitioned: the only cookie that comes back in a cross-site frame when third-party cookies are blocked. */
export function serializeCookie({ name, value, path, maxAgeSeconds }: Cookie): string {
  const age = maxAgeSeconds === null ? '' : ` Max-Age=${maxAgeSeconds};`;
  return `${name}=${value}; Path=${path};${age} Secure; HttpOnly; SameSite=None; Partitioned`;
}

export function readCookies(header: string | undefined): Record<string, string> {
  const cookies: Record<string, string> = {};
  for (const pair of (header ?? '').split(';')) {
    const equals = pair.indexOf('=');
    if (equals > 0) cookies[pair.slice(0, equals).trim()] ??= pair.slice(equals + 1).trim();
  }
  return cookies;
}

/** A path of ours with further fields in its query, in place of older ones of their name. */
export function addToQuery(path: string, fields: Record<string, string>): string {
  const url = new URL(path, 'http://here');
  for (const [name, value] of Object.entries(fields)) url.searchParams.set(name, value);
  return url.pathname + url.search + url.hash;
}

/** `shownOrigins`: what the page itself shows in frames. */
export function contentSecurityPolicy(embedOrigins: string[], shownOrigins: string[] = []): string {
  const ancestors = embedOrigins.length > 0 ? embedOrigins.join(' ') : "'none'";
  return [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    ...(shownOrigins.length > 0 ? [`frame-src 'self' ${shownOrigins.join(' ')}`] : []),
    `frame-ancestors ${ancestors}`,
  ].join('; ');
}

/** What a log may say of an address: the route's pattern. Paths hold one-time tokens (invitations) and ids of people. */
export function routeOf(req: Request): string {
  const matched = req.route as { path?: unknown } | undefined;
  return typeof matched?.path === 'string' ? matched.path : 'none';
}

export const requestIdOf = (res: Response): string => String(res.locals['requestId']);

/** Gives each request an id, sets the headers all answers share, and logs the outcome without query or body. */
export function startRequest(deps: Deps): RequestHandler {
  return (req, res, next) => {
    const requestId = randomUUID().slice(0, 8);
    const startedAt = performance.now();
    res.locals['requestId'] = requestId;
    res.set({
      'x-request-id': requestId,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      ...(deps.config.publicUrl.startsWith('https:')
        ? { 'strict-transport-security': 'max-age=31536000' }
        : {}),
    });
    res.on('finish', () => {
      const durationMs = Math.round(performance.now() - startedAt);
      deps.log.debug(
        { requestId, method: req.method, route: routeOf(req), status: res.statusCode, durationMs },
        'request',
      );
    });
    next();
  };
}

/** A state-changing request must come from our own pages (or from no page at all, as LMS servers and scripts do). */
export const refuseForeignOrigin =
  (ownOrigin: string): RequestHandler =>
  (req, _res, next) => {
    const origin = req.headers.origin;
    const safe =
      req.method === 'GET' || req.method === 'HEAD' || origin === undefined || origin === ownOrigin;
    next(safe ? undefined : new WaymarkError('foreignOrigin', 403));
  };
