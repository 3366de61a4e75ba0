import { recordAudit } from '../../infra/audit.ts';
import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { openForPerson, sealForPerson } from '../roster/index.ts';
import type { LearnerKey, ReviewCard, TierReview } from './learner.schema.ts';
import { answerOpenReview, insertReview } from './tier-review.queries.ts';

/** A learner asks that somebody look at their tier again. */
export async function askForReview(deps: Deps, key: LearnerKey, note: string): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    await insertReview(tx, {
      ...key,
      id: deps.newId(),
      requestedAt: deps.now(),
      noteSealed: note === '' ? null : await sealForPerson(tx, deps, key, note),
    });
    await recordAudit(tx, deps, {
      schoolId: key.schoolId,
      actorPersonId: key.personId,
      action: 'tier.review_asked',
      subjectType: 'person',
      subjectId: key.personId,
      detail: { courseId: key.courseId },
    });
  });
}

/** Answers an open request: the tier stays, or an override has just changed it. Nothing happens without one. */
export async function answerReview(
  deps: Deps,
  key: LearnerKey,
  answer: { byPersonId: string; words: string },
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const answered = await answerOpenReview(tx, key, {
      answeredAt: deps.now(),
      answeredBy: answer.byPersonId,
      answerSealed: answer.words === '' ? null : await sealForPerson(tx, deps, key, answer.words),
    });
    if (!answered) return;
    await recordAudit(tx, deps, {
      schoolId: key.schoolId,
      actorPersonId: answer.byPersonId,
      action: 'tier.review_answered',
      subjectType: 'person',
      subjectId: key.personId,
      detail: { courseId: key.courseId },
    });
  });
}

/** Where the newest request stands, its words opened; words of an erased person stay closed. */
export async function readReview(
  deps: Deps,
  key: { schoolId: string; personId: string },
  review: TierReview | null,
): Promise<ReviewCard> {
  if (!review) return { state: 'none', requestedAt: null, note: null, answeredAt: null, answer: null };
  const [note, answer] = await openForPerson(deps.db, deps, key, [review.noteSealed, review.answerSealed]);
  return {
    state: review.answeredAt ? 'answered' : 'asked',
    requestedAt: review.requestedAt,
    note: note ?? null,
    answeredAt: review.answeredAt,
    answer: answer ?? null,
  };
}
