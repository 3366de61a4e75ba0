import { and, desc, eq, isNull, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import { selectRows, type Database } from '../../infra/db.ts';
import { courses, memberships, people, schools, terms } from '../roster/roster.tables.ts';
import { reports } from './reports.tables.ts';

export type StoredReport = typeof reports.$inferSelect;
/** Without its text. */
export type ReportLine = Omit<StoredReport, 'content' | 'schoolId'> & {
  personName: string | null;
  madeByName: string | null;
};

const LISTED = 100;

/** A course's reports, the newest first; of one person's alone where that is given. */
export function selectReports(
  db: Database,
  { schoolId, courseId, personId }: { schoolId: string; courseId: string; personId: string | null },
): Promise<ReportLine[]> {
  const makers = alias(people, 'makers');
  return db
    .select({
      id: reports.id,
      kind: reports.kind,
      courseId: reports.courseId,
      personId: reports.personId,
      fromDay: reports.fromDay,
      untilDay: reports.untilDay,
      hash: reports.hash,
      madeAt: reports.madeAt,
      madeBy: reports.madeBy,
      personName: people.displayName,
      madeByName: makers.displayName,
    })
    .from(reports)
    .leftJoin(people, and(eq(people.schoolId, reports.schoolId), eq(people.id, reports.personId)))
    .leftJoin(makers, and(eq(makers.schoolId, reports.schoolId), eq(makers.id, reports.madeBy)))
    .where(
      and(
        eq(reports.schoolId, schoolId),
        eq(reports.courseId, courseId),
        personId === null ? undefined : eq(reports.personId, personId),
        or(isNull(reports.personId), isNull(people.erasedAt)),
      ),
    )
    .orderBy(desc(reports.madeAt), desc(reports.id))
    .limit(LISTED);
}

/** With the name of who made it; null: the schedule did. */
export async function findReport(
  db: Database,
  { schoolId, reportId }: { schoolId: string; reportId: string },
): Promise<{ report: StoredReport; madeByName: string | null } | null> {
  const [row] = await db
    .select({ report: reports, madeByName: people.displayName })
    .from(reports)
    .leftJoin(people, and(eq(people.schoolId, reports.schoolId), eq(people.id, reports.madeBy)))
    .where(and(eq(reports.schoolId, schoolId), eq(reports.id, reportId)));
  return row ?? null;
}

/** False where the scheduled report of this kind, course and period is there already. */
export async function insertReport(db: Database, report: typeof reports.$inferInsert): Promise<boolean> {
  const rows = await db.insert(reports).values(report).onConflictDoNothing().returning({ id: reports.id });
  return rows.length === 1;
}

/** What a report about a course needs to know: the school's zone, and the course's term. */
export async function findCourseFrame(
  db: Database,
  { schoolId, courseId }: { schoolId: string; courseId: string },
): Promise<{ timeZone: string; term: { startsOn: string; endsOn: string } | null } | null> {
  const [row] = await db
    .select({ timeZone: schools.timeZone, startsOn: terms.startsOn, endsOn: terms.endsOn })
    .from(courses)
    .innerJoin(schools, eq(schools.id, courses.schoolId))
    .leftJoin(terms, and(eq(terms.schoolId, courses.schoolId), eq(terms.id, courses.termId)))
    .where(and(eq(courses.schoolId, schoolId), eq(courses.id, courseId)));
  if (!row) return null;
  const { timeZone, startsOn, endsOn } = row;
  return { timeZone, term: startsOn === null || endsOn === null ? null : { startsOn, endsOn } };
}

/** Learners of a course, by name. */
export const selectCourseLearners = (
  db: Database,
  { schoolId, courseId }: { schoolId: string; courseId: string },
): Promise<{ personId: string; name: string }[]> =>
  db
    .select({ personId: people.id, name: people.displayName })
    .from(memberships)
    .innerJoin(people, and(eq(people.schoolId, memberships.schoolId), eq(people.id, memberships.personId)))
    .where(
      and(
        eq(memberships.schoolId, schoolId),
        eq(memberships.courseId, courseId),
        eq(memberships.role, 'learner'),
        eq(memberships.active, true),
        isNull(people.erasedAt),
      ),
    )
    .orderBy(people.displayName, people.id);

const Due = z.object({ schoolId: z.string(), timeZone: z.string(), courseId: z.string() });

/** Courses with learners, of all schools, that have no scheduled report of the kind for the month yet. */
export const selectCoursesToReport = (
  db: Database,
  { kind, from, until }: { kind: string; from: string; until: string },
): Promise<z.output<typeof Due>[]> =>
  selectRows(
    db,
    Due,
    sql`select c.school_id::text as "schoolId", s.time_zone as "timeZone", c.id::text as "courseId"
        from courses c join schools s on s.id = c.school_id
        where exists (select 1 from memberships m where m.school_id = c.school_id and m.course_id = c.id
            and m.role = 'learner' and m.active)
          and not exists (select 1 from reports r where r.school_id = c.school_id and r.kind = ${kind}
            and r.course_id = c.id and r.from_day = ${from}::date and r.until_day = ${until}::date
            and r.made_by is null)
        order by c.school_id, c.id`,
  );

/** Everything frozen about one person. */
export const selectReportsOfPerson = (
  db: Database,
  { schoolId, personId }: { schoolId: string; personId: string },
): Promise<StoredReport[]> =>
  db
    .select()
    .from(reports)
    .where(and(eq(reports.schoolId, schoolId), eq(reports.personId, personId)))
    .orderBy(reports.madeAt);
