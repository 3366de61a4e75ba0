import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows, type Database } from '../../infra/db.ts';
import { ClassMember, ClassSkillFact, ClassWarnings } from './class.schema.ts';

export interface CourseKey {
  schoolId: string;
  courseId: string;
}

/** One text that changes whenever something on the class page does; as cheap as its primary-key ranges. */
export async function selectClassVersion(db: Database, key: CourseKey): Promise<string> {
  const course = sql`school_id = ${key.schoolId}::uuid and course_id = ${key.courseId}::uuid`;
  const rows = await selectRows(
    db,
    z.object({ version: z.string() }),
    sql`select md5(concat_ws('|',
      (select concat(count(*), sum(statements)) from learner_facts where ${course}),
      (select concat(count(*) filter (where active), ' ', max(created_at)) from memberships where ${course}),
      (select concat(count(*), max(decided_at)) from tier_decisions where ${course} and current),
      (select string_agg(concat(id, level, state), ',' order by id) from cases where ${course} and closed_at is null),
      (select max(coalesce(answered_at, requested_at)) from tier_reviews where ${course}),
      (select count(*) from tasks where ${course}),
      (select mapping from folded_courses where ${course}),
      (select count(*) from refold_actors where school_id = ${key.schoolId}::uuid and waits_for = '')
    )) as version`,
  );
  return rows[0]?.version ?? '';
}

/** The active learners of a course, by name, each with what a teacher sorts them by. (The alphabet puts red before yellow.) */
export const selectClassMembers = (db: Database, key: CourseKey): Promise<ClassMember[]> =>
  selectRows(
    db,
    ClassMember,
    sql`select m.person_id::text as "personId", p.display_name as name,
          coalesce(m.talent_type, j.talent_type, c.talent_type) as "talentType",
          t.tier, coalesce(t.provisional, true) as provisional,
          coalesce(f.seconds_on_task, 0)::int as "secondsOnTask", f.last_activity_at as "lastActivityAt",
          coalesce(w.open, 0)::int as "weakSpots", k.level as warning, r.person_id is not null as "reviewAsked"
        from memberships m
        join people p on p.school_id = m.school_id and p.id = m.person_id and p.erased_at is null
        join courses c on c.school_id = m.school_id and c.id = m.course_id
        left join classes s on s.school_id = p.school_id and s.id = p.class_id
        left join majors j on j.school_id = s.school_id and j.id = s.major_id
        left join tier_decisions t on t.school_id = m.school_id and t.course_id = m.course_id
          and t.person_id = m.person_id and t.current
        left join learner_facts f on f.school_id = m.school_id and f.course_id = m.course_id
          and f.person_id = m.person_id
        left join (select person_id, count(*) as open from weak_spots
            where school_id = ${key.schoolId}::uuid and course_id = ${key.courseId}::uuid and released_at is null
              and state <> 'suspected'
            group by person_id) w on w.person_id = m.person_id
        left join (select subject_person_id, min(level) as level from cases
            where school_id = ${key.schoolId}::uuid and course_id = ${key.courseId}::uuid
              and kind = 'warning' and closed_at is null
            group by subject_person_id) k on k.subject_person_id = m.person_id
        left join tier_reviews r on r.school_id = m.school_id and r.course_id = m.course_id
          and r.person_id = m.person_id and r.answered_at is null
        where m.school_id = ${key.schoolId}::uuid and m.course_id = ${key.courseId}::uuid
          and m.role = 'learner' and m.active
        order by p.display_name, m.person_id`,
  );

/** What the active learners of a course answered, per skill and across courses; `weak`: an open weak spot of this course. */
export const selectClassSkillFacts = (db: Database, key: CourseKey): Promise<ClassSkillFact[]> =>
  selectRows(
    db,
    ClassSkillFact,
    sql`select f.person_id::text as "personId", f.skill_id as "skillId", f.attempts::int, f.correct::int,
          w.id is not null as weak
        from memberships m
        join skill_facts f on f.school_id = m.school_id and f.person_id = m.person_id
        left join weak_spots w on w.school_id = m.school_id and w.course_id = m.course_id
          and w.person_id = m.person_id and w.skill_id = f.skill_id and w.released_at is null
          and w.state <> 'suspected'
        where m.school_id = ${key.schoolId}::uuid and m.course_id = ${key.courseId}::uuid
          and m.role = 'learner' and m.active
        order by f.person_id, f.skill_id collate "C"`,
  );

/** Open warnings of a course by level; `overdue`: unanswered past their deadline. */
export async function selectClassWarnings(
  db: Database,
  key: CourseKey & { now: Date },
): Promise<ClassWarnings> {
  const [row] = await selectRows(
    db,
    ClassWarnings,
    sql`select (count(*) filter (where level = 'yellow'))::int as yellow,
          (count(*) filter (where level = 'red'))::int as red,
          (count(*) filter (where acted_at is null and due_at < ${key.now.toISOString()}::timestamptz))::int as overdue,
          (count(*) filter (where subject_person_id is null))::int as "wholeClass"
        from cases c where c.school_id = ${key.schoolId}::uuid and c.course_id = ${key.courseId}::uuid
          and c.kind = 'warning' and c.closed_at is null and not exists (select 1 from memberships m
            where m.school_id = c.school_id and m.course_id = c.course_id
              and m.person_id = c.subject_person_id and not m.active)`,
  );
  return row ?? { yellow: 0, red: 0, overdue: 0, wholeClass: 0 };
}
