import { and, eq } from 'drizzle-orm';
import { recordAudit } from '../../infra/audit.ts';
import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { conflict, notFound } from '../../infra/errors.ts';
import { settleCases } from '../cases/index.ts';
import { sealForPerson, type InCourse } from '../roster/index.ts';
import type { AdjustmentChoice } from './calibration.schema.ts';
import { selectOpenAdjustmentsOf, takeAdjustment } from './calibrations.queries.ts';
import { careerAdjustments } from './goals.tables.ts';

/** The learner says that a goal stays or that it changes, with a reason; both are right answers. */
export async function answerAdjustment(
  deps: Deps,
  who: InCourse,
  adjustmentId: string,
  given: { choice: AdjustmentChoice; words: string },
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const asked = await takeAdjustment(tx, { ...who, adjustmentId });
    if (!asked) throw notFound();
    if (asked.choice !== null) throw conflict('careerGoals.answered');
    const { schoolId, personId } = who;
    await tx
      .update(careerAdjustments)
      .set({
        choice: given.choice,
        wordsSealed: await sealForPerson(tx, deps, who, given.words),
        answeredAt: deps.now(),
      })
      .where(and(eq(careerAdjustments.schoolId, schoolId), eq(careerAdjustments.id, adjustmentId)));
    const open = await selectOpenAdjustmentsOf(tx, { schoolId, personIds: [personId] });
    if (open.length === 0)
      await settleCases(tx, deps, { schoolId, kind: 'goal_adjustment', subjectPersonId: personId });
    await recordAudit(tx, deps, {
      schoolId,
      actorPersonId: personId,
      action: `career.adjustment.${given.choice}`,
      subjectType: 'career_goal',
      subjectId: asked.goalId,
    });
  });
}
