import type { Request, RequestHandler, Response } from 'express';
import type { Deps } from '../../infra/deps.ts';
import { WaymarkError, forbidden, notFound } from '../../infra/errors.ts';
import { sendKeptFile } from '../../infra/send-kept-file.ts';
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
    'x-robots-tag': 'noindex',
  }))
    res.setHeader(name, value);
  await sendKeptFile(file, req, res);
}
