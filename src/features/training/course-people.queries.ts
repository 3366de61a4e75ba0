import { and, asc, eq, inArray, isNull, or } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import { appointments, classes, memberships, people, personKeys } from '../roster/roster.tables.ts';
import type { CourseLearner } from './offline.schema.ts';
import type { CourseKey, Named } from './training.schema.ts';

/** A course's learners by name. */
export const selectLearners = (db: Database, key: CourseKey): Promise<CourseLearner[]> =>
  db
    .select({
      personId: people.id,
      name: people.displayName,
      classId: people.classId,
      className: classes.name,
    })
    .from(memberships)
    .innerJoin(people, and(eq(people.schoolId, memberships.schoolId), eq(people.id, memberships.personId)))
    .leftJoin(classes, and(eq(classes.schoolId, people.schoolId), eq(classes.id, people.classId)))
    .where(
      and(
        eq(memberships.schoolId, key.schoolId),
        eq(memberships.courseId, key.courseId),
        eq(memberships.role, 'learner'),
        eq(memberships.active, true),
        isNull(people.erasedAt),
      ),
    )
    .orderBy(asc(people.displayName), asc(people.id));

/** The enterprise mentors appointed for a course or the whole school. */
export const selectMentors = (db: Database, key: CourseKey): Promise<Named[]> =>
  db
    .selectDistinct({ id: people.id, name: people.displayName })
    .from(appointments)
    .innerJoin(people, and(eq(people.schoolId, appointments.schoolId), eq(people.id, appointments.personId)))
    .where(
      and(
        eq(appointments.schoolId, key.schoolId),
        eq(appointments.role, 'enterprise_mentor'),
        isNull(appointments.endedAt),
        or(isNull(appointments.courseId), eq(appointments.courseId, key.courseId)),
        isNull(people.erasedAt),
      ),
    )
    .orderBy(asc(people.displayName), asc(people.id));

/** The classes that a course's learners are in. */
export const selectCourseClasses = (db: Database, key: CourseKey): Promise<Named[]> =>
  db
    .selectDistinct({ id: classes.id, name: classes.name })
    .from(memberships)
    .innerJoin(people, and(eq(people.schoolId, memberships.schoolId), eq(people.id, memberships.personId)))
    .innerJoin(classes, and(eq(classes.schoolId, people.schoolId), eq(classes.id, people.classId)))
    .where(
      and(
        eq(memberships.schoolId, key.schoolId),
        eq(memberships.courseId, key.courseId),
        eq(memberships.role, 'learner'),
        eq(memberships.active, true),
      ),
    )
    .orderBy(asc(classes.name), asc(classes.id));

/** The keys that seal what is written about people, by person; who was erased has none. */
export async function selectWrappedKeys(
  db: Database,
  schoolId: string,
  personIds: readonly string[],
): Promise<Map<string, string>> {
  if (personIds.length === 0) return new Map();
  const rows = await db
    .select({ personId: personKeys.personId, wrappedKey: personKeys.wrappedKey })
    .from(personKeys)
    .where(and(eq(personKeys.schoolId, schoolId), inArray(personKeys.personId, [...personIds])));
  return new Map(rows.map(({ personId, wrappedKey }) => [personId, wrappedKey]));
}
