import type { AppointedRole, Role } from './roster.schema.ts';

/** What a teacher may give for their own course. A supervisor sees the school's numbers, so only administrators appoint one. */
export const TEACHER_APPOINTS: AppointedRole[] = ['career_teacher', 'enterprise_mentor', 'expert'];
const ADMINISTRATOR_APPOINTS: AppointedRole[] = [
  'career_teacher',
  'enterprise_mentor',
  'expert',
  'supervisor',
];
/** People who may have no LMS account. */
export const INVITED_ROLES = ['enterprise_mentor', 'expert'] as const satisfies AppointedRole[];

export type Scope = 'course' | 'school';

/** Which roles somebody may appoint to, within the course they are in or for the whole school. */
export function appointableRoles(roles: Role[], scope: Scope, inCourse: boolean): AppointedRole[] {
  if (scope === 'course' && !inCourse) return [];
  if (roles.includes('administrator')) return ADMINISTRATOR_APPOINTS;
  return roles.includes('instructor') && scope === 'course' ? TEACHER_APPOINTS : [];
}

/** Ends what one could have appointed; anything in one's own course, school-wide only as administrator. */
export function mayEndAppointment(
  roles: Role[],
  appointment: { role: AppointedRole; courseId: string | null },
  courseId: string | null,
): boolean {
  const scope = appointment.courseId === null ? 'school' : 'course';
  if (scope === 'course' && appointment.courseId !== courseId) return roles.includes('administrator');
  return appointableRoles(roles, scope, courseId !== null).includes(appointment.role);
}
