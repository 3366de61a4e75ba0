import { sql } from 'drizzle-orm';
import { selectRows, type Database } from '../../infra/db.ts';
import type { PersonKey } from '../roster/index.ts';
import { CourseTeaching, MentorDay, MentorEntry, MentorRecord } from './mentors.schema.ts';
import type { CourseKey } from './training.schema.ts';

/** A stretch of time, as moments and as days in the school's zone. */
export interface Period {
  since: Date;
  now: Date;
  sinceDay: string;
  today: string;
}

/**
 * Who taught how much of each course in a period: led by a mentor (sessions, logged acts, guidance of projects), or by
 * the school itself (sessions, and lessons of the timetable that nobody recorded). Courses in which nothing was held
 * are left out, except the one that is asked for.
 */
export const selectTeaching = (
  db: Database,
  wanted: Period & { schoolId: string; courseId: string | null; limit: number },
): Promise<CourseTeaching[]> => {
  const school = sql`${wanted.schoolId}::uuid`;
  const inCourse = (column: string) =>
    wanted.courseId === null ? sql`true` : sql`${sql.raw(column)} = ${wanted.courseId}::uuid`;
  const since = sql`${wanted.since.toISOString()}::timestamptz`;
  const now = sql`${wanted.now.toISOString()}::timestamptz`;
  const days = sql`between ${wanted.sinceDay}::date and ${wanted.today}::date`;
  return selectRows(
    db,
    CourseTeaching,
    sql`with taught as (
          select s.course_id, s.mentor_person_id, s.minutes::float8 as minutes from offline_sessions s
          where s.school_id = ${school} and ${inCourse('s.course_id')}
            and s.starts_at >= ${since} and s.starts_at <= ${now}
          union all
          select a.course_id, a.mentor_person_id, a.minutes from mentor_acts a
          where a.school_id = ${school} and ${inCourse('a.course_id')} and a.day ${days}
          union all
          select p.course_id, g.mentor_person_id, g.minutes from project_guidance g
          join training_projects p on p.school_id = g.school_id and p.id = g.project_id
          where g.school_id = ${school} and ${inCourse('p.course_id')} and g.day ${days}
            and g.mentor_person_id is not null
          union all
          select l.course_id, null, extract(epoch from l.ends_at - l.starts_at) / 60 from lessons l
          where l.school_id = ${school} and ${inCourse('l.course_id')}
            and l.starts_at >= ${since} and l.ends_at <= ${now}
            and not exists (select 1 from offline_sessions s
              where s.school_id = l.school_id and s.course_id = l.course_id
                and (s.lesson_id = l.id or (s.starts_at < l.ends_at
                  and s.starts_at + s.minutes * interval '1 minute' > l.starts_at)))
        ), summed as (
          select course_id, count(distinct mentor_person_id)::int as mentors,
            coalesce(sum(minutes) filter (where mentor_person_id is not null), 0)::int as "mentorMinutes",
            coalesce(sum(minutes) filter (where mentor_person_id is null), 0)::int as "ownMinutes"
          from taught group by course_id
        )
        select c.id::text as "courseId", c.title, coalesce(t.mentors, 0) as mentors,
          coalesce(t."mentorMinutes", 0) as "mentorMinutes", coalesce(t."ownMinutes", 0) as "ownMinutes",
          (select count(*)::int from memberships m where m.school_id = c.school_id and m.course_id = c.id
            and m.role = 'instructor' and m.active) as teachers
        from courses c left join summed t on t.course_id = c.id
        where c.school_id = ${school} and ${inCourse('c.id')}
          and (t.course_id is not null or ${wanted.courseId !== null})
        order by c.title, c.id limit ${wanted.limit}`,
  );
};

/** What mentors did for a course, newest first. */
export const selectMentorLog = (
  db: Database,
  key: CourseKey & { timeZone: string; limit: number },
): Promise<MentorEntry[]> =>
  selectRows(
    db,
    MentorEntry,
    sql`select e.source, e.id::text, p.display_name as "mentorName", e.kind, e.day::text, e.minutes, e.topic,
          c.name as "className", e.recorded_by::text as "recordedBy"
        from (
          select 'act' as source, id, mentor_person_id, duty as kind, day, minutes, topic, class_id, recorded_by
          from mentor_acts where school_id = ${key.schoolId}::uuid and course_id = ${key.courseId}::uuid
          union all
          select 'session', id, mentor_person_id, kind, (starts_at at time zone ${key.timeZone})::date, minutes,
            title, class_id, recorded_by
          from offline_sessions where school_id = ${key.schoolId}::uuid and course_id = ${key.courseId}::uuid
            and mentor_person_id is not null
          union all
          select 'guidance', g.id, g.mentor_person_id, 'project_guidance', g.day, g.minutes, t.title, null,
            g.by_person_id
          from project_guidance g
          join training_projects t on t.school_id = g.school_id and t.id = g.project_id
          where g.school_id = ${key.schoolId}::uuid and t.course_id = ${key.courseId}::uuid
            and g.mentor_person_id is not null
        ) e
        join people p on p.school_id = ${key.schoolId}::uuid and p.id = e.mentor_person_id
        left join classes c on c.school_id = ${key.schoolId}::uuid and c.id = e.class_id
        order by e.day desc, e.id desc limit ${key.limit}`,
  );

/** What is recorded of a mentor in a course on a day: duties logged, kinds of sessions led, projects guided. */
export async function selectMentorDay(
  db: Database,
  key: CourseKey & { mentorPersonId: string; day: string; timeZone: string },
): Promise<MentorDay> {
  const school = sql`${key.schoolId}::uuid`;
  const course = sql`${key.courseId}::uuid`;
  const mentor = sql`${key.mentorPersonId}::uuid`;
  const [row] = await selectRows(
    db,
    MentorDay,
    sql`select
          coalesce((select jsonb_agg(distinct a.duty) from mentor_acts a
            where a.school_id = ${school} and a.course_id = ${course} and a.mentor_person_id = ${mentor}
              and a.day = ${key.day}::date), '[]'::jsonb) as duties,
          coalesce((select jsonb_agg(distinct s.kind) from offline_sessions s
            where s.school_id = ${school} and s.course_id = ${course} and s.mentor_person_id = ${mentor}
              and (s.starts_at at time zone ${key.timeZone})::date = ${key.day}::date), '[]'::jsonb) as kinds,
          coalesce((select jsonb_agg(distinct g.project_id) from project_guidance g
            join training_projects p on p.school_id = g.school_id and p.id = g.project_id
            where g.school_id = ${school} and p.course_id = ${course} and g.mentor_person_id = ${mentor}
              and g.day = ${key.day}::date), '[]'::jsonb) as guided`,
  );
  return row ?? { duties: [], kinds: [], guided: [] };
}

/** What somebody did as a mentor, and guidance they wrote down, for their own "my data". */
export const selectMentorRecords = (db: Database, key: PersonKey): Promise<MentorRecord[]> =>
  selectRows(
    db,
    MentorRecord,
    sql`select r.as, r.kind, r.day::text, r.minutes, r.words, c.title as "courseTitle" from (
          select 'act' as as, duty as kind, day, minutes, topic as words, course_id from mentor_acts
          where school_id = ${key.schoolId}::uuid and mentor_person_id = ${key.personId}::uuid
          union all
          select 'session', kind, starts_at::date, minutes, title, course_id from offline_sessions
          where school_id = ${key.schoolId}::uuid and mentor_person_id = ${key.personId}::uuid
          union all
          select 'guidance', 'project_guidance', g.day, g.minutes, g.words, p.course_id from project_guidance g
          join training_projects p on p.school_id = g.school_id and p.id = g.project_id
          where g.school_id = ${key.schoolId}::uuid
            and ${key.personId}::uuid in (g.mentor_person_id, g.by_person_id)
        ) r
        join courses c on c.school_id = ${key.schoolId}::uuid and c.id = r.course_id
        order by r.day, r.as`,
  );
