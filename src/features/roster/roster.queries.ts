import { and, eq, isNull, or } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import type { Role } from './roster.schema.ts';
import { appointments, memberships } from './roster.tables.ts';

/** Roles of a person in a course (or school-wide where courseId is null), the LMS's first. */
export async function selectRolesOf(
  db: Database,
  key: { schoolId: string; personId: string; courseId: string | null },
): Promise<Role[]> {
  const inCourse = key.courseId;
  const told = inCourse
    ? await db
        .select({ role: memberships.role })
        .from(memberships)
        .where(
          and(
            eq(memberships.schoolId, key.schoolId),
            eq(memberships.courseId, inCourse),
            eq(memberships.personId, key.personId),
            eq(memberships.active, true),
          ),
        )
    : [];
  const appointed = await db
    .select({ role: appointments.role })
    .from(appointments)
    .where(
      and(
        eq(appointments.schoolId, key.schoolId),
        eq(appointments.personId, key.personId),
        isNull(appointments.endedAt),
        inCourse
          ? or(isNull(appointments.courseId), eq(appointments.courseId, inCourse))
          : isNull(appointments.courseId),
      ),
    );
  return [...new Set<Role>([...told, ...appointed].map((row) => row.role))];
}
