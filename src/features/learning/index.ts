export { learningRoutes } from './learning.routes.ts';
export { createIdentityPorts } from './identity-ports.ts';
export { learningDataSources } from './personal-data.ts';
export { foldSchool } from './fold-statements.ts';
export { createFoldListener, createPlanListener } from './fold-listener.ts';
export { learningJobs } from './learning.jobs.ts';
export { rebuildSchool } from './rebuild-facts.ts';
export { refitKnowledge } from './relearn-knowledge.ts';
export { reassessLearners } from './reassess-learners.ts';
export { overrideTier } from './override-tier.ts';
export { learningLinkKinds } from './link-kinds.ts';
export { gradeCourse } from './grade-items.ts';
export { getFoldLagSeconds } from './fold-lag.queries.ts';
export { learningRecordKeeper } from './forget-records.ts';
export { readFactsFreshness } from './fold-freshness.ts';
export { refoldRestored } from './refold-restored.ts';
export {
  ENOUGH_ATTEMPTS,
  RELEASED_FROM,
  WEAK_BELOW,
  assessMastery,
  assessOwnLevel,
} from './mastery.rules.ts';
export { refitRisk } from './refit-risk.ts';
export { addDays, dayIn, mondayOf, shortDay } from './day.rules.ts';
export { presentAccount, type JsonObject } from './practice-statement.rules.ts';
