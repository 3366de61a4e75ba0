import { inTransaction, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import type { Job } from '../../infra/jobs.ts';
import { decideEscalation, turnRed } from './case.rules.ts';
import { findSupervisor } from './case-staff.queries.ts';
import { getSchoolClock, takeCase } from './cases.queries.ts';
import { selectOverdueCases } from './due-cases.queries.ts';
import { recordStep, updateCase } from './open-case.ts';
import type { CaseChanges } from './cases.schema.ts';
import { remindDueCases } from './remind-cases.ts';
import { tellChange } from './tell-owner.ts';
import { settleCasesOfLeavers } from './settle-leavers.ts';

/** Gives every case that nobody answered in its days to whoever answers for the course (R058). */
export async function escalateDueCases(deps: Deps): Promise<void> {
  for (const key of await selectOverdueCases(deps.db, deps.now())) {
    await inTransaction(deps.db, (tx) => escalateCase(tx, deps, key));
  }
}

async function escalateCase(
  tx: Database,
  deps: Deps,
  key: { schoolId: string; caseId: string },
): Promise<void> {
  const standing = await takeCase(tx, key);
  if (!standing) return;
  const now = deps.now();
  const escalation = decideEscalation(standing, now);
  if (escalation === 'none') return;
  const changes: CaseChanges = {};
  let stepId = '';
  if (standing.escalatedAt === null) {
    const { schoolId } = key;
    const supervisor = await findSupervisor(tx, { schoolId, courseId: standing.courseId }, now);
    stepId = await recordStep(tx, deps, {
      ...key,
      step: 'escalated',
      detail: { fromPersonId: standing.ownerPersonId, toPersonId: supervisor },
    });
    Object.assign(changes, { escalatedAt: now }, supervisor === null ? {} : { ownerPersonId: supervisor });
  }
  if (escalation === 'turn_red') {
    stepId = await recordStep(tx, deps, { ...key, step: 'turned_red', detail: { unanswered: true } });
    Object.assign(changes, turnRed(now, await getSchoolClock(tx, key.schoolId)));
  }
  await updateCase(tx, key, changes);
  const told = { ...key, courseId: standing.courseId, subjectPersonId: standing.subjectPersonId };
  await tellChange(tx, deps, told, { before: standing, after: { ...standing, ...changes } }, { id: stepId });
}

export const caseJobs: Job[] = [
  {
    name: 'escalate-cases',
    schedule: '5 * * * *',
    async run(deps) {
      await settleCasesOfLeavers(deps);
      await escalateDueCases(deps);
      await remindDueCases(deps);
    },
  },
];
