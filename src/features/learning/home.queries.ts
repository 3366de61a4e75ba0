import { and, eq, gt, lt, sql } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows, type Database } from '../../infra/db.ts';
import type { Lesson } from '../programme/index.ts';
import { lessons } from '../programme/programme.tables.ts';
import { PracticeRow, type Sitting } from './home.schema.ts';
import type { LearnerKey, OpenPractice } from './learner.schema.ts';

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

/**
 * A learner's practice on skills: what was begun and not finished, newest first, and how the latest twelve sittings on
 * each skill went, oldest first, which say when it is due again.
 */
export async function selectPractice(
  db: Database,
  key: LearnerKey,
): Promise<{ open: OpenPractice[]; sittings: Sitting[] }> {
  const rows = await selectRows(
    db,
    PracticeRow,
    sql`select p.id::text as id, p.skill_id as "skillId", k.name as "skillName",
          jsonb_array_length(p.question_ids) as questions, a.answered, a.share, p.started_at as "startedAt",
          p.finished_at as "finishedAt"
        from (
          select s.*, row_number() over (partition by s.skill_id, s.finished_at is null
            order by s.finished_at desc, s.started_at desc) as place
          from practice_sets s
          where s.school_id = ${key.schoolId}::uuid and s.course_id = ${key.courseId}::uuid
            and s.person_id = ${key.personId}::uuid) p
        join skills k on k.school_id = p.school_id and k.id = p.skill_id
        cross join lateral (
          select count(*)::int as answered, avg(case when x.correct then 1 else 0 end)::float8 as share
          from practice_answers x where x.school_id = p.school_id and x.practice_set_id = p.id) a
        where p.place <= 12
        order by p.started_at desc`,
  );
  return {
    open: rows.flatMap(({ share: _share, finishedAt, ...set }) => (finishedAt === null ? [set] : [])),
    sittings: rows
      .flatMap(({ skillId, finishedAt, share }) =>
        finishedAt === null || share === null ? [] : [{ skillId, at: finishedAt, share }],
      )
      .reverse(),
  };
}

/** The skills that are a learner's weak spots in a course now, the newest found first; suspicions are none yet. */
export async function selectWeakSkillIds(db: Database, key: LearnerKey): Promise<string[]> {
  const rows = await selectRows(
    db,
    z.object({ skillId: z.string() }),
    sql`select w.skill_id as "skillId" from weak_spots w
        where w.school_id = ${key.schoolId}::uuid and w.course_id = ${key.courseId}::uuid
          and w.person_id = ${key.personId}::uuid and w.released_at is null and w.state <> 'suspected'
        order by w.found_at desc, w.skill_id`,
  );
  return rows.map(({ skillId }) => skillId);
}
