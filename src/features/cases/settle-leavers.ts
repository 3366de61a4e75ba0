import { recordAudit } from '../../infra/audit.ts';
import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { findOwner } from './case-staff.queries.ts';
import { takeCase } from './cases.queries.ts';
import { selectCasesAboutLeavers, selectCasesOfLeavers } from './leavers.queries.ts';
import { recordStep, updateCase } from './open-case.ts';
import { tellChange } from './tell-owner.ts';

/**
 * What the LMS's roster means for open cases: about a learner who left nothing can be done any more, and what was a
 * teacher's who left is given to whoever is there now.
 */
export async function settleCasesOfLeavers(deps: Deps): Promise<void> {
  for (const key of await selectCasesAboutLeavers(deps.db)) await closeCase(deps, key);
  for (const standing of await selectCasesOfLeavers(deps.db)) await passOn(deps, standing);
}

interface CaseKey {
  schoolId: string;
  caseId: string;
}

const closeCase = (deps: Deps, key: CaseKey): Promise<void> =>
  inTransaction(deps.db, async (tx) => {
    const standing = await takeCase(tx, key);
    if (!standing || standing.closedAt !== null) return;
    const outcome = 'left_course';
    await updateCase(tx, key, { state: 'closed', closedAt: deps.now(), outcome, remeasureAt: null });
    const id = await recordStep(tx, deps, { ...key, step: 'closed', detail: { outcome } });
    await tellChange(
      tx,
      deps,
      { ...standing, ...key },
      { before: standing, after: { ...standing, state: 'closed' } },
      { id },
    );
  });

const passOn = (
  deps: Deps,
  { schoolId, caseId, courseId, ownerPersonId }: CaseKey & { courseId: string; ownerPersonId: string },
): Promise<void> =>
  inTransaction(deps.db, async (tx) => {
    const key = { schoolId, caseId };
    const standing = await takeCase(tx, key);
    if (standing?.ownerPersonId !== ownerPersonId || standing.closedAt !== null) return;
    const next = await findOwner(tx, { schoolId, courseId }, deps.now());
    // Not an `assigned` step: nobody named an intervener.
    await updateCase(tx, key, { ownerPersonId: next });
    const change = { before: standing, after: { ...standing, ownerPersonId: next } };
    await tellChange(tx, deps, { ...standing, ...key }, change, { id: deps.newId() });
    await recordAudit(tx, deps, {
      schoolId,
      actorPersonId: null,
      action: 'case.ownerLeft',
      subjectType: 'case',
      subjectId: caseId,
      detail: { fromPersonId: ownerPersonId, toPersonId: next },
    });
  });
