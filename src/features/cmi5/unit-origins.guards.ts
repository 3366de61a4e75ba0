import type { RequestHandler } from 'express';
import type { Deps } from '../../infra/deps.ts';
import { isUnitOrigin } from './packages.queries.ts';

const REQUESTS = 'GET, HEAD, POST, PUT, DELETE';
const SENT =
  'Authorization, Content-Type, If-Match, If-None-Match, X-Experience-API-Version, Accept-Language';
const SEEN =
  'ETag, Last-Modified, Retry-After, X-Experience-API-Version, X-Experience-API-Consistent-Through, X-Experience-API-Hash';
const PREFLIGHT_SECONDS = 600;
/** How long it is remembered whether an origin has units. */
const PAGE_MS = 30_000;
const MOST_PAGES = 1000;

/**
 * Lets scripts of units read answers of the store and of the fetch address (CORS): those of the content origin, and of
 * other origins where imported packages have units. No cookie counts there, so nothing but their token goes with them.
 */
export function allowUnitOrigins(deps: Deps): RequestHandler {
  const knows = rememberOrigins(deps);
  return async (req, res, next) => {
    if (!/^\/(?:xapi|cmi5\/fetch)\//i.test(req.path.replace(/\/{2,}/g, '/'))) return next();
    const { origin } = req.headers;
    res.vary('Origin');
    if (origin === undefined || !(await knows(origin))) return next();
    res.set({ 'access-control-allow-origin': origin, 'access-control-expose-headers': SEEN });
    if (req.method !== 'OPTIONS') return next();
    res.set({
      'access-control-allow-methods': REQUESTS,
      'access-control-allow-headers': SENT,
      'access-control-max-age': String(PREFLIGHT_SECONDS),
    });
    res.status(204).end();
  };
}

function rememberOrigins(deps: Deps): (origin: string) => Promise<boolean> {
  const pages = new Map<string, { known: boolean; readAt: number }>();
  return async (origin) => {
    if (origin === deps.config.contentUrl) return true;
    const now = deps.now().getTime();
    const page = pages.get(origin);
    if (page && now - page.readAt < PAGE_MS) return page.known;
    const known = await isUnitOrigin(deps.db, origin.slice(0, 300));
    // Anybody may name any origin.
    if (pages.size >= MOST_PAGES) pages.clear();
    pages.set(origin, { known, readAt: now });
    return known;
  };
}
