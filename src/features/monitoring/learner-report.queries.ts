import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows, type Database } from '../../infra/db.ts';
import type { ReportAsk } from '../reports/index.ts';
import {
  Axis,
  Day,
  Dimension,
  PhaseRow,
  Skill,
  Task,
  Who,
  type AxisFigures,
  type DimensionFigures,
  type LearnerFigures,
} from './monitoring.schema.ts';

type Ask = Omit<ReportAsk, 'personId'> & { personId: string };

/** Everything that one learner's report is made of; null: no such learner in the course. */
export async function selectLearnerFigures(db: Database, ask: Ask): Promise<LearnerFigures | null> {
  const key = sql`f.school_id = ${ask.schoolId}::uuid and f.course_id = ${ask.courseId}::uuid and f.person_id = ${ask.personId}::uuid`;
  const days = sql`f.day between ${ask.from}::date and ${ask.until}::date`;
  const on = (at: ReturnType<typeof sql>) => sql`(${at} at time zone ${ask.timeZone})::date`;
  const within = (at: ReturnType<typeof sql>) =>
    sql`${on(at)} between ${ask.from}::date and ${ask.until}::date`;
  const [who] = await selectRows(
    db,
    Who,
    sql`select p.display_name as name, c.title as course,
          (select count(*)::int from weak_spots f where ${key} and f.state <> 'suspected'
            and ${within(sql`coalesce(f.confirmed_at, f.found_at)`)}) as found,
          (select count(*)::int from weak_spots f where ${key} and f.state <> 'suspected'
            and ${within(sql`f.released_at`)}) as released
        from memberships m
        join people p on p.school_id = m.school_id and p.id = m.person_id and p.erased_at is null
        join courses c on c.school_id = m.school_id and c.id = m.course_id
        where m.school_id = ${ask.schoolId}::uuid and m.course_id = ${ask.courseId}::uuid
          and m.person_id = ${ask.personId}::uuid and m.role = 'learner'`,
  );
  if (!who) return null;
  return {
    ...who,
    days: await selectRows(
      db,
      Day,
      sql`select f.day::text as day, f.seconds from day_facts f where ${key} and ${days} order by f.day`,
    ),
    phases: await selectRows(
      db,
      PhaseRow,
      sql`select f.phase, sum(f.seconds)::int as seconds, sum(f.answers)::int as answers, sum(f.correct)::int as correct
          from phase_facts f where ${key} and ${days} group by f.phase`,
    ),
    tasks: await selectRows(
      db,
      Task,
      sql`select t.title, t.kind, ${on(sql`t.due_at`)}::text as "dueOn", ${on(sql`f.completed_at`)}::text as "doneOn",
            f.best_scaled as best, coalesce(f.completed_at <= t.due_at, false) as "inTime"
          from tasks t
          join units u on u.school_id = t.school_id and u.id = t.unit_id
          left join tier_decisions d on d.school_id = t.school_id and d.course_id = t.course_id
            and d.person_id = ${ask.personId}::uuid and d.current
          left join task_facts f on f.school_id = t.school_id and f.task_id = t.id
            and f.person_id = ${ask.personId}::uuid
          where t.school_id = ${ask.schoolId}::uuid and t.course_id = ${ask.courseId}::uuid
            and (t.tier is null or t.tier = coalesce(d.tier, 'zero_basis'))
            and (${within(sql`t.due_at`)} or ${within(sql`f.completed_at`)})
          order by t.due_at nulls last, u.position, t.position, t.id`,
    ),
    skills: await selectRows(
      db,
      Skill,
      sql`select f.skill_id as "skillId", s.name, s.dimension, f.attempts, f.correct, w.id is not null as "isWeak"
          from skill_facts f
          join skills s on s.school_id = f.school_id and s.id = f.skill_id
          left join weak_spots w on w.school_id = f.school_id and w.course_id = ${ask.courseId}::uuid
            and w.person_id = f.person_id and w.skill_id = f.skill_id and w.released_at is null
            and w.state <> 'suspected'
          where f.school_id = ${ask.schoolId}::uuid and f.person_id = ${ask.personId}::uuid
          order by f.skill_id collate "C"`,
    ),
  };
}

/** Of each active learner of a course: what the axes of knowledge and skill rest on, up to the last day. */
export const selectAxes = (db: Database, ask: ReportAsk): Promise<AxisFigures[]> =>
  selectRows(
    db,
    Axis,
    sql`with learners as (
          select m.person_id from memberships m join people p on p.school_id = m.school_id and p.id = m.person_id
          where m.school_id = ${ask.schoolId}::uuid and m.course_id = ${ask.courseId}::uuid and m.role = 'learner'
            and m.active and p.erased_at is null),
        known as (
          select f.person_id, sum(f.attempts)::int as answers, sum(f.correct)::int as correct
          from skill_facts f where f.school_id = ${ask.schoolId}::uuid and f.person_id in (select person_id from learners)
          group by f.person_id),
        works as (
          select l.person_id, count(*)::int as works,
            sum(case when f.completed_at is null then 0 else coalesce(f.best_scaled, 1) end) as work_sum
          from learners l
          join tasks t on t.school_id = ${ask.schoolId}::uuid and t.course_id = ${ask.courseId}::uuid
            and t.kind in ('assignment', 'project', 'offline') and t.required
            and (t.due_at at time zone ${ask.timeZone})::date <= ${ask.until}::date
          left join tier_decisions d on d.school_id = t.school_id and d.course_id = t.course_id
            and d.person_id = l.person_id and d.current
          left join task_facts f on f.school_id = t.school_id and f.task_id = t.id and f.person_id = l.person_id
          where t.tier is null or t.tier = coalesce(d.tier, 'zero_basis')
          group by l.person_id)
        select l.person_id::text as "personId", coalesce(k.answers, 0) as answers, coalesce(k.correct, 0) as correct,
          coalesce(w.works, 0) as works, coalesce(w.work_sum, 0)::float8 as "workSum"
        from learners l left join known k using (person_id) left join works w using (person_id)`,
  );

/** The same answers by the dimensions of table 1. */
export const selectDimensions = (db: Database, ask: ReportAsk): Promise<DimensionFigures[]> =>
  selectRows(
    db,
    Dimension,
    sql`select f.person_id::text as "personId", s.dimension, sum(f.attempts)::int as answers,
          sum(f.correct)::int as correct
        from memberships m
        join people p on p.school_id = m.school_id and p.id = m.person_id and p.erased_at is null
        join skill_facts f on f.school_id = m.school_id and f.person_id = m.person_id
        join skills s on s.school_id = f.school_id and s.id = f.skill_id
        where m.school_id = ${ask.schoolId}::uuid and m.course_id = ${ask.courseId}::uuid and m.role = 'learner'
          and m.active
        group by f.person_id, s.dimension`,
  );

/** Name of a learner of the course, and the course's. */
export async function findLearnerName(
  db: Database,
  { schoolId, courseId, personId }: { schoolId: string; courseId: string; personId: string },
): Promise<{ name: string; course: string } | null> {
  const [row] = await selectRows(
    db,
    z.object({ name: z.string(), course: z.string() }),
    sql`select p.display_name as name, c.title as course from memberships m
        join people p on p.school_id = m.school_id and p.id = m.person_id and p.erased_at is null
        join courses c on c.school_id = m.school_id and c.id = m.course_id
        where m.school_id = ${schoolId}::uuid and m.course_id = ${courseId}::uuid
          and m.person_id = ${personId}::uuid and m.role = 'learner'`,
  );
  return row ?? null;
}
