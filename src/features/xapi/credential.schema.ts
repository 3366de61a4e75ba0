import { z } from 'zod';
import { XAPI_VERSIONS, type XapiVersion } from './xapi-version.rules.ts';

/** What a credential may do (`credential.rules.ts` says which includes which). */
export const SCOPES = [
  'all',
  'all/read',
  'statements/write',
  'statements/read',
  'statements/read/mine',
  'define',
  'state',
  'state/read',
  'activities_profile',
  'activities_profile/read',
  'agents_profile',
  'agents_profile/read',
] as const;
export type Scope = (typeof SCOPES)[number];

/** Sets of scopes that have a name of their own on the page and the command line. */
export const PRESETS = {
  /** A platform that sends what its learners did, and names its activities. */
  send: ['statements/write', 'define'],
  /** An analysis that reads everything. */
  read: ['all/read'],
  /** Content that plays by itself (cmi5): sends, keeps its state and profiles, sees only what it sent. */
  provider: ['statements/write', 'statements/read/mine', 'state', 'activities_profile', 'agents_profile'],
  everything: ['all'],
} as const satisfies Record<string, readonly Scope[]>;
export type Preset = keyof typeof PRESETS;
export const PRESET_NAMES = ['send', 'read', 'provider', 'everything'] as const satisfies readonly Preset[];

/** How much a source may send: enough for any platform unless somebody lowers it. */
export const DEFAULT_LIMITS = { requestsPerMinute: 60_000, maxBodyBytes: 10 * 1024 * 1024 };

/** What an administrator sets for a credential, and may change later. */
export interface CredentialSettings {
  label: string;
  scopes: Scope[];
  /** What is said to requests that name no version we speak. */
  defaultVersion: XapiVersion;
  requestsPerMinute: number;
  maxBodyBytes: number;
}

export const BYTES_PER_MEGABYTE = 1024 * 1024;

/** Bodies are held in memory while they are read, so that there is an end to what may be allowed. */
const Limits = {
  defaultVersion: z.enum(XAPI_VERSIONS),
  requestsPerMinute: z.coerce.number().int().min(1).max(1_000_000),
  maxBodyMegabytes: z.coerce.number().min(0.001).max(100),
};

/** The form of a credential; `scopes` are the boxes that are ticked: none, one, or several of the same name. */
export const CredentialForm = z.object({
  label: z.string().trim().min(1).max(100),
  preset: z.enum([...PRESET_NAMES, 'own']),
  scopes: z.union([z.enum(SCOPES).transform((scope) => [scope]), z.array(z.enum(SCOPES))]).default([]),
  ...Limits,
});
export type CredentialForm = z.infer<typeof CredentialForm>;

/** Beside it, of an issuer whose tokens are taken. */
export const IssuerForm = CredentialForm.extend({
  issuer: z.url({ protocol: /^https?$/ }).max(500),
  audience: z.string().trim().min(1).max(500),
  scopeMap: z.string().max(10_000).default(''),
});

/** What an operator may say on the command line; the rest stays as it is. */
export const LimitOptions = z.object(Limits).partial();

/** Why a source's request was refused: what its administrator needs to mend it, and nothing of its content. */
export interface Refusal {
  /** Key of the sentence, below `errors`. */
  messageId: string;
  replacements: Record<string, string | number>;
  requestId: string;
}

/** A refusal as it is kept; `at` is ISO 8601. */
export type NotedRefusal = Refusal & { at: string };

/** Token scope → ours. Empty: tokens name ours as they are. */
export type ScopeMap = Record<string, Scope[]>;

/** Whose tokens are taken for this credential (OpenID Connect). */
export interface TokenTrust {
  issuer: string;
  audience: string;
  jwksUrl: string;
  scopeMap: ScopeMap;
}

/**
 * A source's credential as it is stored, and what last happened with it. It is either a key with a secret (Basic), or
 * the trust in an issuer whose tokens (Bearer) get at most its scopes.
 */
export interface Credential extends CredentialSettings {
  schoolId: string;
  id: string;
  /** The user name; of an issuer what `keyOfTrust` makes. Tells the school, so no two schools have the same. */
  key: string;
  secretHash: string | null;
  trust: TokenTrust | null;
  defaultVersion: XapiVersion;
  createdAt: Date;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
  lastStoredAt: Date | null;
  refusedCount: number;
  lastRefusedAt: Date | null;
  lastRefusal: Refusal | null;
  /** Those before it, the newest first. */
  earlierRefusals: NotedRefusal[];
}

export interface NewCredential {
  credentialId: string;
  key: string;
  /** Shown once: only its keyed hash is stored. */
  secret: string;
}
