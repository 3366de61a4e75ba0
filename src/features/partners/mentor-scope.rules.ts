import type { SignedIn } from '../roster/index.ts';

type Who = Pick<SignedIn, 'schoolId' | 'personId' | 'courseId' | 'roles'>;

/** Whose files somebody looks after or sees: administrators every mentor's, others those of their visit's course. */
export const mentorScope = ({ schoolId, courseId, roles }: Who) => ({
  schoolId,
  courseId: roles.includes('administrator') ? null : courseId,
});

/** Reads files and writes them. */
export const keepsFiles = ({ roles }: Pick<Who, 'roles'>): boolean =>
  roles.includes('administrator') || roles.includes('supervisor');
