export { learningRoutes } from './learning.routes.ts';
export { learningDataSources } from './personal-data.ts';
export { foldSchool } from './fold-statements.ts';
export { createFoldListener, createPlanListener } from './fold-listener.ts';
export { learningJobs } from './learning.jobs.ts';
export { rebuildSchool } from './rebuild-facts.ts';
export { reassessLearners } from './reassess-learners.ts';
export { overrideTier } from './override-tier.ts';
