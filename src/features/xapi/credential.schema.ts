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
