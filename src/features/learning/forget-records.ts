import { forgetKnowledgeOf } from '../knowledge/index.ts';
import type { RecordKeeper } from '../records/index.ts';
import { deleteScoresOf } from '../risk/index.ts';
import { deletePracticeOf } from './forget.queries.ts';
import { forgetMethodsOf } from './methods.queries.ts';
import { deleteChecksOf } from './tier-check.queries.ts';
import { deleteCountedEvents, deleteFactsOf, insertWaits, takeFoldLock } from '../trajectory/index.ts';

/**
 * Lets facts go with the statements they rest on: whoever made one is folded anew from what is left, so that facts
 * still equal a rebuild. Decisions that saw them stand.
 */
export const learningRecordKeeper = (foldSoon: (schoolId: string) => void): RecordKeeper => ({
  lock: takeFoldLock,
  async forgetStatements(tx, { schoolId, ids, actorKeys }) {
    await deleteCountedEvents(tx, schoolId, ids);
    await insertWaits(
      tx,
      schoolId,
      actorKeys.map((actorKey) => ({ actorKey, waitsFor: '' })),
    );
  },
  async forgetPerson(tx, { schoolId, personId, actorKeys }) {
    await deleteFactsOf(tx, schoolId, [personId], actorKeys);
    await forgetKnowledgeOf(tx, schoolId, personId);
    await deletePracticeOf(tx, { schoolId, personId });
    await deleteChecksOf(tx, { schoolId, personId });
    await deleteScoresOf(tx, { schoolId, personId });
    await forgetMethodsOf(tx, { schoolId, personId });
  },
  settle: foldSoon,
});
