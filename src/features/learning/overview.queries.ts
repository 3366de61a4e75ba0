import { sql } from 'drizzle-orm';
import { selectRows, type Database } from '../../infra/db.ts';
import { CourseOverview, Freshness } from './overview.schema.ts';

export interface OverviewKey {
  schoolId: string;
  /** null: all courses of the school (administrators). Else those the person was appointed to, or all if for the school. */
  appointedPersonId: string | null;
  now: Date;
}

/**
 * Each course with its learners, those active in the last 7 days, and its warnings. `judged` counts warnings whose
 * answer is in or whose deadline is past, not those about learners who left before it; `answeredInTime` those of them
 * answered before it.
 */
export const selectCourseOverviews = (db: Database, key: OverviewKey): Promise<CourseOverview[]> => {
  const now = sql`${key.now.toISOString()}::timestamptz`;
  return selectRows(
    db,
    CourseOverview,
    sql`select c.id::text as "courseId", c.title, coalesce(l.learners, 0)::int as learners,
          coalesce(l.active, 0)::int as "activeLearners", l.last_activity_at as "lastActivityAt",
          coalesce(w.yellow, 0)::int as "openYellow", coalesce(w.red, 0)::int as "openRed",
          coalesce(w.overdue, 0)::int as overdue, coalesce(w.judged, 0)::int as judged,
          coalesce(w.in_time, 0)::int as "answeredInTime"
        from courses c
        left join (
          select m.course_id, count(*) as learners, max(f.last_activity_at) as last_activity_at,
            count(*) filter (where f.last_activity_at >= ${now} - interval '7 days') as active
          from memberships m
          join people p on p.school_id = m.school_id and p.id = m.person_id and p.erased_at is null
          left join learner_facts f on f.school_id = m.school_id and f.course_id = m.course_id
            and f.person_id = m.person_id
          where m.school_id = ${key.schoolId}::uuid and m.role = 'learner' and m.active
          group by m.course_id) l on l.course_id = c.id
        left join (
          select course_id,
            count(*) filter (where closed_at is null and level = 'yellow') as yellow,
            count(*) filter (where closed_at is null and level = 'red') as red,
            count(*) filter (where closed_at is null and acted_at is null and due_at < ${now}) as overdue,
            count(*) filter (where acted_at is not null
              or (due_at < ${now} and not (coalesce(outcome, '') = 'left_course' and closed_at <= due_at))) as judged,
            count(*) filter (where acted_at <= due_at) as in_time
          from cases where school_id = ${key.schoolId}::uuid and kind = 'warning'
          group by course_id) w on w.course_id = c.id
        where c.school_id = ${key.schoolId}::uuid and (${key.appointedPersonId}::uuid is null or exists (
          select 1 from appointments a
          where a.school_id = c.school_id and a.person_id = ${key.appointedPersonId}::uuid
            and a.role = 'supervisor' and a.ended_at is null and (a.course_id is null or a.course_id = c.id)))
        order by coalesce(w.red, 0) desc, coalesce(w.overdue, 0) desc, coalesce(w.yellow, 0) desc, c.title, c.id`,
  );
};

/** How fresh a school's figures are (R125): `waiting` statements are stored and not yet read into them. */
export async function selectFreshness(db: Database, schoolId: string): Promise<Freshness> {
  const [row] = await selectRows(
    db,
    Freshness,
    sql`select
          (coalesce(c.statements_folded, 0) + w.waiting)::int as statements, c.folded_at as "foldedAt", w.waiting, w.oldest as "oldestWaitingAt"
        from (select 1) one
        left join fold_cursors c on c.school_id = ${schoolId}::uuid
        cross join lateral (
          select count(*)::int as waiting, min(s.stored_at) as oldest from statements s
          where s.school_id = ${schoolId}::uuid
            and (c.school_id is null or ((s.transaction_id, s.sequence) > (c.transaction_id, c.sequence)
              and s.stored_at > c.stored_at - interval '1 day'))) w`,
  );
  if (!row) throw new Error('A query without a condition gave no row.');
  return row;
}
