import type { XapiVersion } from './xapi-version.rules.ts';

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

/** Why a source's request was refused: what its administrator needs to mend it, and nothing of its content. */
export interface Refusal {
  /** Key of the sentence, below `errors`. */
  messageId: string;
  replacements: Record<string, string | number>;
  requestId: string;
}

/** A source's credential as it is stored, and what last happened with it. */
export interface Credential {
  schoolId: string;
  id: string;
  key: string;
  secretHash: string;
  label: string;
  scopes: Scope[];
  defaultVersion: XapiVersion;
  createdAt: Date;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
  lastStoredAt: Date | null;
  refusedCount: number;
  lastRefusedAt: Date | null;
  lastRefusal: Refusal | null;
}

export interface NewCredential {
  credentialId: string;
  key: string;
  /** Shown once: only its keyed hash is stored. */
  secret: string;
}
