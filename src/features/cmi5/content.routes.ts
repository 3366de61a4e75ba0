import { pipeline } from 'node:stream/promises';
import type { Request, RequestHandler, Response } from 'express';
import type { Deps } from '../../infra/deps.ts';
import { WaymarkError, forbidden, notFound } from '../../infra/errors.ts';
import { readGrant, type ContentGrant } from './content-grant.ts';
import { contentPolicy, contentTypeOf } from './content-type.rules.ts';
import { shelfOfPackage } from './import-package.ts';
import { fileOfPath } from './package-path.rules.ts';

/**
 * Goes before everything else. What comes in for the content origin gets a package's file, or nothing at all: none of
 * our pages lives there, so that scripts in packages find nothing of their readers'.
 */
export function serveContent(deps: Deps): RequestHandler {
  const { contentUrl } = deps.config;
  const contentHost = contentUrl && new URL(contentUrl).host;
  return async (req, res, next) => {
    if (req.host !== contentHost) return next();
    if (req.method !== 'GET' && req.method !== 'HEAD') throw new WaymarkError('badRequest', 405);
    const [, grantText = '', ...path] = req.path.split('/');
    const grant = readGrant(deps, grantText);
    if (!grant) throw forbidden('cmi5.contentOver');
    await sendFile(deps, grant, path.join('/'), req, res);
  };
}

async function sendFile(
  deps: Deps,
  grant: ContentGrant,
  pathname: string,
  req: Request,
  res: Response,
): Promise<void> {
  const path = fileOfPath(pathname);
  const file = path && (await deps.files.find(shelfOfPackage(grant.schoolId, grant.packageId), path));
  if (!file) throw notFound();
  const own = new URL(deps.config.publicUrl).origin;
  // Set one by one: Express would add a character set to the type.
  for (const [name, value] of Object.entries({
    'content-type': contentTypeOf(path),
    'content-security-policy': contentPolicy([own, ...grant.embedOrigins]),
    // A package's files never change: another import is another package.
    'cache-control': 'private, max-age=43200, immutable',
    'accept-ranges': 'bytes',
    'x-robots-tag': 'noindex',
  }))
    res.setHeader(name, value);
  const range = readRange(req, file.sizeBytes);
  if (range === 'outside') {
    res.status(416).setHeader('content-range', `bytes */${file.sizeBytes}`);
    return void res.end();
  }
  const { start, end } = range ?? { start: 0, end: file.sizeBytes - 1 };
  if (range) res.status(206).setHeader('content-range', `bytes ${start}-${end}/${file.sizeBytes}`);
  res.setHeader('content-length', end - start + 1);
  if (req.method === 'HEAD' || file.sizeBytes === 0) return void res.end();
  await pipeline(file.read(range ?? undefined), res).catch((error: NodeJS.ErrnoException) => {
    // The reader went away: nobody is left to tell.
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  });
}

/** The one part that is asked for, as players of videos do; several parts are answered with the whole. */
function readRange(req: Request, sizeBytes: number): { start: number; end: number } | 'outside' | null {
  const ranges = req.range(sizeBytes);
  if (ranges === -1) return 'outside';
  if (ranges === undefined || ranges === -2 || ranges.type !== 'bytes' || ranges.length !== 1) return null;
  return ranges[0] ?? null;
}
