import { and, desc, eq, gt, isNull, lt, sql } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows, type Database } from '../../infra/db.ts';
import type { Lesson } from '../programme/index.ts';
import { lessons, skills } from '../programme/programme.tables.ts';
import type { LearnerKey, OpenPractice } from './learner.schema.ts';
import { practiceSets } from './learning.tables.ts';

const VersionRow = z.object({ version: z.string() });

/**
 * One text that changes whenever something on a learner's page does: a statement was folded, a tier or weak spot
 * decided, a warning touched, practice answered. Index look-ups only, so that a whole class may ask every two seconds.
 */
export async function selectHomeVersion(db: Database, key: LearnerKey): Promise<string> {
  const course = sql`school_id = ${key.schoolId}::uuid and course_id = ${key.courseId}::uuid`;
  const learner = sql`${course} and person_id = ${key.personId}::uuid`;
  const rows = await selectRows(
    db,
    VersionRow,
    sql`select md5(concat_ws('|',
      (select concat(statements, last_statement_id) from learner_facts where ${learner}),
      (select id from tier_decisions where ${learner} and current),
      (select string_agg(concat(id, state), ',' order by id) from weak_spots where ${learner} and released_at is null),
      (select concat(sum(attempts), sum(correct)) from skill_facts
        where school_id = ${key.schoolId}::uuid and person_id = ${key.personId}::uuid),
      (select string_agg(concat(id, level, state), ',' order by id) from cases
        where ${course} and subject_person_id = ${key.personId}::uuid and closed_at is null),
      (select max(coalesce(answered_at, requested_at)) from tier_reviews where ${learner})
    )) as version`,
  );
  return rows[0]?.version ?? '';
}

/** Lessons that aren't over yet and begin before `until`, next first. */
export const selectComingLessons = (
  db: Database,
  key: { schoolId: string; courseId: string; now: Date; until: Date },
): Promise<Lesson[]> =>
  db
    .select({
      id: lessons.id,
      title: lessons.title,
      place: lessons.place,
      startsAt: lessons.startsAt,
      endsAt: lessons.endsAt,
    })
    .from(lessons)
    .where(
      and(
        eq(lessons.schoolId, key.schoolId),
        eq(lessons.courseId, key.courseId),
        gt(lessons.endsAt, key.now),
        lt(lessons.startsAt, key.until),
      ),
    )
    .orderBy(lessons.startsAt, lessons.id)
    .limit(3);

/** Practice that was begun and not finished, newest first. */
export const selectOpenPractice = (db: Database, key: LearnerKey): Promise<OpenPractice[]> =>
  db
    .select({
      id: practiceSets.id,
      skillId: skills.id,
      skillName: skills.name,
      questions: sql<number>`jsonb_array_length(${practiceSets.questionIds})`,
      answered: sql<number>`(select count(*)::int from practice_answers a
        where a.school_id = ${practiceSets.schoolId} and a.practice_set_id = ${practiceSets.id})`,
      startedAt: practiceSets.startedAt,
    })
    .from(practiceSets)
    .innerJoin(skills, and(eq(skills.schoolId, practiceSets.schoolId), eq(skills.id, practiceSets.skillId)))
    .where(
      and(
        eq(practiceSets.schoolId, key.schoolId),
        eq(practiceSets.courseId, key.courseId),
        eq(practiceSets.personId, key.personId),
        isNull(practiceSets.finishedAt),
      ),
    )
    .orderBy(desc(practiceSets.startedAt))
    .limit(20);
