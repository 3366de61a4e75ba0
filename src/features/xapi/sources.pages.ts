import { allows, findPreset } from './credential.rules.ts';
import {
  BYTES_PER_MEGABYTE,
  DEFAULT_LIMITS,
  PRESET_NAMES,
  SCOPES,
  type Credential,
  type CredentialSettings,
  type NewCredential,
  type NotedRefusal,
  type Preset,
  type Scope,
} from './credential.schema.ts';
import { writeScopeMap } from './token.rules.ts';
import { OWN_VERSION, XAPI_VERSIONS, type XapiVersion } from './xapi-version.rules.ts';

/** Address that goes into an LMS's settings: without a slash at its end, which some append themselves. */
export const endpointOf = (publicUrl: string): string => `${publicUrl}/xapi`;

/** What the page about a school's sources of statements shows. */
export function presentSources(
  publicUrl: string,
  credentials: readonly Credential[],
  lastStoredAt: Date | null,
  saved: boolean,
) {
  return {
    saved,
    endpoint: endpointOf(publicUrl),
    lastStoredAt,
    active: credentials.filter(({ revokedAt }) => revokedAt === null).map(presentSummary),
    revoked: credentials.flatMap(({ label, key, revokedAt }) =>
      revokedAt === null ? [] : [{ label, key, revokedAt }],
    ),
    form: presentForm(NEW, 'send'),
  };
}

const NEW: CredentialSettings = {
  ...DEFAULT_LIMITS,
  label: '',
  scopes: [],
  defaultVersion: OWN_VERSION.answered,
};

function presentSummary(credential: Credential) {
  const { id, label, key, scopes, trust, lastUsedAt, lastStoredAt, refusedCount } = credential;
  const [newest] = presentRefusals(credential);
  return {
    id,
    label,
    key: trust ? null : key,
    issuer: trust && trust.issuer,
    preset: findPreset(scopes),
    scopes,
    lastUsedAt,
    lastStoredAt,
    refusedCount,
    refusal: newest ?? null,
  };
}

/** The newest first. */
function presentRefusals({ lastRefusal, lastRefusedAt, earlierRefusals }: Credential) {
  const newest = lastRefusal && lastRefusedAt ? [{ ...lastRefusal, at: lastRefusedAt.toISOString() }] : [];
  return [...newest, ...earlierRefusals].map(presentRefusal);
}

/** The sentence of a refusal, and where in the request it happened. */
function presentRefusal({ messageId, replacements, requestId, at }: NotedRefusal) {
  const { pointer, requirement } = replacements;
  return {
    at: new Date(at),
    sentence: { id: `errors.${messageId}`, values: replacements },
    pointer: pointer === undefined || pointer === '' ? null : pointer,
    requirement: requirement ?? null,
    requestId,
  };
}

/** @param chosen the preset that is ticked; null: the scopes themselves */
function presentForm(settings: CredentialSettings, chosen: Preset | null) {
  const { label, scopes, defaultVersion, requestsPerMinute, maxBodyBytes } = settings;
  return {
    label,
    presets: [...PRESET_NAMES, 'own' as const].map((name) => ({ name, ticked: name === (chosen ?? 'own') })),
    scopes: SCOPES.map((scope) => ({ scope, ticked: scopes.includes(scope) })),
    versions: XAPI_VERSIONS.map((version) => ({ version, selected: version === defaultVersion })),
    requestsPerMinute,
    maxBodyMegabytes: Math.round((maxBodyBytes / BYTES_PER_MEGABYTE) * 1000) / 1000,
  };
}

/** One credential: how to use it, what went wrong, what it may do. */
export function presentCredential(publicUrl: string, credential: Credential, saved: boolean) {
  const { id, label, key, trust, scopes, defaultVersion, createdAt, revokedAt } = credential;
  const proof = trust ? tokenProof() : keyProof(key, 'SECRET');
  return {
    saved,
    id,
    label,
    createdAt,
    revokedAt,
    trust: trust && { issuer: trust.issuer, audience: trust.audience, jwksUrl: trust.jwksUrl },
    scopeMap: trust && writeScopeMap(trust.scopeMap),
    trial: presentTrial(publicUrl, { key: trust ? null : key, secret: null, proof, scopes, defaultVersion }),
    refusals: presentRefusals(credential),
    refusedCount: credential.refusedCount,
    lastUsedAt: credential.lastUsedAt,
    lastStoredAt: credential.lastStoredAt,
    form: presentForm(credential, findPreset(scopes)),
  };
}

/** The one time that a secret is shown. */
export const presentNewCredential = (
  publicUrl: string,
  { label, scopes, defaultVersion }: CredentialSettings,
  { credentialId, key, secret }: NewCredential,
) => ({
  id: credentialId,
  label,
  trial: presentTrial(publicUrl, { key, secret, proof: keyProof(key, secret), scopes, defaultVersion }),
});

const keyProof = (key: string, secret: string): string => `-u '${key}:${secret}'`;
const tokenProof = (): string => `-H 'Authorization: Bearer TOKEN'`;

interface Trial {
  key: string | null;
  secret: string | null;
  /** How the lines say who asks. */
  proof: string;
  scopes: readonly Scope[];
  defaultVersion: XapiVersion;
}

/** What goes into a platform's settings, and lines that try the endpoint without storing anything. */
function presentTrial(publicUrl: string, { key, secret, proof, scopes, defaultVersion }: Trial) {
  const endpoint = endpointOf(publicUrl);
  const ask = `curl -i ${proof} -H 'X-Experience-API-Version: ${defaultVersion}'`;
  const lines = [
    allows(scopes, 'statements/write') && {
      does: 'send' as const,
      line: `${ask} -H 'Content-Type: application/json' -d '[]' '${endpoint}/statements'`,
    },
    allows(scopes, 'statements/read/mine') && {
      does: 'read' as const,
      line: `${ask} '${endpoint}/statements?limit=1'`,
    },
  ].filter((line) => line !== false);
  return { endpoint, key, secret, lines };
}
