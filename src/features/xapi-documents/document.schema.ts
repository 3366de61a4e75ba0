/** Whose document it is: kept for an activity and an agent, for an activity, or for an agent. */
export type DocumentKind = 'state' | 'activity_profile' | 'agent_profile';

/** All that is kept for the same activity and agent. */
export interface DocumentShelf {
  schoolId: string;
  kind: DocumentKind;
  /** null: an agent's profile. */
  activityId: string | null;
  /** As `actorKey` of the xapi room; null: an activity's profile. */
  actorKey: string | null;
}

/** One document. */
export interface DocumentKey extends DocumentShelf {
  /** UUID of the attempt that a state belongs to; null: of none. */
  registration: string | null;
  /** The `stateId` or `profileId`. */
  documentId: string;
}

export interface Document {
  /** As it was sent, parameters included. */
  contentType: string;
  content: Buffer;
}

export interface StoredDocument extends Document {
  /** Strong, with its quotes: the SHA-1 of the content, as 1.0.3 prescribes (Communication 3.1). */
  etag: string;
  updatedAt: Date;
}
