import { requireRole } from '../roster/index.ts';

/** Whoever looks after employment for the whole school: administrators and career teachers. */
export const requireEmploymentStaff = requireRole('administrator', 'career_teacher');
