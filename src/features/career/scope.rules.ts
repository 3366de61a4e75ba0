import { forbidden } from '../../infra/errors.ts';
import type { Role } from '../roster/index.ts';

/** Who sees how far a class is with its assessments: that, and never a score. */
export const FOLLOWERS: readonly Role[] = ['career_teacher', 'administrator', 'instructor'];
/** Who sees a learner's portrait; each look is told to that learner. */
export const PORTRAIT_READERS: readonly Role[] = ['career_teacher'];
/** Who has something to do on /career. */
export const CAREER_ROLES: readonly Role[] = [
  'learner',
  ...FOLLOWERS,
  'enterprise_mentor',
  'supervisor',
  'expert',
];

interface Reader {
  roles: readonly Role[];
  courseId: string | null;
}
export type Scope = { kind: 'school' } | { kind: 'course'; courseId: string };

export const mayFollow = ({ roles }: Reader): boolean => roles.some((role) => FOLLOWERS.includes(role));
export const mayReadPortraits = ({ roles }: Reader): boolean =>
  roles.some((role) => PORTRAIT_READERS.includes(role));

/**
 * Whose learners somebody looks after: administrators, and career teachers who came in without a course, the school's;
 * everybody else those of the course they are in.
 */
export function scopeOf({ roles, courseId }: Reader): Scope {
  if (roles.includes('administrator') || (courseId === null && roles.includes('career_teacher')))
    return { kind: 'school' };
  if (courseId === null) throw forbidden('roleMissing');
  return { kind: 'course', courseId };
}
