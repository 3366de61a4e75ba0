import { and, asc, count, desc, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows, type Database } from '../../infra/db.ts';
import { classes, courses, memberships, people, personKeys } from '../roster/roster.tables.ts';
import { Completion, type AssignmentRow } from './assignment.schema.ts';
import type { Definition } from './definition.schema.ts';
import { instrumentAssignments, instrumentAttempts, instrumentVersions } from './instruments.tables.ts';

const assignmentColumns = {
  id: instrumentAssignments.id,
  instrumentId: instrumentAssignments.instrumentId,
  version: instrumentAssignments.version,
  audience: instrumentAssignments.audience,
  courseId: instrumentAssignments.courseId,
  entryYear: instrumentAssignments.entryYear,
  assignedBy: instrumentAssignments.assignedBy,
  createdAt: instrumentAssignments.createdAt,
  dueAt: instrumentAssignments.dueAt,
  closedAt: instrumentAssignments.closedAt,
  title: sql<Definition['title']>`${instrumentVersions.definition}->'title'`,
  courseTitle: courses.title,
  className: classes.name,
  personName: people.displayName,
};

const fromAssignments = (db: Database) =>
  db
    .select({
      ...assignmentColumns,
      submitted: sql<number>`(select count(*)::int from instrument_attempts t
        where t.school_id = ${instrumentAssignments.schoolId} and t.assignment_id = ${instrumentAssignments.id}
          and t.submitted_at is not null)`,
    })
    .from(instrumentAssignments)
    .innerJoin(
      instrumentVersions,
      and(
        eq(instrumentVersions.schoolId, instrumentAssignments.schoolId),
        eq(instrumentVersions.instrumentId, instrumentAssignments.instrumentId),
        eq(instrumentVersions.version, instrumentAssignments.version),
      ),
    )
    .leftJoin(
      courses,
      and(
        eq(courses.schoolId, instrumentAssignments.schoolId),
        eq(courses.id, instrumentAssignments.courseId),
      ),
    )
    .leftJoin(
      classes,
      and(
        eq(classes.schoolId, instrumentAssignments.schoolId),
        eq(classes.id, instrumentAssignments.classId),
      ),
    )
    .leftJoin(
      people,
      and(eq(people.schoolId, instrumentAssignments.schoolId), eq(people.id, instrumentAssignments.personId)),
    );

/** A school's newest assignments. */
export const selectAssignments = (db: Database, schoolId: string): Promise<AssignmentRow[]> =>
  fromAssignments(db)
    .where(eq(instrumentAssignments.schoolId, schoolId))
    .orderBy(desc(instrumentAssignments.createdAt), desc(instrumentAssignments.id))
    .limit(200);

export async function findAssignment(
  db: Database,
  key: { schoolId: string; assignmentId: string },
): Promise<AssignmentRow | null> {
  const [row] = await fromAssignments(db).where(
    and(eq(instrumentAssignments.schoolId, key.schoolId), eq(instrumentAssignments.id, key.assignmentId)),
  );
  return row ?? null;
}

/** Everybody an assignment was given to, by name, with how far they are. */
export const selectCompletion = (
  db: Database,
  key: { schoolId: string; assignmentId: string },
): Promise<Completion[]> =>
  selectRows(
    db,
    Completion,
    sql`select p.id::text as "personId", p.display_name as name, t.id::text as "attemptId", t.answered, t.asked,
          t.submitted_at as "submittedAt"
        from instrument_assignments a
        join people p on p.school_id = a.school_id and p.erased_at is null and p.merged_into_id is null
        left join classes c on c.school_id = p.school_id and c.id = p.class_id
        left join lateral (select * from instrument_attempts t
          where t.school_id = a.school_id and t.assignment_id = a.id and t.person_id = p.id
          order by t.submitted_at desc nulls last, t.started_at desc limit 1) t on true
        where a.school_id = ${key.schoolId}::uuid and a.id = ${key.assignmentId}::uuid and (
          (a.audience = 'person' and p.id = a.person_id)
          or (a.audience = 'class' and p.class_id = a.class_id)
          or (a.audience = 'entry_year' and c.entry_year = a.entry_year)
          or (a.audience = 'course' and exists (select 1 from memberships m
            where m.school_id = p.school_id and m.person_id = p.id and m.course_id = a.course_id
              and m.role = 'learner' and m.active)))
        order by p.display_name, p.id
        limit 2000`,
  );

export async function countLinks(
  db: Database,
  key: { schoolId: string; assignmentId: string },
): Promise<{ links: number; begun: number; expiresAt: Date | null }> {
  const [row] = await selectRows(
    db,
    z.object({ links: z.int(), begun: z.int(), expiresAt: z.coerce.date().nullable() }),
    sql`select count(*)::int as links, count(t.id)::int as begun, max(l.expires_at) as "expiresAt"
        from instrument_links l
        left join instrument_attempts t on t.school_id = l.school_id and t.link_id = l.id
        where l.school_id = ${key.schoolId}::uuid and l.assignment_id = ${key.assignmentId}::uuid`,
  );
  return row ?? { links: 0, begun: 0, expiresAt: null };
}

const SUMMED_AT_MOST = 2000;

/** What was handed in to an assignment, sealed, each with the key that opens it; null: the installation's. */
export const selectHandedIn = (db: Database, key: { schoolId: string; assignmentId: string }) =>
  db
    .select({
      seed: instrumentAttempts.seed,
      contentSealed: instrumentAttempts.contentSealed,
      personId: instrumentAttempts.personId,
      wrappedKey: personKeys.wrappedKey,
    })
    .from(instrumentAttempts)
    .leftJoin(
      personKeys,
      and(
        eq(personKeys.schoolId, instrumentAttempts.schoolId),
        eq(personKeys.personId, instrumentAttempts.personId),
      ),
    )
    .where(
      and(
        eq(instrumentAttempts.schoolId, key.schoolId),
        eq(instrumentAttempts.assignmentId, key.assignmentId),
        isNotNull(instrumentAttempts.submittedAt),
      ),
    )
    .orderBy(desc(instrumentAttempts.submittedAt))
    .limit(SUMMED_AT_MOST);

/** To whom instruments can be given: a school's classes and entry years. */
export const selectClasses = (db: Database, schoolId: string) =>
  db
    .select({ id: classes.id, name: classes.name, entryYear: classes.entryYear })
    .from(classes)
    .where(eq(classes.schoolId, schoolId))
    .orderBy(asc(classes.name));

export const selectLearnersOf = (db: Database, key: { schoolId: string; courseId: string }) =>
  db
    .select({ id: people.id, name: people.displayName })
    .from(memberships)
    .innerJoin(people, and(eq(people.schoolId, memberships.schoolId), eq(people.id, memberships.personId)))
    .where(
      and(
        eq(memberships.schoolId, key.schoolId),
        eq(memberships.courseId, key.courseId),
        eq(memberships.role, 'learner'),
        eq(memberships.active, true),
        isNull(people.erasedAt),
      ),
    )
    .orderBy(asc(people.displayName));

/** How many attempts of each instrument a school has handed in. */
export const countHandedIn = (db: Database, schoolId: string) =>
  db
    .select({ instrumentId: instrumentAttempts.instrumentId, n: count() })
    .from(instrumentAttempts)
    .where(and(eq(instrumentAttempts.schoolId, schoolId), isNotNull(instrumentAttempts.submittedAt)))
    .groupBy(instrumentAttempts.instrumentId);
