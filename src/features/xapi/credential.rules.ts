import { actorKey } from './actor.rules.ts';
import {
  BYTES_PER_MEGABYTE,
  PRESET_NAMES,
  PRESETS,
  SCOPES,
  type CredentialForm,
  type CredentialSettings,
  type Preset,
  type Scope,
} from './credential.schema.ts';
import type { Readable } from './statement-query.rules.ts';
import type { Actor } from './statement.schema.ts';

export interface BasicCredentials {
  key: string;
  secret: string;
}

/** Key and secret of an Authorization header; null when it is missing, of another kind or malformed. */
export function readBasic(authorization: string | undefined): BasicCredentials | null {
  const encoded = /^Basic +([A-Za-z0-9+/=_-]+)$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return null;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  const key = text.slice(0, colon);
  // Our own keys' form: nothing else is worth a look in the database.
  return colon > 0 && /^[\w-]{4,64}$/.test(key) ? { key, secret: text.slice(colon + 1) } : null;
}

/** The token of a Bearer header (RFC 6750 §2.1), whatever stands in it; null when the header is of another kind. */
export const readToken = (authorization: string | undefined): string | null =>
  /^Bearer +(\S.*)$/i.exec(authorization ?? '')?.[1]?.trim() ?? null;

/** A scope includes its own reading, `all` every scope, `all/read` every reading. */
export function allows(scopes: readonly Scope[], needed: Scope): boolean {
  const reads = /^[a-z_]+\/read/.exec(needed)?.[0];
  return scopes.some(
    (scope) =>
      scope === 'all' ||
      scope === needed ||
      (reads !== undefined && (scope === 'all/read' || scope === reads || `${scope}/read` === reads)),
  );
}

/** What a caller may read of the statements, by its scopes. */
export function readableBy({ schoolId, credentialId, authority, scopes }: Reader): Readable {
  if (allows(scopes, 'statements/read')) return { schoolId, own: null };
  // Of a client and a person (3-legged OAuth) the person, who is the rarer.
  const agent = authority.objectType === 'Group' ? authority.member?.at(-1) : authority;
  const agentKey = agent && actorKey(agent);
  if (!agentKey) throw new Error('An authority of our own making names nobody.');
  return { schoolId, own: { credentialId, agentKey } };
}

interface Reader {
  schoolId: string;
  credentialId: string;
  authority: Actor;
  scopes: readonly Scope[];
}

/** The preset that is these scopes exactly. */
export function findPreset(scopes: readonly Scope[]): Preset | null {
  const wanted = [...scopes].sort().join();
  return PRESET_NAMES.find((name) => [...PRESETS[name]].sort().join() === wanted) ?? null;
}

/** `send`, or scopes with commas between them; null when a word is neither. */
export function readScopes(words: string): Scope[] | null {
  const preset = PRESET_NAMES.find((name) => name === words.trim());
  if (preset) return [...PRESETS[preset]];
  const named = words.split(',').map((word) => word.trim());
  const scopes = SCOPES.filter((scope) => named.includes(scope));
  return scopes.length > 0 && scopes.length === new Set(named).size ? scopes : null;
}

/** What a form asks for; its scopes are none when boxes were to be ticked and none is. */
export function readForm({
  label,
  preset,
  scopes,
  maxBodyMegabytes,
  ...limits
}: CredentialForm): CredentialSettings {
  return {
    label,
    scopes: preset === 'own' ? scopes : [...PRESETS[preset]],
    defaultVersion: limits.defaultVersion,
    requestsPerMinute: limits.requestsPerMinute,
    maxBodyBytes: toBytes(maxBodyMegabytes),
  };
}

export const toBytes = (megabytes: number): number => Math.round(megabytes * BYTES_PER_MEGABYTE);

/** Unique among all schools, and never the form of a Basic key. */
export const keyOfTrust = (issuer: string, audience: string): string => `${issuer} ${audience}`;
