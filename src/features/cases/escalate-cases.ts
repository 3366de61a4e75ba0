import { inTransaction, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import type { Job } from '../../infra/jobs.ts';
import { decideEscalation, turnRed } from './case.rules.ts';
import { findSupervisor } from './case-staff.queries.ts';
import { getSchoolClock, selectOverdueCases, takeCase } from './cases.queries.ts';
import { recordStep, updateCase } from './open-case.ts';
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
  if (standing.escalatedAt === null) {
    const supervisor = await findSupervisor(tx, { schoolId: key.schoolId, courseId: standing.courseId });
    await recordStep(tx, deps, {
      ...key,
      step: 'escalated',
      detail: { fromPersonId: standing.ownerPersonId, toPersonId: supervisor },
    });
    await updateCase(tx, key, {
      escalatedAt: now,
      ...(supervisor === null ? {} : { ownerPersonId: supervisor }),
    });
  }
  if (escalation === 'turn_red') {
    await recordStep(tx, deps, { ...key, step: 'turned_red', detail: { unanswered: true } });
    await updateCase(tx, key, turnRed(now, await getSchoolClock(tx, key.schoolId)));
  }
}

export const caseJobs: Job[] = [
  {
    name: 'escalate-cases',
    schedule: '5 * * * *',
    async run(deps) {
      await settleCasesOfLeavers(deps);
      await escalateDueCases(deps);
    },
  },
];
