import { and, asc, desc, eq, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows, type Database } from '../../infra/db.ts';
import type { LearnerKey } from './learner.schema.ts';
import { asPairs, type Pair } from './reassess.queries.ts';
import { tierCheckAnswers, tierChecks } from './tier-checks.tables.ts';

export type TierCheckRow = typeof tierChecks.$inferSelect;

const isOwn = ({ schoolId, courseId, personId }: LearnerKey) =>
  and(
    eq(tierChecks.schoolId, schoolId),
    eq(tierChecks.courseId, courseId),
    eq(tierChecks.personId, personId),
  );

/** A learner's newest check in a course, running or finished. */
export async function findNewestCheck(db: Database, key: LearnerKey): Promise<TierCheckRow | null> {
  const [row] = await db
    .select()
    .from(tierChecks)
    .where(isOwn(key))
    .orderBy(desc(tierChecks.startedAt), desc(tierChecks.id))
    .limit(1);
  return row ?? null;
}

/** The learner's running check, locked for the transaction; null: there is none of this id. */
export async function takeRunningCheck(
  tx: Database,
  key: LearnerKey & { checkId: string },
): Promise<TierCheckRow | null> {
  const [row] = await tx
    .select()
    .from(tierChecks)
    .where(and(isOwn(key), eq(tierChecks.id, key.checkId), isNull(tierChecks.finishedAt)))
    .for('update');
  return row ?? null;
}

export const selectCheckAnswers = (db: Database, key: { schoolId: string; checkId: string }) =>
  db
    .select({
      questionId: tierCheckAnswers.questionId,
      skillId: tierCheckAnswers.skillId,
      difficulty: tierCheckAnswers.difficulty,
      correct: tierCheckAnswers.correct,
      answeredAt: tierCheckAnswers.answeredAt,
    })
    .from(tierCheckAnswers)
    .where(and(eq(tierCheckAnswers.schoolId, key.schoolId), eq(tierCheckAnswers.checkId, key.checkId)))
    .orderBy(asc(tierCheckAnswers.answeredAt), asc(tierCheckAnswers.questionId));

const CheckRow = z.object({
  courseId: z.string(),
  personId: z.string(),
  theta: z.number(),
  standardError: z.number(),
  answers: z.int(),
  correct: z.int(),
  startedAt: z.coerce.date(),
  finishedAt: z.coerce.date().nullable(),
});

/** The newest check of each learner and course that has one. */
export const selectTierChecks = (
  db: Database,
  schoolId: string,
  pairs: readonly Pair[],
): Promise<z.output<typeof CheckRow>[]> =>
  selectRows(
    db,
    CheckRow,
    sql`select distinct on (c.course_id, c.person_id) c.course_id::text as "courseId",
          c.person_id::text as "personId", c.theta, c.standard_error as "standardError", c.answers, c.correct,
          c.started_at as "startedAt", c.finished_at as "finishedAt"
        from tier_checks c
        where c.school_id = ${schoolId}::uuid and (c.course_id, c.person_id) in (
          select k."courseId", k."personId" from ${asPairs(pairs)})
        order by c.course_id, c.person_id, c.started_at desc, c.id desc`,
  );

/** All checks of a person, with what was answered in them. */
export const selectChecksOf = (db: Database, key: { schoolId: string; personId: string }) =>
  db
    .select({
      checkId: tierChecks.id,
      courseId: tierChecks.courseId,
      startedAt: tierChecks.startedAt,
      finishedAt: tierChecks.finishedAt,
      theta: tierChecks.theta,
      standardError: tierChecks.standardError,
      prior: tierChecks.prior,
      questionId: tierCheckAnswers.questionId,
      given: tierCheckAnswers.given,
      correct: tierCheckAnswers.correct,
      answeredAt: tierCheckAnswers.answeredAt,
    })
    .from(tierChecks)
    .leftJoin(
      tierCheckAnswers,
      and(eq(tierCheckAnswers.schoolId, tierChecks.schoolId), eq(tierCheckAnswers.checkId, tierChecks.id)),
    )
    .where(and(eq(tierChecks.schoolId, key.schoolId), eq(tierChecks.personId, key.personId)))
    .orderBy(asc(tierChecks.startedAt), asc(tierCheckAnswers.answeredAt));

export async function deleteChecksOf(
  tx: Database,
  { schoolId, personId }: { schoolId: string; personId: string },
): Promise<void> {
  await tx.delete(tierCheckAnswers).where(
    and(
      eq(tierCheckAnswers.schoolId, schoolId),
      sql`${tierCheckAnswers.checkId} in (select id from tier_checks
        where school_id = ${schoolId}::uuid and person_id = ${personId}::uuid)`,
    ),
  );
  await tx
    .delete(tierChecks)
    .where(and(eq(tierChecks.schoolId, schoolId), eq(tierChecks.personId, personId)));
}
