import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows, type Database } from '../../infra/db.ts';
import { OFFLINE_KINDS, type CourseKey } from './training.schema.ts';

const AttendanceOfKind = z.object({
  personId: z.string(),
  kind: z.enum(OFFLINE_KINDS),
  /** Sessions that were for them; those without a state were not recorded. */
  sessions: z.number(),
  present: z.number(),
  late: z.number(),
  absent: z.number(),
  excused: z.number(),
  /** Of the sessions they came to. */
  minutes: z.number(),
  /** Mean of the scores that were given, 0..100; null: none was. */
  meanScore: z.number().nullable(),
});
export type AttendanceOfKind = z.infer<typeof AttendanceOfKind>;

/**
 * How a course's learners attended what began in a period (`from` included, `until` not), by person and kind, in one
 * query: the records behind the third axis, 素养 (§5.2.2.2, R037). Who had no session of a kind has no row of it.
 */
export const selectAttendanceByKind = (
  db: Database,
  key: CourseKey & { from: Date; until: Date },
): Promise<AttendanceOfKind[]> =>
  selectRows(
    db,
    AttendanceOfKind,
    sql`select m.person_id::text as "personId", s.kind, count(*)::int as sessions,
          count(*) filter (where a.state = 'present')::int as present,
          count(*) filter (where a.state = 'late')::int as late,
          count(*) filter (where a.state = 'absent')::int as absent,
          count(*) filter (where a.state = 'excused')::int as excused,
          coalesce(sum(s.minutes) filter (where a.state in ('present', 'late')), 0)::int as minutes,
          avg(a.score)::float8 as "meanScore"
        from memberships m
        join people p on p.school_id = m.school_id and p.id = m.person_id and p.erased_at is null
        join offline_sessions s on s.school_id = m.school_id and s.course_id = m.course_id
          and (s.class_id is null or s.class_id = p.class_id)
        left join attendances a on a.school_id = s.school_id and a.offline_session_id = s.id
          and a.person_id = m.person_id
        where m.school_id = ${key.schoolId}::uuid and m.course_id = ${key.courseId}::uuid
          and m.role = 'learner' and m.active
          and s.starts_at >= ${key.from.toISOString()}::timestamptz
          and s.starts_at < ${key.until.toISOString()}::timestamptz
        group by m.person_id, s.kind order by m.person_id, s.kind`,
  );
