import { setImmediate as nextTurn } from 'node:timers/promises';
import { recordAudit } from '../../infra/audit.ts';
import { inTransaction, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { removeStatements } from '../xapi/index.ts';
import { deleteDocumentsOfActors } from '../xapi-documents/index.ts';
import { actorsOf, criteriaOf, isWholePerson } from './plan-removal.ts';
import type { RecordKeeper } from './record-keeper.ts';
import type { Removal } from './records.schema.ts';
import { selectUnfinishedRemovals, takeRemoval, updateRemoval } from './removals.queries.ts';

/** Statements of one transaction: while it lasts, some tenths of a second, the school's statements wait to be stored. */
export const BATCH = 500;

type Tools = Pick<Deps, 'db' | 'now' | 'newId' | 'config'>;
interface RemovalKey {
  schoolId: string;
  id: string;
}

/**
 * Takes a removal further, in batches that are each complete in themselves; returns whether it is finished. Another
 * process that is at it goes on with it.
 *
 * @param batches at most so many; absent: to the end
 */
export async function runRemoval(
  deps: Tools,
  keeper: RecordKeeper,
  key: RemovalKey,
  { batches = Infinity, onProgress }: { batches?: number; onProgress?: (removal: Removal) => void } = {},
): Promise<boolean> {
  let after: Removal | null = null;
  for (let done = 0; done < batches; done += 1) {
    after = await inTransaction(deps.db, (tx) => takeStep(tx, deps, keeper, key));
    if (after === null) return false;
    onProgress?.(after);
    if (after.finishedAt !== null) break;
    await nextTurn();
  }
  keeper.settle(key.schoolId);
  return after !== null && after.finishedAt !== null;
}

/** Goes on with whatever isn't finished. */
export async function runRemovals(deps: Tools, keeper: RecordKeeper): Promise<void> {
  for (const removal of await selectUnfinishedRemovals(deps.db)) await runRemoval(deps, keeper, removal);
}

async function takeStep(
  tx: Database,
  deps: Tools,
  keeper: RecordKeeper,
  key: RemovalKey,
): Promise<Removal | null> {
  await keeper.lock(tx, key.schoolId);
  const removal = await takeRemoval(tx, key);
  if (removal === null) return null;
  const { schoolId, doneStoredAt, doneSequence } = removal;
  const actorKeys = await actorsOf(tx, deps, removal);
  const removed = await removeStatements(tx, criteriaOf(removal, actorKeys), {
    after:
      doneStoredAt === null || doneSequence === null
        ? null
        : { storedAt: doneStoredAt, sequence: doneSequence },
    limit: BATCH,
  });
  if (removed.ids.length > 0) await keeper.forgetStatements(tx, { schoolId, ...removed });
  const isLast = removed.ids.length < BATCH;
  const documents =
    isLast && actorKeys !== null && isWholePerson(removal)
      ? await deleteDocumentsOfActors(tx, schoolId, actorKeys)
      : 0;
  const after: Removal = {
    ...removal,
    statements: removal.statements + removed.ids.length,
    documents: removal.documents + documents,
    attachments: removal.attachments + removed.attachments,
    doneStoredAt: removed.next?.storedAt ?? doneStoredAt,
    doneSequence: removed.next?.sequence ?? doneSequence,
    finishedAt: isLast ? deps.now() : null,
  };
  await updateRemoval(tx, key, after);
  if (isLast) await recordRemoval(tx, deps, after);
  return after;
}

/** Counts and criteria, nothing of what was in them. */
const recordRemoval = (tx: Database, deps: Tools, removal: Removal): Promise<void> =>
  recordAudit(tx, deps, {
    schoolId: removal.schoolId,
    actorPersonId: removal.requestedBy,
    action: 'records.removed',
    subjectType: removal.personId === null ? 'school' : 'person',
    subjectId: removal.personId ?? removal.schoolId,
    detail: {
      removalId: removal.id,
      reason: removal.reason,
      named: removal.named,
      credentialId: removal.credentialId,
      from: removal.fromAt,
      until: removal.untilAt,
      statements: removal.statements,
      documents: removal.documents,
      attachments: removal.attachments,
    },
  });
