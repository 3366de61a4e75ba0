import { and, eq, isNull } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import type { LearnerKey } from './learner.schema.ts';
import { tierReviews } from './tier-reviews.tables.ts';

/** Asking twice is asking once. */
export async function insertReview(
  tx: Database,
  row: LearnerKey & { id: string; requestedAt: Date; noteSealed: string | null },
): Promise<void> {
  await tx.insert(tierReviews).values(row).onConflictDoNothing();
}

/** Answers the open request, if there is one; true when there was. */
export async function answerOpenReview(
  tx: Database,
  key: LearnerKey,
  answer: { answeredAt: Date; answeredBy: string; answerSealed: string | null },
): Promise<boolean> {
  const answered = await tx
    .update(tierReviews)
    .set(answer)
    .where(
      and(
        eq(tierReviews.schoolId, key.schoolId),
        eq(tierReviews.courseId, key.courseId),
        eq(tierReviews.personId, key.personId),
        isNull(tierReviews.answeredAt),
      ),
    )
    .returning({ id: tierReviews.id });
  return answered.length > 0;
}
