import { decodeJwt, decodeProtectedHeader, errors, jwtVerify, type JWTPayload } from 'jose';
import type { Deps } from '../../infra/deps.ts';
import { WaymarkError } from '../../infra/errors.ts';
import type { PlatformKeys } from '../lti/index.ts';
import type { Credential, TokenTrust } from './credential.schema.ts';
import { isAccessTokenType, listTrustKeys, TOKEN_ALGORITHMS } from './token.rules.ts';

/** Ids of sentences below `errors.xapi`. */
export type TokenProblem =
  'tokenMalformed' | 'tokenAlgorithm' | 'tokenUntrusted' | 'tokenExpired' | 'tokenClaims' | 'tokenWrong';

export type TokenVerdict =
  | { kind: 'trusted'; credential: Credential; trust: TokenTrust; claims: JWTPayload }
  /** `credential` is the one that was meant, when that much could be read. */
  | { kind: 'refused'; problem: TokenProblem; credential: Credential | null };

interface Tools {
  now: Deps['now'];
  keys: PlatformKeys;
  find(key: string): Promise<Credential | null>;
}

const CLOCK_TOLERANCE_SECONDS = 60;

/**
 * Verifies an access token with the published keys of an issuer that a school trusts. Nothing in the token chooses how:
 * the issuer and audience must be registered, and the algorithm must fit the kind of the key.
 *
 * @throws WaymarkError 503 when the issuer's keys can't be read
 */
export async function verifyBearer(tools: Tools, token: string): Promise<TokenVerdict> {
  const refuse = (problem: TokenProblem, credential: Credential | null = null): TokenVerdict => ({
    kind: 'refused',
    problem,
    credential,
  });
  const read = readUnverified(token);
  if (!read) return refuse('tokenMalformed');
  const { header, keys } = read;
  if (!TOKEN_ALGORITHMS.includes(header.alg)) return refuse('tokenAlgorithm');
  const credential = await findFirst(tools, keys);
  const trust = credential?.trust;
  if (!credential || !trust) return refuse('tokenUntrusted');
  const found = await tools.keys(trust.jwksUrl, header);
  if (found.kind === 'unreachable') throw new WaymarkError('xapi.tokenKeysUnreachable', 503);
  if (found.kind !== 'key') return refuse('tokenWrong', credential);
  try {
    const { payload } = await jwtVerify(token, found.key, {
      algorithms: [header.alg],
      issuer: trust.issuer,
      audience: trust.audience,
      currentDate: tools.now(),
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      requiredClaims: ['exp'],
    });
    return { kind: 'trusted', credential, trust, claims: payload };
  } catch (error) {
    if (!(error instanceof errors.JOSEError)) throw error;
    if (error instanceof errors.JWTExpired) return refuse('tokenExpired', credential);
    const isClaim = error instanceof errors.JWTClaimValidationFailed;
    return refuse(isClaim ? 'tokenClaims' : 'tokenWrong', credential);
  }
}

function readUnverified(token: string): { header: { alg: string; kid: string }; keys: string[] } | null {
  try {
    const { alg, kid, typ } = decodeProtectedHeader(token);
    const keys = listTrustKeys(decodeJwt(token));
    return typeof alg === 'string' && typeof kid === 'string' && isAccessTokenType(typ) && keys
      ? { header: { alg, kid }, keys }
      : null;
  } catch {
    return null;
  }
}

async function findFirst(tools: Tools, keys: readonly string[]): Promise<Credential | null> {
  for (const key of keys) {
    const credential = await tools.find(key);
    if (credential) return credential;
  }
  return null;
}
