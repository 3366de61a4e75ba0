import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows, type Database } from '../../infra/db.ts';
import type { ReportAsk } from '../reports/index.ts';
import {
  Band,
  Learners,
  SkillSupply,
  TaskUse,
  Teaching,
  TierCount,
  type CourseFigures,
} from './monitoring.schema.ts';

/** Everything that a course's monitoring report is made of, in six queries; null: no such course. */
export async function selectCourseFigures(db: Database, ask: ReportAsk): Promise<CourseFigures | null> {
  const key = { school: sql`${ask.schoolId}::uuid`, course: sql`${ask.courseId}::uuid` };
  const on = (at: ReturnType<typeof sql>) => sql`(${at} at time zone ${ask.timeZone})::date`;
  const within = (at: ReturnType<typeof sql>) =>
    sql`${on(at)} between ${ask.from}::date and ${ask.until}::date`;
  const enrolled = sql`(select m.person_id from memberships m
    join people p on p.school_id = m.school_id and p.id = m.person_id and p.erased_at is null
    where m.school_id = ${key.school} and m.course_id = ${key.course} and m.role = 'learner' and m.active)`;
  const forTier = sql`t.tier is null or t.tier = coalesce(d.tier, 'zero_basis')`;
  const tierOf = sql`left join tier_decisions d on d.school_id = t.school_id and d.course_id = t.course_id
    and d.person_id = l.person_id and d.current`;
  const [learners] = await selectRows(
    db,
    Learners.extend({ course: z.string() }),
    sql`with enrolled as ${enrolled},
        days as (select count(distinct f.person_id)::int as active, coalesce(sum(f.seconds), 0)::int as seconds
          from day_facts f where f.school_id = ${key.school} and f.course_id = ${key.course}
            and f.day between ${ask.from}::date and ${ask.until}::date and f.person_id in (select * from enrolled)),
        work as (select count(*)::int as due, count(f.completed_at)::int as done,
            count(*) filter (where f.completed_at <= t.due_at)::int as in_time
          from enrolled l
          join tasks t on t.school_id = ${key.school} and t.course_id = ${key.course} and t.required and ${within(sql`t.due_at`)}
          ${tierOf}
          left join task_facts f on f.school_id = t.school_id and f.task_id = t.id and f.person_id = l.person_id
          where ${forTier}),
        answered as (select coalesce(sum(f.attempts), 0)::int as answers, coalesce(sum(f.correct), 0)::int as correct
          from skill_facts f where f.school_id = ${key.school} and f.person_id in (select * from enrolled)),
        spots as (select count(*) filter (where ${within(sql`coalesce(w.confirmed_at, w.found_at)`)})::int as found,
            count(*) filter (where ${within(sql`w.released_at`)})::int as released
          from weak_spots w where w.school_id = ${key.school} and w.course_id = ${key.course}
            and w.state <> 'suspected')
        select c.title as course, (select count(*)::int from enrolled) as learners, days.active, days.seconds,
          work.due, work.done, work.in_time as "inTime", answered.answers, answered.correct, spots.found, spots.released
        from courses c, days, work, answered, spots
        where c.school_id = ${key.school} and c.id = ${key.course}`,
  );
  if (!learners) return null;
  const { course, ...counted } = learners;
  const [teaching] = await selectRows(
    db,
    Teaching,
    sql`select
          count(*) filter (where k.level = 'yellow' and ${within(sql`k.opened_at`)})::int as yellow,
          count(*) filter (where k.level = 'red' and ${within(sql`k.opened_at`)})::int as red,
          percentile_cont(0.5) within group (order by extract(epoch from k.acknowledged_at - k.opened_at) / 3600)
            filter (where ${within(sql`k.opened_at`)}) as "hoursToAcknowledge",
          count(*) filter (where ${within(sql`k.due_at`)} and coalesce(k.outcome, '') <> 'left_course')::int as judged,
          count(*) filter (where ${within(sql`k.due_at`)} and k.acted_at <= k.due_at
            and coalesce(k.outcome, '') <> 'left_course')::int as "inTime",
          count(*) filter (where k.outcome = 'false_alarm' and ${within(sql`k.closed_at`)})::int as "falseAlarms",
          count(*) filter (where k.closed_at is null)::int as "openNow",
          (select count(*)::int from case_events e join cases j on j.school_id = e.school_id and j.id = e.case_id
            where e.school_id = ${key.school} and j.course_id = ${key.course} and e.step = 'method_changed'
              and ${within(sql`e.at`)}) as "methodChanges",
          (select count(*)::int from case_events e join cases j on j.school_id = e.school_id and j.id = e.case_id
            where e.school_id = ${key.school} and j.course_id = ${key.course} and e.step = 'mentor_guided'
              and ${within(sql`e.at`)}) as "mentorGuidances",
          (select count(*)::int from tasks t where t.school_id = ${key.school} and t.course_id = ${key.course}) as tasks,
          (select count(t.due_at)::int from tasks t where t.school_id = ${key.school} and t.course_id = ${key.course}) as dated,
          (select count(t.activity_id)::int from tasks t
            where t.school_id = ${key.school} and t.course_id = ${key.course}) as linked,
          (select count(*)::int from lessons s where s.school_id = ${key.school} and s.course_id = ${key.course}
            and ${within(sql`s.starts_at`)}) as lessons
        from (select 1) one left join cases k on k.school_id = ${key.school} and k.course_id = ${key.course}
          and k.kind = 'warning'`,
  );
  if (!teaching) throw new Error('An aggregate gave no row.');
  return {
    course,
    learners: counted,
    teaching,
    bands: await selectRows(
      db,
      Band,
      sql`select least(4, floor(f.correct::float8 / f.attempts * 5))::int as band, count(*)::int as pairs
          from skill_facts f where f.school_id = ${key.school} and f.attempts >= 4 and f.person_id in ${enrolled}
          group by 1 order by 1`,
    ),
    tiers: await selectRows(
      db,
      TierCount,
      sql`select coalesce(d.tier, 'zero_basis') as tier, count(*)::int as learners
          from ${enrolled} l left join tier_decisions d on d.school_id = ${key.school} and d.course_id = ${key.course}
            and d.person_id = l.person_id and d.current
          group by 1 order by 1`,
    ),
    tasks: await selectRows(
      db,
      TaskUse,
      sql`select t.title, t.kind, count(l.person_id)::int as learners, count(f.started_at)::int as opened,
            count(f.completed_at)::int as completed,
            avg(f.seconds) filter (where f.seconds > 0)::float8 as "meanSeconds", avg(f.best_scaled) as "meanBest"
          from tasks t
          join units u on u.school_id = t.school_id and u.id = t.unit_id
          cross join ${enrolled} l
          ${tierOf}
          left join task_facts f on f.school_id = t.school_id and f.task_id = t.id and f.person_id = l.person_id
          where t.school_id = ${key.school} and t.course_id = ${key.course} and (${forTier})
          group by t.id, t.title, t.kind, u.position, t.position
          order by u.position, t.position, t.id`,
    ),
    skills: await selectRows(
      db,
      SkillSupply,
      sql`select s.name,
            (select count(*)::int from questions q where q.school_id = s.school_id and q.skill_id = s.id
              and q.retired_at is null and (q.course_id is null or q.course_id = ${key.course})) as questions,
            (select count(*)::int from resources r where r.school_id = s.school_id and r.skill_id = s.id
              and (r.course_id is null or r.course_id = ${key.course})) as resources,
            coalesce(sum(f.attempts), 0)::int as answers,
            (select count(*)::int from weak_spots w where w.school_id = s.school_id and w.course_id = ${key.course}
              and w.skill_id = s.id and w.released_at is null and w.state <> 'suspected') as weak
          from skills s
          left join skill_facts f on f.school_id = s.school_id and f.skill_id = s.id and f.person_id in ${enrolled}
          where s.school_id = ${key.school} and s.id in (
            select x.skill_id from task_skills x join tasks t on t.school_id = x.school_id and t.id = x.task_id
            where t.school_id = ${key.school} and t.course_id = ${key.course})
          group by s.school_id, s.id, s.name
          order by s.id collate "C"`,
    ),
  };
}
