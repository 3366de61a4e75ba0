import { createHash } from 'node:crypto';

/** What is looked for: the kind of thing, and which one it is. */
export interface NamedKey {
  kind: KeyKind;
  /** Agents by their `ActorKey`, verbs and activities by their IRI, registrations and hashes in lower case. */
  name: string;
}

export type KeyKind =
  /** Actor or object, or a member of a group that is. */
  | 'agent'
  /** Anywhere else: authority, instructor, team, in the context's lists, within a substatement. */
  | 'related-agent'
  | 'verb'
  /** The object. */
  | 'activity'
  /** In the context, or within a substatement. */
  | 'related-activity'
  | 'registration'
  /** The hash of what is attached to it: tells whether a content is still referred to. */
  | 'attachment';

/** A signed 64-bit number as text, as the database takes it. */
export type StatementKey = string;

/**
 * The form in which keys are stored and compared. Sixty-four bits of a digest: two names would have to share theirs within
 * one school to be mistaken for each other.
 */
export function toKey({ kind, name }: NamedKey): StatementKey {
  const text = `${kind} ${name}`;
  const known = seen.get(text);
  if (known !== undefined) return known;
  const key = createHash('sha256').update(text).digest().readBigInt64BE().toString();
  if (seen.size >= MOST_SEEN) seen.clear();
  seen.set(text, key);
  return key;
}

/** The same few names come again and again: a digest costs more than looking one up. */
const seen = new Map<string, StatementKey>();
const MOST_SEEN = 20_000;
