import type { ReceivedAttachment } from './attachment.rules.ts';
import type { Scope } from './credential.schema.ts';
import type { StatementSource, StoringOutcome } from './store-statements.ts';

type Query = Record<string, unknown>;

/** A document, or all of a shelf (`documentId` null), that somebody wants to read or change. */
export interface DocumentWish {
  kind: 'state' | 'activity_profile' | 'agent_profile';
  activityId: string | null;
  actorKey: string | null;
  registration: string | null;
  documentId: string | null;
}

/** What holds a caller to less than its scopes say. */
export interface CallerLimits {
  /** In place of `storeStatements`; throws what it doesn't take. */
  store(
    source: StatementSource,
    values: readonly unknown[],
    attachments: readonly ReceivedAttachment[],
  ): Promise<StoringOutcome>;
  /** A query for statements as it is answered to this caller; throws where it asks for others'. */
  narrow(query: Query): Query;
  /** Throws where this document is not the caller's. */
  admit(what: 'read' | 'change', wish: DocumentWish): void;
}

/** Somebody without a credential who may do a little for a while, such as content that a learner has opened. */
export interface XapiGuest {
  schoolId: string;
  /** Stands in its statements as their authority's account. */
  id: string;
  label: string;
  scopes: Scope[];
  limits: CallerLimits;
}

/** Given by app.ts: features to the right know their guests by what they send in Authorization. */
export interface GuestBook {
  verify(authorization: string | undefined): Promise<XapiGuest | null>;
}

export const NO_GUESTS: GuestBook = { verify: () => Promise.resolve(null) };
