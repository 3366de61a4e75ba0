export { learningRoutes } from './learning.routes.ts';
export { learningDataSources } from './personal-data.ts';
export { createFoldListener, createPlanListener, foldSchool } from './fold-school.ts';
export { selectWeakSkillIds } from './home.queries.ts';
export { learningJobs } from './learning.jobs.ts';
export { reassessLearners } from './reassess-learners.ts';
export { overrideTier } from './override-tier.ts';
export { learningLinkKinds } from './link-kinds.ts';
export { gradeCourse } from './grade-items.ts';
export { learningRecordKeeper } from './forget-records.ts';
export {
  ENOUGH_ATTEMPTS,
  RELEASED_FROM,
  WEAK_BELOW,
  assessMastery,
  assessOwnLevel,
} from './mastery.rules.ts';
export { refitRisk } from './refit-risk.ts';
