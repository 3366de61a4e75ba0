import type { RequestHandler } from 'express';

/** What a browser lets content of another site send here, and read of the answer (Fetch, CORS protocol). */
const SENT = [
  'accept-language',
  'authorization',
  'content-type',
  'if-match',
  'if-none-match',
  'x-experience-api-version',
].join(', ');
const READ = [
  'allow',
  'etag',
  'last-modified',
  'retry-after',
  'www-authenticate',
  'x-experience-api-consistent-through',
  'x-experience-api-version',
  'x-request-id',
].join(', ');

/**
 * Content that runs in a browser comes from whichever site holds its files. Any may ask: who may do what is told by the
 * credential each request carries, never by a cookie.
 */
export const allowOtherOrigins: RequestHandler = (req, res, next) => {
  res.set({ 'access-control-allow-origin': '*', 'access-control-expose-headers': READ });
  if (req.method !== 'OPTIONS' || req.get('access-control-request-method') === undefined) return next();
  res.set({
    'access-control-allow-methods': 'GET, HEAD, PUT, POST, DELETE',
    'access-control-allow-headers': SENT,
    'access-control-max-age': '86400',
  });
  res.status(204).end();
};
