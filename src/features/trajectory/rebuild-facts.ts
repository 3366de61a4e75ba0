import { recordAudit } from '../../infra/audit.ts';
import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { forgetAllKnowledge, isStale, relearnSchool } from '../knowledge/index.ts';
import { foldNext, loadSchool, refoldNext } from './fold-statements.ts';
import { countStatements, deleteAllFacts, takeFoldLock } from './fold.queries.ts';

/** Fewer, larger batches than the fold takes: within one transaction each rewrite of a row leaves its old version behind. */
const BATCH = 2000;

/**
 * Folds all of a school's facts anew from its statements, voided ones left out. One transaction: until it ends, readers
 * see the facts as they were, and a rebuild that dies changes nothing. Decisions made on earlier facts stand.
 */
export async function rebuildSchool(
  deps: Deps,
  schoolId: string,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<{ statements: number }> {
  const school = await loadSchool(deps, schoolId);
  return inTransaction(deps.db, async (tx) => {
    await takeFoldLock(tx, schoolId);
    const total = await countStatements(tx, schoolId);
    await deleteAllFacts(tx, schoolId);
    await forgetAllKnowledge(tx, schoolId);
    let statements = 0;
    onProgress(0, total);
    for (;;) {
      const step = await foldNext(tx, deps, school, { limit: BATCH, notesVoids: false });
      if (!step) break;
      statements += step.statements;
      onProgress(Math.min(statements, total), total);
    }
    while (await refoldNext(tx, deps, school));
    if (await isStale(tx, schoolId)) await relearnSchool(tx, deps, schoolId);
    await recordAudit(tx, deps, {
      schoolId,
      actorPersonId: null,
      action: 'learning.rebuild',
      subjectType: 'school',
      subjectId: schoolId,
      detail: { statements },
    });
    return { statements };
  });
}
