import { and, asc, eq } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import { memberships, schools } from '../roster/roster.tables.ts';
import { foldCursors } from './fold.tables.ts';

/** Schools that have statements, with the day (YYYY-MM-DD, their own) on which everybody was last looked at. */
export const selectSchoolsToReassess = (
  db: Database,
): Promise<{ schoolId: string; timeZone: string; reassessedOn: string | null }[]> =>
  db
    .select({
      schoolId: schools.id,
      timeZone: schools.timeZone,
      reassessedOn: foldCursors.reassessedOn,
    })
    .from(foldCursors)
    .innerJoin(schools, eq(schools.id, foldCursors.schoolId))
    .orderBy(asc(schools.id));

export async function selectCoursesWithLearners(db: Database, schoolId: string): Promise<string[]> {
  const rows = await db
    .selectDistinct({ courseId: memberships.courseId })
    .from(memberships)
    .where(
      and(eq(memberships.schoolId, schoolId), eq(memberships.role, 'learner'), eq(memberships.active, true)),
    )
    .orderBy(asc(memberships.courseId));
  return rows.map(({ courseId }) => courseId);
}

export async function markReassessed(db: Database, schoolId: string, day: string): Promise<void> {
  await db.update(foldCursors).set({ reassessedOn: day }).where(eq(foldCursors.schoolId, schoolId));
}
