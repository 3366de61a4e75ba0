import type { Role } from '../roster/index.ts';
import type { Audience } from './assignment.schema.ts';
import type { Definition } from './definition.schema.ts';

/** Who gives instruments to others. Teachers to their course; those who look after the school to all of it. */
const SCHOOL_WIDE: readonly Role[] = ['administrator', 'career_teacher', 'supervisor'];
export const MANAGERS: readonly Role[] = ['instructor', ...SCHOOL_WIDE];
/** Who may publish an instrument of the school's own. */
export const PUBLISHERS: readonly Role[] = ['administrator', 'career_teacher'];

export const mayManage = (roles: readonly Role[]): boolean => roles.some((role) => MANAGERS.includes(role));

export interface Manager {
  personId: string;
  courseId: string | null;
  roles: readonly Role[];
}

/**
 * Administrators, and career teachers and supervisors who came in without a course. In a course they look after
 * that course and no other: its teachers may appoint whom they like there.
 */
export const isSchoolWide = ({ roles, courseId }: Manager): boolean =>
  roles.includes('administrator') || (courseId === null && roles.some((role) => SCHOOL_WIDE.includes(role)));

export const mayPublish = (who: Manager): boolean =>
  isSchoolWide(who) && who.roles.some((role) => PUBLISHERS.includes(role));

/** To whom somebody may give instruments. */
export const audiencesOf = (who: Manager): Audience[] =>
  isSchoolWide(who)
    ? [...(who.courseId === null ? [] : (['course'] as const)), 'class', 'entry_year', 'person', 'links']
    : who.courseId === null
      ? []
      : ['course', 'person'];

/** Sees an assignment and who has answered it: whoever gave it, their course's teachers, and those school-wide. */
export const seesAssignment = (
  who: Manager,
  assignment: { assignedBy: string; courseId: string | null },
): boolean =>
  mayManage(who.roles) &&
  (isSchoolWide(who) ||
    (assignment.courseId === null
      ? assignment.assignedBy === who.personId
      : assignment.courseId === who.courseId));

/** What of somebody's attempt a member of staff may see, by the instrument's own word. */
export function judgeReader(
  privacy: Definition['privacy'],
  roles: readonly Role[],
): 'none' | 'scores' | 'answers' {
  return roles.some((role) => privacy.readers.includes(role)) ? privacy.staff : 'none';
}
