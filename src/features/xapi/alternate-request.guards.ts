import type { Request, RequestHandler } from 'express';
import { readFields } from '../../infra/read-body.ts';
import { isAlternate, readAlternateRequest } from './alternate-request.rules.ts';
import { OWN_VERSION, readVersion, VERSION_HEADER } from './xapi-version.rules.ts';

/**
 * Goes before the store's routes: turns a request of the alternate syntax into the one that is meant. Its form is read before
 * anybody is asked who they are, because it holds the answer.
 */
export const receiveAlternateRequest: RequestHandler = async (req, res, next) => {
  if (!isAlternate(req.query)) return next();
  const meant = readAlternateRequest({
    method: req.method,
    query: req.query,
    version: req.get(VERSION_HEADER),
    form: await readFields(req, res),
  });
  req.method = meant.method;
  req.url = `${req.path}?${meant.query}`;
  replaceHeaders(req, meant.headers);
  // The form was read to its end, so whoever reads a body next finds this one.
  req.body = meant.content;
  res.set(VERSION_HEADER, (readVersion(req.get(VERSION_HEADER) ?? '') ?? OWN_VERSION).answered);
  next();
};

/** Those that speak of the form are gone; those in the form count. */
function replaceHeaders(req: Request, headers: Readonly<Record<string, string>>): void {
  for (const name of ['content-type', 'content-length', 'content-encoding']) delete req.headers[name];
  Object.assign(req.headers, headers);
}
