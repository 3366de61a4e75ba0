import { and, asc, desc, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import { skills } from '../programme/programme.tables.ts';
import type { PastAnswer } from './choose-questions.rules.ts';
import { practiceAnswers, practiceSets } from './learning.tables.ts';
import type { LearnerKey } from './learner.schema.ts';
import type { PracticeAnswer, PracticeSet } from './practice.schema.ts';

/** A practice set of this learner; undefined when it is somebody else's. */
export async function selectPracticeSet(
  db: Database,
  key: LearnerKey & { setId: string },
): Promise<PracticeSet | undefined> {
  const [row] = await db
    .select({
      id: practiceSets.id,
      skillId: skills.id,
      skillName: skills.name,
      questionIds: practiceSets.questionIds,
      reason: practiceSets.reason,
      startedAt: practiceSets.startedAt,
      finishedAt: practiceSets.finishedAt,
    })
    .from(practiceSets)
    .innerJoin(skills, and(eq(skills.schoolId, practiceSets.schoolId), eq(skills.id, practiceSets.skillId)))
    .where(and(isOwn(key), eq(practiceSets.id, key.setId)));
  return row;
}

/** What a learner's answer belongs to, and when it began; undefined when it is somebody else's, or of the other sort. */
export async function findSitting(
  db: Database,
  key: LearnerKey & { setId: string; of: 'skill' | 'unit' },
): Promise<{ id: string; unitId: string | null; questionIds: string[]; startedAt: Date } | undefined> {
  const sort = key.of === 'unit' ? isNotNull(practiceSets.unitId) : isNull(practiceSets.unitId);
  const [row] = await db
    .select({
      id: practiceSets.id,
      unitId: practiceSets.unitId,
      questionIds: practiceSets.questionIds,
      startedAt: practiceSets.startedAt,
    })
    .from(practiceSets)
    .where(and(isOwn(key), eq(practiceSets.id, key.setId), sort));
  return row;
}

/** The unfinished set of a skill, to go on with instead of beginning another. */
export async function findOpenSet(
  db: Database,
  key: LearnerKey & { skillId: string },
): Promise<string | undefined> {
  const [row] = await db
    .select({ id: practiceSets.id })
    .from(practiceSets)
    .where(and(isOwn(key), eq(practiceSets.skillId, key.skillId), isNull(practiceSets.finishedAt)))
    .orderBy(desc(practiceSets.startedAt))
    .limit(1);
  return row?.id;
}

export const isOwn = (key: LearnerKey) =>
  and(
    eq(practiceSets.schoolId, key.schoolId),
    eq(practiceSets.courseId, key.courseId),
    eq(practiceSets.personId, key.personId),
  );

export const selectPracticeAnswers = (
  db: Database,
  key: { schoolId: string; setId: string },
): Promise<PracticeAnswer[]> =>
  db
    .select({
      questionId: practiceAnswers.questionId,
      given: practiceAnswers.given,
      correct: practiceAnswers.correct,
      answeredAt: practiceAnswers.answeredAt,
    })
    .from(practiceAnswers)
    .where(and(eq(practiceAnswers.schoolId, key.schoolId), eq(practiceAnswers.practiceSetId, key.setId)))
    .orderBy(asc(practiceAnswers.answeredAt), asc(practiceAnswers.questionId));

/** Every practice answer a learner ever gave, across courses. */
export const selectPastAnswers = (
  db: Database,
  key: { schoolId: string; personId: string },
): Promise<PastAnswer[]> =>
  db
    .select({
      questionId: practiceAnswers.questionId,
      correct: practiceAnswers.correct,
      answeredAt: practiceAnswers.answeredAt,
    })
    .from(practiceSets)
    .innerJoin(
      practiceAnswers,
      and(
        eq(practiceAnswers.schoolId, practiceSets.schoolId),
        eq(practiceAnswers.practiceSetId, practiceSets.id),
      ),
    )
    .where(and(eq(practiceSets.schoolId, key.schoolId), eq(practiceSets.personId, key.personId)))
    .orderBy(asc(practiceAnswers.answeredAt));

/** Takes a question's answer for a set; false when it was answered before (double submit, second tab). */
export async function insertAnswer(tx: Database, row: typeof practiceAnswers.$inferInsert): Promise<boolean> {
  const inserted = await tx
    .insert(practiceAnswers)
    .values(row)
    .onConflictDoNothing()
    .returning({ questionId: practiceAnswers.questionId });
  return inserted.length > 0;
}

/** Ends a set once all its questions are answered. */
export async function finishSet(
  tx: Database,
  key: { schoolId: string; setId: string; now: Date },
): Promise<void> {
  await tx
    .update(practiceSets)
    .set({ finishedAt: key.now })
    .where(
      and(
        eq(practiceSets.schoolId, key.schoolId),
        eq(practiceSets.id, key.setId),
        isNull(practiceSets.finishedAt),
        sql`(select count(*) from practice_answers a where a.school_id = ${practiceSets.schoolId}
          and a.practice_set_id = ${practiceSets.id}) >= jsonb_array_length(${practiceSets.questionIds})`,
      ),
    );
}
