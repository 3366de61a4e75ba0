import { compactVerify, decodeJwt, decodeProtectedHeader, type CryptoKey, type JWTPayload } from 'jose';
import { identifier } from './claims.rules.ts';
import type { RefusedToken, Registration } from './launch.schema.ts';
import { readAudiences } from './launch.rules.ts';
import type { PlatformKeys } from './platform-keys.client.ts';
import { refuse, type Refusal } from './refusal.rules.ts';
import type { Registrations } from './registration-cache.ts';

/** Canvas's fullest tokens have some 10 kB. */
const LONGEST_TOKEN = 64 * 1024;

export interface VerifiedToken {
  kind: 'verified';
  registration: Registration;
  claims: JWTPayload;
}

/** Checks that a registered platform signed this token; what it says is judged afterwards, by rules. */
export async function verifyToken(
  token: string,
  registrations: Registrations,
  platformKeys: PlatformKeys,
): Promise<VerifiedToken | RefusedToken> {
  const refused = (
    refusal: Refusal,
    known: { registration?: Registration; claims?: JWTPayload } = {},
  ): RefusedToken => ({
    kind: 'refusedToken',
    refusal,
    registration: known.registration ?? null,
    signed: false,
    claims: known.claims ?? null,
  });
  if (token.length > LONGEST_TOKEN) return refused(refuse('token_too_long'));
  const parts = decode(token);
  if (!parts) return refused(refuse('token_malformed'));
  const { header, claims } = parts;
  if (header.alg !== 'RS256') return refused(refuse('alg_refused'));

  const chosen = await findRegistration(claims, registrations);
  const { kid } = header;
  if (typeof kid !== 'string' || kid === '')
    return refused(refuse('kid_missing'), { claims, ...(chosen.kind === 'chosen' ? chosen : {}) });
  if (chosen.kind === 'refused') return refused(chosen, { claims });
  const known = { registration: chosen.registration, claims };
  const found = await platformKeys(chosen.registration.jwksUrl, { alg: 'RS256', kid });
  switch (found.kind) {
    case 'unreachable':
      return refused(refuse('keys_unreachable'), known);
    case 'unknown':
      return refused(refuse('kid_unknown'), known);
    case 'ambiguous':
      return refused(refuse('key_ambiguous'), known);
    case 'key':
      return (await holds(token, found.key))
        ? { kind: 'verified', ...known }
        : refused(refuse('signature_invalid'), known);
  }
}

function decode(token: string): { header: { alg?: unknown; kid?: unknown }; claims: JWTPayload } | null {
  try {
    return { header: decodeProtectedHeader(token), claims: decodeJwt(token) };
  } catch {
    return null;
  }
}

/** The token's own word says whose keys to check it with; nothing else is believed of it yet. */
async function findRegistration(
  claims: JWTPayload,
  registrations: Registrations,
): Promise<{ kind: 'chosen'; registration: Registration } | Refusal> {
  if (identifier(claims.iss) === null) return refuse('iss_missing');
  const audiences = readAudiences(claims);
  const ofIssuer = await registrations(String(claims.iss), audiences);
  if (ofIssuer.length === 0) return refuse('iss_unknown');
  if (audiences.length === 0) return refuse('aud_missing');
  const registration = ofIssuer.find(({ clientId }) => audiences.includes(clientId));
  if (!registration) return refuse('aud_unknown');
  return registration.active && !registration.pending
    ? { kind: 'chosen', registration }
    : refuse('registration_inactive');
}

async function holds(token: string, key: CryptoKey): Promise<boolean> {
  try {
    await compactVerify(token, key, { algorithms: ['RS256'] });
    return true;
  } catch {
    return false;
  }
}
