import { and, asc, eq, isNull } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import { memberships, people } from '../roster/roster.tables.ts';
import type { CourseKey } from './packages.queries.ts';

const selectLearners = (db: Database, { schoolId, courseId }: CourseKey, personId: string | null) =>
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
        personId === null ? undefined : eq(people.id, personId),
      ),
    )
    .orderBy(asc(people.displayName), asc(people.id));

export const selectCourseLearners = (
  db: Database,
  course: CourseKey,
): Promise<{ personId: string; name: string }[]> => selectLearners(db, course, null);

export const isCourseLearner = async (db: Database, course: CourseKey, personId: string): Promise<boolean> =>
  (await selectLearners(db, course, personId)).length > 0;
