export { createIdentityPorts } from './identity-ports.ts';
export { foldStatements, type Folded } from './fold-statements.ts';
export { keyOf } from './facts.rules.ts';
export { PASS_SHARE } from './task-facts.rules.ts';
export {
  deleteCountedEvents,
  deleteFactsOf,
  insertWaits,
  selectFoldedSchools,
  selectSchoolsBehind,
  takeFoldLock,
} from './fold.queries.ts';
export { getFoldLagSeconds } from './fold-lag.queries.ts';
export { readFactsFreshness } from './fold-freshness.ts';
export { loadPhases } from './load-phases.ts';
export { noteRemapped } from './note-remapped.ts';
export { markReassessed, selectCoursesWithLearners, selectSchoolsToReassess } from './nightly.queries.ts';
export type { PhaseBreakdown } from './phase.pages.ts';
export { trajectoryDataSources } from './personal-data.ts';
export { rebuildSchool } from './rebuild-facts.ts';
export { refitKnowledge, relearnStaleSchools } from './relearn-knowledge.ts';
export { refoldRestored } from './refold-restored.ts';
