import { and, asc, desc, eq, exists, ilike, inArray, isNull, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Database } from '../../infra/db.ts';
import { APPOINTED_ROLES } from './roster.schema.ts';
import { invitations } from './invitations.tables.ts';
import { appointments, classes, courses, majors, memberships, people } from './roster.tables.ts';

interface CourseKey {
  schoolId: string;
  courseId: string;
}

/** A course's active members with their class and the three sources of their talent type. */
export const selectMembers = (db: Database, key: CourseKey) =>
  db
    .select({
      personId: people.id,
      name: people.displayName,
      role: memberships.role,
      category: people.category,
      className: classes.name,
      ownTalentType: memberships.talentType,
      majorTalentType: majors.talentType,
      lastLaunchAt: memberships.lastLaunchAt,
      groups: memberships.groups,
    })
    .from(memberships)
    .innerJoin(people, and(eq(people.schoolId, memberships.schoolId), eq(people.id, memberships.personId)))
    .leftJoin(classes, and(eq(classes.schoolId, people.schoolId), eq(classes.id, people.classId)))
    .leftJoin(majors, and(eq(majors.schoolId, classes.schoolId), eq(majors.id, classes.majorId)))
    .where(
      and(
        eq(memberships.schoolId, key.schoolId),
        eq(memberships.courseId, key.courseId),
        eq(memberships.active, true),
        isNull(people.erasedAt),
      ),
    )
    .orderBy(asc(people.id));
export type MemberRow = Awaited<ReturnType<typeof selectMembers>>[number];

export async function findCourse(db: Database, key: CourseKey) {
  const [row] = await db
    .select({
      id: courses.id,
      title: courses.title,
      talentType: courses.talentType,
      termId: courses.termId,
    })
    .from(courses)
    .where(and(eq(courses.schoolId, key.schoolId), eq(courses.id, key.courseId)));
  return row;
}

const appointer = alias(people, 'appointer');

/** Appointments in force: the school-wide ones and, in a course, that course's. */
export const selectAppointments = (db: Database, key: { schoolId: string; courseId: string | null }) =>
  db
    .select({
      id: appointments.id,
      personId: appointments.personId,
      name: people.displayName,
      role: appointments.role,
      courseId: appointments.courseId,
      appointedAt: appointments.appointedAt,
      appointedByName: appointer.displayName,
      /** True for people who came by invitation and have no LMS account to come back with. */
      invited: sql<boolean>`not exists (select 1 from ${memberships} m
        where m.school_id = ${appointments.schoolId} and m.person_id = ${appointments.personId})`,
    })
    .from(appointments)
    .innerJoin(people, and(eq(people.schoolId, appointments.schoolId), eq(people.id, appointments.personId)))
    .leftJoin(
      appointer,
      and(eq(appointer.schoolId, appointments.schoolId), eq(appointer.id, appointments.appointedBy)),
    )
    .where(
      and(
        eq(appointments.schoolId, key.schoolId),
        isNull(appointments.endedAt),
        isNull(people.erasedAt),
        key.courseId === null
          ? isNull(appointments.courseId)
          : or(isNull(appointments.courseId), eq(appointments.courseId, key.courseId)),
      ),
    )
    .orderBy(asc(appointments.appointedAt), asc(appointments.id));
/** Whether somebody holds an appointment for the whole school or for another course than this. */
export async function holdsElsewhere(
  db: Database,
  key: { schoolId: string; personId: string; courseId: string | null },
): Promise<boolean> {
  const held = await db
    .select({ courseId: appointments.courseId })
    .from(appointments)
    .where(
      and(
        eq(appointments.schoolId, key.schoolId),
        eq(appointments.personId, key.personId),
        isNull(appointments.endedAt),
      ),
    );
  return held.some(({ courseId }) => courseId === null || courseId !== key.courseId);
}

export type AppointmentRow = Awaited<ReturnType<typeof selectAppointments>>[number];

/** Staff of the school whose name contains `find`: who teaches or administers somewhere, or holds an appointment. Learners can't be searched. */
export const selectStaff = (
  db: Database,
  key: { schoolId: string; find?: string; personId?: string; limit: number },
) =>
  db
    .select({ personId: people.id, name: people.displayName })
    .from(people)
    .where(
      and(
        eq(people.schoolId, key.schoolId),
        isNull(people.erasedAt),
        key.personId === undefined ? undefined : eq(people.id, key.personId),
        key.find === undefined
          ? undefined
          : ilike(people.displayName, `%${key.find.replace(/[\\%_]/g, '\\$&')}%`),
        or(
          exists(
            db
              .select({ one: sql`1` })
              .from(memberships)
              .where(
                and(
                  eq(memberships.schoolId, people.schoolId),
                  eq(memberships.personId, people.id),
                  inArray(memberships.role, ['instructor', 'administrator']),
                  eq(memberships.active, true),
                ),
              ),
          ),
          exists(
            db
              .select({ one: sql`1` })
              .from(appointments)
              .where(
                and(
                  eq(appointments.schoolId, people.schoolId),
                  eq(appointments.personId, people.id),
                  inArray(appointments.role, [...APPOINTED_ROLES]),
                ),
              ),
          ),
        ),
      ),
    )
    .orderBy(asc(people.displayName), asc(people.id))
    .limit(key.limit);

/** Invitations of a course (or, without one, of the school), newest first. */
export const selectInvitations = (db: Database, key: { schoolId: string; courseId: string | null }) =>
  db
    .select({
      id: invitations.id,
      role: invitations.role,
      name: invitations.inviteeName,
      createdAt: invitations.createdAt,
      expiresAt: invitations.expiresAt,
      acceptedAt: invitations.acceptedAt,
      revokedAt: invitations.revokedAt,
    })
    .from(invitations)
    .where(
      and(
        eq(invitations.schoolId, key.schoolId),
        key.courseId === null ? isNull(invitations.courseId) : eq(invitations.courseId, key.courseId),
      ),
    )
    .orderBy(desc(invitations.createdAt), desc(invitations.id))
    .limit(50);
export type InvitationRow = Awaited<ReturnType<typeof selectInvitations>>[number];
