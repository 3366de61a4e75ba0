import { sql, type SQL } from 'drizzle-orm';
import { selectRows, type Database } from '../../infra/db.ts';
import { AnswersRow, NearRow, TriggerRow, type CourseAnswers, type TriggerAlarms } from './effect.schema.ts';

/** Whose warnings: a course's, or the whole school's; raised or run since. */
export interface EffectScope {
  schoolId: string;
  /** null: every course. */
  courseId: string | null;
  since: Date;
}

const ofCourse = (column: SQL, { courseId }: EffectScope): SQL =>
  courseId === null ? sql`` : sql`and ${column} = ${courseId}::uuid`;

/** How a course's warnings were answered. */
export const selectAnswers = (db: Database, scope: EffectScope, now: Date): Promise<CourseAnswers[]> =>
  selectRows(
    db,
    AnswersRow,
    sql`select c.course_id::text as "courseId", k.title as "courseTitle", count(*)::int as raised,
          count(c.acknowledged_at)::int as acknowledged,
          (percentile_cont(0.5) within group (
            order by extract(epoch from c.acknowledged_at - c.opened_at) / 3600))::float8 as "medianHours",
          count(*) filter (where c.acted_at is not null or c.due_at <= ${now.toISOString()}::timestamptz)::int as due,
          count(*) filter (where c.acted_at <= c.due_at)::int as answered,
          count(c.closed_at)::int as closed,
          count(*) filter (where c.outcome = 'false_alarm')::int as "falseAlarms"
        from cases c
        join courses k on k.school_id = c.school_id and k.id = c.course_id
        where c.school_id = ${scope.schoolId}::uuid and c.kind = 'warning'
          and c.opened_at >= ${scope.since.toISOString()}::timestamptz ${ofCourse(sql`c.course_id`, scope)}
        group by c.course_id, k.title
        order by k.title, c.course_id`,
  );

/** Of a course's latest closed warnings by what raised them, how many were false alarms. */
export const selectFalseAlarms = (
  db: Database,
  scope: EffectScope,
  latest: number,
): Promise<TriggerAlarms[]> =>
  selectRows(
    db,
    TriggerRow,
    sql`select k.title as "courseTitle", c.trigger, count(*)::int as closed,
          count(*) filter (where c.outcome = 'false_alarm')::int as "falseAlarms"
        from (
          select c.*, row_number() over (partition by c.course_id, c.trigger order by c.closed_at desc) as place
          from (
            select c.school_id, c.course_id, c.closed_at, c.outcome,
              case when split_part(c.evidence->'lines'->0->>'id', '.', 3)
                  in ('missedDeadline', 'silent', 'risk', 'sharedWeakSpot', 'manyAtRisk')
                then split_part(c.evidence->'lines'->0->>'id', '.', 3) else 'other' end as trigger
            from cases c
            where c.school_id = ${scope.schoolId}::uuid and c.kind = 'warning' and c.closed_at is not null
              and c.closed_at >= ${scope.since.toISOString()}::timestamptz ${ofCourse(sql`c.course_id`, scope)}) c) c
        join courses k on k.school_id = c.school_id and k.id = c.course_id
        where c.place <= ${latest}
        group by k.title, c.course_id, c.trigger
        order by k.title, c.course_id, c.trigger`,
  );

const points = (terms: SQL): SQL =>
  sql`(select (t->>'value')::float8 from jsonb_array_elements(${terms}) t where t->>'feature' = 'points_share')`;

/**
 * Learners whose lower of two runs in a row came within `band` of `entry` for the first time, with their share of the
 * points then and in the run so many days later (a week's delay allowed for).
 */
export const selectNearEntry = (
  db: Database,
  scope: EffectScope,
  { entry, band, laterDays }: { entry: number; band: number; laterDays: readonly number[] },
): Promise<NearRow[]> =>
  selectRows(
    db,
    NearRow,
    sql`with scored as (
          select r.course_id, r.run_on, s.person_id, s.p, s.level, s.terms,
            lag(s.p) over w as p_before, lag(r.run_on) over w as run_before
          from risk_runs r
          join risk_scores s on s.school_id = r.school_id and s.run_id = r.id
          where r.school_id = ${scope.schoolId}::uuid
            and r.run_on >= ${scope.since.toISOString().slice(0, 10)}::date ${ofCourse(sql`r.course_id`, scope)}
          window w as (partition by r.course_id, s.person_id order by r.run_on)),
        near as (
          select distinct on (course_id, person_id) course_id, person_id, run_on, level,
            least(p, p_before) as lower, terms
          from scored
          where run_on - run_before <= 10 and least(p, p_before) >= ${entry - band}
            and least(p, p_before) < ${entry + band}
          order by course_id, person_id, run_on)
        select d.days::int as "laterDays", n.lower as p, n.level is not null as warned,
          ${points(sql`n.terms`)} as "pointsThen", ${points(sql`l.terms`)} as "pointsLater"
        from near n
        cross join unnest(array[${sql.join(
          laterDays.map((days) => sql`${days}::int`),
          sql`, `,
        )}]) as d(days)
        join lateral (
          select x.terms from scored x
          where x.course_id = n.course_id and x.person_id = n.person_id
            and x.run_on between n.run_on + d.days and n.run_on + d.days + 6
          order by x.run_on limit 1) l on true
        where ${points(sql`n.terms`)} is not null and ${points(sql`l.terms`)} is not null`,
  );
