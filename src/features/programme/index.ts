export type {
  CoursePlan,
  CourseSkill,
  Dimension,
  Lesson,
  LocalText,
  Phase,
  PlanTask,
  PlanUnit,
  Question,
  QuestionContent,
  QuestionKind,
  Resource,
  ResourceKind,
  Skill,
  TaskKind,
  Tier,
  Timetable,
} from './programme.schema.ts';
export { DIMENSIONS, PHASES, TASK_KINDS, TIERS } from './programme.schema.ts';
export { loadCatalogue, refreshCatalogues } from './load-catalogue.ts';
export { createCopyListener } from './copy-course-plan.ts';
export { selectCoursePlan, selectLessons, selectTasks } from './plan.queries.ts';
export {
  selectCourseSkills,
  selectQuestions,
  selectQuestionsByIds,
  selectResources,
  selectSkills,
} from './skill.queries.ts';
export { findUnit, selectUnitSkills, type UnitSkills } from './unit.queries.ts';
export { decidePhase } from './phase.rules.ts';
export { selectTimetables } from './timetable.queries.ts';
export { markAnswer } from './question.rules.ts';
export { orderSkills } from './skill-graph.rules.ts';
export { programmeRoutes } from './programme.routes.ts';
export { findGarbled, lookUp, readRows } from './plan-import.rules.ts';
