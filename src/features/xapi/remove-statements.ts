import type { Database } from '../../infra/db.ts';
import { listAttachments } from './attachment.rules.ts';
import { unlinkReferences } from './link-references.ts';
import {
  deleteStatements,
  deleteUnnamedAttachments,
  selectActorsOfStatements,
  selectRemovable,
  type RemovalCriteria,
} from './removal.queries.ts';
import { toKey } from './statement-key.schema.ts';
import { listKeys } from './statement-keys.rules.ts';
import type { Place } from './statement-query.rules.ts';
import { VOIDED_VERB } from './statement.schema.ts';
import { takeStoringLock } from './storing.queries.ts';

export interface RemovedStatements {
  ids: string[];
  /** Whose facts may have rested on them: who made them, and who made what they voided. */
  actorKeys: string[];
  /** Contents that were attached to them alone. */
  attachments: number;
  /** Where to go on; null: nothing is left behind `after`. */
  next: Place | null;
}

/**
 * Removes the oldest statements that meet the criteria, at most `limit`, for good: their text, what they are found by,
 * and attachments that no other statement names. The id stays, so that a source which sends one again is answered as if
 * it were stored, and nothing is (docs/decisions/0021). What one of them voided stays voided.
 */
export async function removeStatements(
  tx: Database,
  criteria: RemovalCriteria,
  { after, limit }: { after: Place | null; limit: number },
): Promise<RemovedStatements> {
  const { schoolId } = criteria;
  await takeStoringLock(tx, schoolId, { alone: true });
  const rows = await selectRemovable(tx, criteria, { after, limit });
  if (rows.length === 0) return { ids: [], actorKeys: [], attachments: 0, next: null };
  const ids = rows.map(({ id }) => id);
  const voided = rows.flatMap(({ payload, refersTo }) =>
    payload.verb.id === VOIDED_VERB && refersTo !== null ? [refersTo] : [],
  );
  const made = rows.flatMap(({ actorKey }) => actorKey ?? []);
  const actorKeys = [...new Set([...made, ...(await selectActorsOfStatements(tx, schoolId, voided))])];
  await unlinkReferences(tx, schoolId, ids);
  const keyed = rows.map((row) => ({ ...row, keys: listKeys(row.payload).map(toKey) }));
  await deleteStatements(tx, schoolId, keyed);
  const sha2s = rows.flatMap(({ payload }) =>
    listAttachments(payload).map(({ attachment }) => attachment.sha2.toLowerCase()),
  );
  const attachments = await deleteUnnamedAttachments(tx, schoolId, [...new Set(sha2s)]);
  return { ids, actorKeys, attachments, next: rows.at(-1) ?? null };
}
