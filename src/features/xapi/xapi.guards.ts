import type { RequestHandler } from 'express';
import type { Deps } from '../../infra/deps.ts';
import { badRequest, forbidden, notSignedIn } from '../../infra/errors.ts';
import { anonymous, type Caller, type Guard } from '../../infra/http.ts';
import { pickLocale } from '../../infra/views.ts';
import { consistentThrough } from './consistent-through.ts';
import type { CredentialBook } from './credential-book.ts';
import { allows } from './credential.rules.ts';
import type { Scope } from './credential.schema.ts';
import type { Agent } from './statement.schema.ts';
import { OWN_VERSION, readVersion, type SpokenVersion } from './xapi-version.rules.ts';

/** A program with a credential: what it may touch, and what stands in the statements it sends. */
export interface XapiCaller extends Caller {
  schoolId: string;
  credentialId: string;
  scopes: readonly Scope[];
  authority: Agent;
  version: SpokenVersion;
}

const VERSION_HEADER = 'x-experience-api-version';

/**
 * Goes before all routes. Forgives double slashes on the way to the store (the commonest mistake in an LMS's
 * settings), and sets the headers every answer of the store needs, errors included.
 */
export function receiveXapi(deps: Pick<Deps, 'db' | 'now'>): RequestHandler {
  return (req, res, next) => {
    const [path = '', ...query] = req.url.split('?');
    const plain = path.replace(/\/{2,}/g, '/');
    if (/^\/xapi(?:\/|$)/i.test(plain)) {
      req.url = [plain, ...query].join('?');
      const version = readVersion(req.get(VERSION_HEADER) ?? '') ?? OWN_VERSION;
      res.set(VERSION_HEADER, version.answered);
      res.set('x-experience-api-consistent-through', consistentThrough(deps.db, deps.now()).toISOString());
    }
    next();
  };
}

/** A credential of the scope, in a request that names its xAPI version. */
export const requireScope =
  (book: CredentialBook, scope: Scope): Guard<XapiCaller> =>
  async (req, deps) => {
    const credential = await book.verify(req.headers.authorization);
    if (!credential) {
      req.res?.set('www-authenticate', 'Basic realm="xAPI", charset="UTF-8"');
      throw notSignedIn(
        req.headers.authorization === undefined ? 'xapi.credentialMissing' : 'xapi.credentialWrong',
      );
    }
    if (!allows(credential.scopes, scope)) throw forbidden('xapi.scopeMissing', { scope });
    const { schoolId, id: credentialId, label } = credential;
    const { publicUrl, basePath } = deps.config;
    return {
      ...anonymous(pickLocale(req.headers['accept-language']), basePath),
      embedOrigins: [],
      schoolId,
      credentialId,
      scopes: credential.scopes,
      authority: {
        objectType: 'Agent',
        name: label,
        account: { homePage: publicUrl, name: credentialId },
      },
      version: requireVersion(req.get(VERSION_HEADER)),
    };
  };

function requireVersion(header: string | undefined): SpokenVersion {
  if (header === undefined) throw badRequest('xapi.versionMissing');
  const version = readVersion(header);
  if (!version) throw badRequest('xapi.versionUnknown');
  return version;
}
