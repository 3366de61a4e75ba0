import { and, desc, eq, gt, isNull, or, sql, type SQL } from 'drizzle-orm';
import { selectRows, type Database } from '../../infra/db.ts';
import { dayFacts, taskFacts } from '../trajectory/facts.tables.ts';
import { tasks } from '../programme/programme.tables.ts';
import type { PersonKey } from '../roster/index.ts';
import { classes, people, personKeys } from '../roster/roster.tables.ts';
import { attendances, offlineSessions } from './offline.tables.ts';
import { OnlineDay, type SessionRow } from './offline.schema.ts';
import type { AttendanceState, CourseKey } from './training.schema.ts';

export type SessionKey = CourseKey & { offlineSessionId: string };

const ofCourse = (key: CourseKey): SQL | undefined =>
  and(eq(offlineSessions.schoolId, key.schoolId), eq(offlineSessions.courseId, key.courseId));

const sessionsWhere = (db: Database, which: SQL | undefined) =>
  db
    .select({
      id: offlineSessions.id,
      kind: offlineSessions.kind,
      title: offlineSessions.title,
      startsAt: offlineSessions.startsAt,
      minutes: offlineSessions.minutes,
      place: offlineSessions.place,
      classId: offlineSessions.classId,
      className: classes.name,
      mentorPersonId: offlineSessions.mentorPersonId,
      mentorName: people.displayName,
      checkInCode: offlineSessions.checkInCode,
      checkInUntil: offlineSessions.checkInUntil,
      counts: sql<Partial<Record<AttendanceState, number>>>`coalesce((select jsonb_object_agg(c.state, c.n)
        from (select a.state, count(*)::int as n from attendances a
          where a.school_id = ${offlineSessions.schoolId} and a.offline_session_id = ${offlineSessions.id}
          group by a.state) c), '{}'::jsonb)`,
    })
    .from(offlineSessions)
    .leftJoin(
      classes,
      and(eq(classes.schoolId, offlineSessions.schoolId), eq(classes.id, offlineSessions.classId)),
    )
    .leftJoin(
      people,
      and(eq(people.schoolId, offlineSessions.schoolId), eq(people.id, offlineSessions.mentorPersonId)),
    )
    .where(which)
    .orderBy(desc(offlineSessions.startsAt), desc(offlineSessions.id));

/** A course's sessions, newest first. */
export const selectSessions = (
  db: Database,
  key: CourseKey,
  page: { offset: number; limit: number },
): Promise<SessionRow[]> => sessionsWhere(db, ofCourse(key)).limit(page.limit).offset(page.offset);

export async function findSession(db: Database, key: SessionKey): Promise<SessionRow | undefined> {
  const [row] = await sessionsWhere(db, and(ofCourse(key), eq(offlineSessions.id, key.offlineSessionId)));
  return row;
}

/** What is recorded since a moment, as far as it says which lessons of the timetable are. */
export const selectRecordedLessons = (db: Database, key: CourseKey, since: Date) =>
  db
    .select({
      lessonId: offlineSessions.lessonId,
      startsAt: offlineSessions.startsAt,
      minutes: offlineSessions.minutes,
    })
    .from(offlineSessions)
    .where(and(ofCourse(key), gt(offlineSessions.startsAt, since)));

/** Who came to a session; a note comes with the key that opens it. */
export const selectAttendances = (db: Database, key: SessionKey) =>
  db
    .select({
      personId: attendances.personId,
      state: attendances.state,
      score: attendances.score,
      checkedInAt: attendances.checkedInAt,
      noteSealed: attendances.noteSealed,
      wrappedKey: personKeys.wrappedKey,
    })
    .from(attendances)
    .leftJoin(
      personKeys,
      and(eq(personKeys.schoolId, attendances.schoolId), eq(personKeys.personId, attendances.personId)),
    )
    .where(
      and(eq(attendances.schoolId, key.schoolId), eq(attendances.offlineSessionId, key.offlineSessionId)),
    );

/** The session of the course whose code this is now, if it is for the learner. */
export async function findSessionByCode(
  db: Database,
  key: CourseKey & { personId: string; code: string; now: Date },
): Promise<{ id: string; startsAt: Date } | undefined> {
  const [row] = await db
    .select({ id: offlineSessions.id, startsAt: offlineSessions.startsAt })
    .from(offlineSessions)
    .innerJoin(people, and(eq(people.schoolId, offlineSessions.schoolId), eq(people.id, key.personId)))
    .where(
      and(
        ofCourse(key),
        eq(offlineSessions.checkInCode, key.code),
        gt(offlineSessions.checkInUntil, key.now),
        or(isNull(offlineSessions.classId), eq(offlineSessions.classId, people.classId)),
      ),
    );
  return row;
}

/** Codes that hold now in a course. */
export const selectOpenCodes = async (db: Database, key: CourseKey, now: Date): Promise<string[]> =>
  (
    await db
      .select({ code: offlineSessions.checkInCode })
      .from(offlineSessions)
      .where(and(ofCourse(key), gt(offlineSessions.checkInUntil, now)))
  ).flatMap(({ code }) => code ?? []);

/** What a learner was asked to since a moment, and whether they came. */
export const selectOwnSessions = (
  db: Database,
  key: CourseKey & { personId: string; since: Date; limit: number },
) =>
  db
    .select({
      id: offlineSessions.id,
      kind: offlineSessions.kind,
      title: offlineSessions.title,
      startsAt: offlineSessions.startsAt,
      minutes: offlineSessions.minutes,
      place: offlineSessions.place,
      state: attendances.state,
      score: attendances.score,
      noteSealed: attendances.noteSealed,
    })
    .from(offlineSessions)
    .innerJoin(people, and(eq(people.schoolId, offlineSessions.schoolId), eq(people.id, key.personId)))
    .leftJoin(
      attendances,
      and(
        eq(attendances.schoolId, offlineSessions.schoolId),
        eq(attendances.offlineSessionId, offlineSessions.id),
        eq(attendances.personId, key.personId),
      ),
    )
    .where(
      and(
        ofCourse(key),
        gt(offlineSessions.startsAt, key.since),
        or(isNull(offlineSessions.classId), eq(offlineSessions.classId, people.classId)),
      ),
    )
    .orderBy(desc(offlineSessions.startsAt), desc(offlineSessions.id))
    .limit(key.limit);

/** A learner's days of work online since a day: seconds, and titles of the tasks that became done on it. */
export const selectOnlineDays = (
  db: Database,
  key: CourseKey & { personId: string; since: string; timeZone: string },
): Promise<OnlineDay[]> =>
  selectRows(
    db,
    OnlineDay,
    sql`select d.day::text as day, sum(d.seconds)::int as seconds,
          coalesce(jsonb_agg(d.title order by d.title) filter (where d.title is not null), '[]'::jsonb) as tasks
        from (
          select day, seconds, null as title from ${dayFacts}
          where school_id = ${key.schoolId}::uuid and course_id = ${key.courseId}::uuid
            and person_id = ${key.personId}::uuid and day >= ${key.since}::date
          union all
          select (f.completed_at at time zone ${key.timeZone})::date, 0, t.title
          from ${taskFacts} f
          join ${tasks} t on t.school_id = f.school_id and t.id = f.task_id
          where f.school_id = ${key.schoolId}::uuid and f.person_id = ${key.personId}::uuid
            and t.course_id = ${key.courseId}::uuid
            and (f.completed_at at time zone ${key.timeZone})::date >= ${key.since}::date
        ) d
        group by d.day order by d.day`,
  );

/** Everything recorded about whether a person came, whichever the course. */
export const selectPersonAttendances = (db: Database, key: PersonKey) =>
  db
    .select({
      kind: offlineSessions.kind,
      title: offlineSessions.title,
      startsAt: offlineSessions.startsAt,
      state: attendances.state,
      score: attendances.score,
      checkedInAt: attendances.checkedInAt,
      noteSealed: attendances.noteSealed,
    })
    .from(attendances)
    .innerJoin(
      offlineSessions,
      and(
        eq(offlineSessions.schoolId, attendances.schoolId),
        eq(offlineSessions.id, attendances.offlineSessionId),
      ),
    )
    .where(and(eq(attendances.schoolId, key.schoolId), eq(attendances.personId, key.personId)))
    .orderBy(desc(offlineSessions.startsAt), desc(offlineSessions.id));
