/** What an access token of an issuer we trust says about its bearer, and what we make of it. */
import { v5 } from 'uuid';
import { allows, keyOfTrust } from './credential.rules.ts';
import { SCOPES, type Scope, type ScopeMap } from './credential.schema.ts';
import { isStorableText } from './statement-check.rules.ts';
import type { Actor, Agent } from './statement.schema.ts';

/** Signatures by key pairs alone: with a shared one (HS256) the published key would be the secret. */
export const TOKEN_ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

/** Access tokens (RFC 9068) and what was issued before there was a type; no logout, event or proof tokens. */
export const isAccessTokenType = (typ: unknown): boolean =>
  typ === undefined || (typeof typ === 'string' && /^(?:application\/)?(?:at\+)?jwt$/i.test(typ));

export interface Bearer {
  /** The person; null when the client acts for itself. */
  subject: string | null;
  client: string | null;
}

const LONGEST_NAME = 255;
const nameOf = (claim: unknown): string | null =>
  typeof claim === 'string' && claim.trim() !== '' && claim.length <= LONGEST_NAME && isStorableText(claim)
    ? claim
    : null;

/** Null when a token names nobody. */
export function readBearer(claims: Readonly<Record<string, unknown>>): Bearer | null {
  const client = nameOf(claims['client_id']) ?? nameOf(claims['azp']);
  const subject = nameOf(claims['sub']);
  if (client === null && subject === null) return null;
  return { client, subject: subject === client ? null : subject };
}

/**
 * Who vouches for the statements (Data 2.4.9): the client or the person alone as an agent, or, where a client acts
 * for a person, the group of these two that the specification asks for in 3-legged OAuth.
 */
export function toAuthority(issuer: string, { client, subject }: Bearer): Actor {
  const agent = (name: string): Agent => ({ objectType: 'Agent', account: { homePage: issuer, name } });
  if (client === null || subject === null) return agent(client ?? subject ?? '');
  return { objectType: 'Group', member: [agent(client), agent(subject)] };
}

/** The credential that stands with their statements: the same for the same bearer, so that `mine` is theirs alone. */
export const credentialIdOf = (trustId: string, { client, subject }: Bearer): string =>
  v5(JSON.stringify([client, subject]), trustId);

/** The credentials that could be meant: one per audience. Null when the claims have not the form. */
export function listTrustKeys(claims: Readonly<Record<string, unknown>>): string[] | null {
  const { iss, aud } = claims;
  const audiences = (Array.isArray(aud) ? aud : [aud]).filter(
    (one): one is string => typeof one === 'string',
  );
  return typeof iss === 'string' && audiences.length > 0 && audiences.length <= 20
    ? audiences.map((audience) => keyOfTrust(iss, audience))
    : null;
}

/** What a token may do here: what its scopes stand for, within the scopes that its issuer's credential has. */
export function mapScopes(
  claims: Readonly<Record<string, unknown>>,
  map: ScopeMap,
  ceiling: readonly Scope[],
): Scope[] {
  const given = claims['scope'] ?? claims['scp'];
  const named = new Set<unknown>(
    typeof given === 'string' ? given.split(' ') : Array.isArray(given) ? given : [],
  );
  const isMapped = Object.keys(map).length > 0;
  const meant = isMapped
    ? Object.entries(map).flatMap(([name, scopes]) => (named.has(name) ? scopes : []))
    : SCOPES.filter((scope) => named.has(scope));
  return SCOPES.filter((scope) => allows(meant, scope) && allows(ceiling, scope));
}

/** One line for each scope of a token: its name, `=`, ours with spaces or commas between them. */
export function readScopeMap(text: string): { ok: true; map: ScopeMap } | { ok: false; line: string } {
  const entries: [name: string, scopes: Scope[]][] = [];
  for (const line of text.split('\n').map((one) => one.trim())) {
    if (line === '') continue;
    const [, name, words] = /^([\x21\x23-\x5b\x5d-\x7e]{1,200}?)\s*=\s*([\w/, ]+)$/.exec(line) ?? [];
    const named = words?.split(/[\s,]+/).filter(Boolean) ?? [];
    const scopes = SCOPES.filter((scope) => named.includes(scope));
    if (name === undefined || scopes.length === 0 || scopes.length !== new Set(named).size)
      return { ok: false, line: line.slice(0, 100) };
    entries.push([name, scopes]);
  }
  return { ok: true, map: Object.fromEntries(entries) };
}

export const writeScopeMap = (map: ScopeMap): string =>
  Object.entries(map)
    .map(([name, scopes]) => `${name} = ${scopes.join(', ')}`)
    .join('\n');
