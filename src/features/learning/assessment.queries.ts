import { and, asc, eq, sql } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import type { Attempt } from './assessment.rules.ts';
import type { AssessmentAnswer, AssessmentSitting } from './assessment.schema.ts';
import type { LearnerKey } from './learner.schema.ts';
import { practiceAnswers, practiceSets } from './learning.tables.ts';
import { isOwn } from './practice.queries.ts';

const answersOf = sql`from practice_answers a where a.school_id = ${practiceSets.schoolId}
  and a.practice_set_id = ${practiceSets.id}`;

/** A learner's sittings of a unit's assessment, first to last. */
export const selectAttempts = (db: Database, key: LearnerKey & { unitId: string }): Promise<Attempt[]> =>
  db
    .select({
      id: practiceSets.id,
      total: sql<number>`jsonb_array_length(${practiceSets.questionIds})`,
      answered: sql<number>`(select count(*)::int ${answersOf})`,
      right: sql<number>`(select count(*)::int ${answersOf} and a.correct)`,
      startedAt: practiceSets.startedAt,
      finishedAt: practiceSets.finishedAt,
    })
    .from(practiceSets)
    .where(and(isOwn(key), eq(practiceSets.unitId, key.unitId)))
    .orderBy(asc(practiceSets.startedAt), asc(practiceSets.id));

/** A sitting of this learner; undefined when it is somebody else's, or of another unit. */
export async function findAssessmentSitting(
  db: Database,
  key: LearnerKey & { unitId: string; setId: string },
): Promise<AssessmentSitting | undefined> {
  const [row] = await db
    .select({
      id: practiceSets.id,
      questionIds: practiceSets.questionIds,
      startedAt: practiceSets.startedAt,
      finishedAt: practiceSets.finishedAt,
    })
    .from(practiceSets)
    .where(and(isOwn(key), eq(practiceSets.id, key.setId), eq(practiceSets.unitId, key.unitId)));
  return row && { ...row, unitId: key.unitId };
}

export const selectAssessmentAnswers = (
  db: Database,
  key: { schoolId: string; setId: string },
): Promise<AssessmentAnswer[]> =>
  db
    .select({
      questionId: practiceAnswers.questionId,
      given: practiceAnswers.given,
      correct: practiceAnswers.correct,
      statementId: practiceAnswers.statementId,
      answeredAt: practiceAnswers.answeredAt,
    })
    .from(practiceAnswers)
    .where(and(eq(practiceAnswers.schoolId, key.schoolId), eq(practiceAnswers.practiceSetId, key.setId)))
    .orderBy(asc(practiceAnswers.answeredAt), asc(practiceAnswers.questionId));
