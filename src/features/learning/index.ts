export { learningRoutes } from './learning.routes.ts';
export {
  countUnknownActors,
  selectUnknownActors,
  selectUnknownHomePages,
  selectWaitingActors,
} from './unknown-actors.queries.ts';
export { learningDataSources } from './personal-data.ts';
export { foldSchool } from './fold-statements.ts';
export { createFoldListener, createPlanListener } from './fold-listener.ts';
export { learningJobs } from './learning.jobs.ts';
export { rebuildSchool } from './rebuild-facts.ts';
export { reassessLearners } from './reassess-learners.ts';
export { overrideTier } from './override-tier.ts';
export { learningLinkKinds } from './link-kinds.ts';
export { gradeCourse } from './grade-items.ts';
export { getFoldLagSeconds } from './fold-lag.queries.ts';
export { learningRecordKeeper } from './forget-records.ts';
export { readFactsFreshness } from './fold-freshness.ts';
export { refoldRestored } from './refold-restored.ts';
