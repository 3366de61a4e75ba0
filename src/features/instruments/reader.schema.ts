import { APPOINTED_ROLES, COURSE_ROLES } from '../roster/index.ts';

export const ROLES = [...COURSE_ROLES, ...APPOINTED_ROLES] as const;
