import { and, asc, eq, isNull, ne } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import type { CaseKind } from './cases.schema.ts';
import { cases } from './cases.tables.ts';
import { recordStep, updateCase } from './open-case.ts';
import { tellChange } from './tell-owner.ts';

export type FollowUpKind = Exclude<CaseKind, 'warning'>;

/** Closes what was followed up about a learner, once what it waited for is there. */
export async function settleCases(
  tx: Database,
  deps: Deps,
  about: { schoolId: string; kind: FollowUpKind; subjectPersonId: string },
): Promise<void> {
  const { schoolId } = about;
  const open = await tx
    .select()
    .from(cases)
    .where(
      and(
        eq(cases.schoolId, schoolId),
        eq(cases.kind, about.kind),
        eq(cases.subjectPersonId, about.subjectPersonId),
        isNull(cases.closedAt),
      ),
    )
    .for('update');
  for (const standing of open) {
    const key = { schoolId, caseId: standing.id };
    const outcome = 'settled';
    const id = await recordStep(tx, deps, { ...key, step: 'closed', detail: { outcome } });
    await updateCase(tx, key, { state: 'closed', closedAt: deps.now(), outcome, remeasureAt: null });
    const after = { ...standing, state: 'closed' as const };
    await tellChange(tx, deps, { ...standing, ...key }, { before: standing, after }, { id });
  }
}

/** What is being followed up in a course, the most urgent first. */
export const selectFollowUps = (db: Database, key: { schoolId: string; courseId: string }) =>
  db
    .select({
      id: cases.id,
      kind: cases.kind,
      subjectPersonId: cases.subjectPersonId,
      dueAt: cases.dueAt,
      state: cases.state,
    })
    .from(cases)
    .where(
      and(
        eq(cases.schoolId, key.schoolId),
        eq(cases.courseId, key.courseId),
        ne(cases.kind, 'warning'),
        isNull(cases.closedAt),
      ),
    )
    .orderBy(asc(cases.dueAt), asc(cases.id));
