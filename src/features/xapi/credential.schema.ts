/** What a credential may do; `all` includes the others. */
export const SCOPES = ['statements/write', 'statements/read', 'all'] as const;
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
