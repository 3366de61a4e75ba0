export type { AppointedRole, CourseRole, LearnerCategory, Role, Stage, TalentType } from './roster.schema.ts';
export { STAGES, TALENT_TYPES } from './roster.schema.ts';
