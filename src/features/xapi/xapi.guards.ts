import type { Request, RequestHandler } from 'express';
import type { Deps } from '../../infra/deps.ts';
import { requestIdOf } from '../../infra/edge.ts';
import { badRequest, forbidden, notSignedIn, WaymarkError } from '../../infra/errors.ts';
import { anonymous, type Caller, type Guard } from '../../infra/http.ts';
import { pickLocale } from '../../infra/views.ts';
import type { CallerLimits, XapiGuest } from './caller-limits.ts';
import { consistentThrough } from './consistent-through.ts';
import type { CredentialBook, Grant, Verdict } from './credential-book.ts';
import type { CredentialKey } from './credential.queries.ts';
import { allows } from './credential.rules.ts';
import { DEFAULT_LIMITS, type Credential, type Scope } from './credential.schema.ts';
import type { Actor } from './statement.schema.ts';
import { OWN_VERSION, readVersion, VERSION_HEADER, type SpokenVersion } from './xapi-version.rules.ts';

/** A program with a credential: what it may touch, and what stands in the statements it sends. */
export interface XapiCaller extends Caller {
  schoolId: string;
  /** Stands with its statements; reading `mine` is reading what has the same. */
  credentialId: string;
  authority: Actor;
  scopes: readonly Scope[];
  version: SpokenVersion;
  /** Where refusals are noted. */
  account: CredentialKey;
  /** null: whatever its scopes allow. */
  limits: CallerLimits | null;
}

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

/** A credential of the scope, within its limits, in a request that names its xAPI version. */
export const requireScope =
  (book: CredentialBook, scope: Scope): Guard<XapiCaller> =>
  async (req, deps) => {
    const guest = await book.guests.verify(req.headers.authorization);
    if (guest) return admitGuest(req, deps, guest, scope);
    const verdict = await book.verify(req.headers.authorization);
    if (verdict.kind !== 'granted') return refuseStranger(req, book, verdict);
    const { credential, credentialId, authority, scopes } = verdict.grant;
    const version = readVersion(req.get(VERSION_HEADER) ?? '');
    if (!version) req.res?.set(VERSION_HEADER, credential.defaultVersion);
    const account = keyOf(credential);
    await requireRate(req, book, credential);
    const refusal = judge(req, verdict.grant, scope);
    if (refusal || !version) {
      const error = refusal ?? badRequest(versionProblem(req));
      await book.noteRefusal(account, noteOf(req, error));
      throw error;
    }
    return {
      ...anonymous(pickLocale(req.headers['accept-language']), deps.config.basePath),
      embedOrigins: [],
      maxBodyBytes: credential.maxBodyBytes,
      schoolId: credential.schoolId,
      credentialId,
      authority,
      scopes,
      version,
      account,
      limits: null,
    };
  };

function admitGuest(req: Request, deps: Deps, guest: XapiGuest, scope: Scope): XapiCaller {
  const version = readVersion(req.get(VERSION_HEADER) ?? '');
  if (!allows(guest.scopes, scope)) throw forbidden('xapi.scopeMissing', { scope });
  if (!version) throw badRequest(versionProblem(req));
  const { schoolId, id, label, scopes, limits } = guest;
  return {
    ...anonymous(pickLocale(req.headers['accept-language']), deps.config.basePath),
    embedOrigins: [],
    maxBodyBytes: DEFAULT_LIMITS.maxBodyBytes,
    schoolId,
    credentialId: id,
    authority: {
      objectType: 'Agent',
      name: label,
      account: { homePage: deps.config.publicUrl, name: id },
    },
    scopes,
    version,
    account: { schoolId, credentialId: id },
    limits,
  };
}

const keyOf = ({ schoolId, id }: Credential): CredentialKey => ({ schoolId, credentialId: id });

const noteOf = (req: Request, { id: messageId, replacements }: WaymarkError) => ({
  messageId,
  replacements,
  requestId: req.res ? requestIdOf(req.res) : '',
});

const versionProblem = (req: Request): string =>
  req.get(VERSION_HEADER) === undefined ? 'xapi.versionMissing' : 'xapi.versionUnknown';

const REALM = 'realm="xAPI"';

/** Both ways in are offered to who comes without either; a token that isn't good is told why (RFC 6750 §3). */
async function refuseStranger(
  req: Request,
  book: CredentialBook,
  verdict: Exclude<Verdict, { kind: 'granted' }>,
): Promise<never> {
  if (verdict.kind === 'token') {
    const bearer = `Bearer ${REALM}, error="invalid_token", error_description="${verdict.problem}"`;
    req.res?.set('www-authenticate', bearer);
  } else {
    req.res?.append('www-authenticate', `Basic ${REALM}, charset="UTF-8"`);
    req.res?.append('www-authenticate', `Bearer ${REALM}`);
  }
  if (verdict.kind === 'missing') throw notSignedIn('xapi.credentialMissing');
  const error = notSignedIn(verdict.kind === 'token' ? `xapi.${verdict.problem}` : 'xapi.credentialWrong');
  if (verdict.credential) await book.noteSeldom(keyOf(verdict.credential), noteOf(req, error));
  throw error;
}

async function requireRate(req: Request, book: CredentialBook, credential: Credential): Promise<void> {
  const waitSeconds = book.take(credential);
  if (waitSeconds === 0) return;
  req.res?.set('retry-after', String(waitSeconds));
  const replacements = { limit: credential.requestsPerMinute, waitSeconds };
  const error = new WaymarkError('xapi.tooManyRequests', 429, replacements);
  await book.noteSeldom(keyOf(credential), noteOf(req, error));
  throw error;
}

/** Sizes that are announced are judged before anything is read; others when they turn out too large. */
function judge(req: Request, { credential, scopes }: Grant, scope: Scope): WaymarkError | null {
  const limit = credential.maxBodyBytes;
  if (Number(req.headers['content-length'] ?? 0) > limit) {
    return new WaymarkError('xapi.bodyTooLarge', 413, { limit });
  }
  if (allows(scopes, scope)) return null;
  if (credential.trust)
    req.res?.set('www-authenticate', `Bearer ${REALM}, error="insufficient_scope", scope="${scope}"`);
  return forbidden('xapi.scopeMissing', { scope });
}
