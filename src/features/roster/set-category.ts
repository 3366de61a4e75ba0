import { and, eq } from 'drizzle-orm';
import { recordAudit } from '../../infra/audit.ts';
import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import type { SignedIn } from './roster.guards.ts';
import type { LearnerCategory } from './roster.schema.ts';
import { people } from './roster.tables.ts';

/** A learner's own word on which of the four kinds of learners they are (R001); a teacher's may follow. */
export async function setOwnCategory(
  deps: Deps,
  { schoolId, personId }: SignedIn,
  category: LearnerCategory,
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    await tx
      .update(people)
      .set({ category })
      .where(and(eq(people.schoolId, schoolId), eq(people.id, personId)));
    await recordAudit(tx, deps, {
      schoolId,
      actorPersonId: personId,
      action: 'learner.category',
      subjectType: 'person',
      subjectId: personId,
      detail: { category },
    });
  });
}
