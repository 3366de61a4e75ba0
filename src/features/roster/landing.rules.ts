import type { Role } from './roster.schema.ts';

/** Where a visit starts, below the session's base: the first page that role works with. */
export function landingPath(roles: Role[], inCourse: boolean): string {
  const has = (...wanted: Role[]) => wanted.some((role) => roles.includes(role));
  if (inCourse) {
    if (has('instructor')) return '/class';
    if (has('learner')) return '/home';
    if (has('administrator')) return '/overview';
    if (has('career_teacher', 'enterprise_mentor', 'supervisor')) return '/class';
  } else {
    if (has('administrator', 'supervisor')) return '/overview';
    if (has('career_teacher', 'instructor')) return '/skills';
  }
  return has('expert', 'enterprise_mentor') ? '/resources/inbox' : '/my-data';
}
