import type { Role } from '../roster/index.ts';

export const MANAGERS: readonly Role[] = ['administrator', 'career_teacher'];

/**
 * Who keeps the school's catalogue of posts: administrators, and career teachers of the whole school. One whom a
 * course's teacher appointed looks after that course alone.
 */
export const keepsCatalogue = (who: { roles: readonly Role[]; courseId: string | null }): boolean =>
  who.roles.includes('administrator') || (who.courseId === null && who.roles.includes('career_teacher'));
