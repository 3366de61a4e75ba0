export { resourcesRoutes } from './resources.routes.ts';
export { forgetOwner, resourcesDataSources } from './personal-data.ts';
export { resourcesJobs, remindOfFreshness } from './remind-of-freshness.ts';
export { RESOURCE_NOTICES } from './tell-people.ts';
export { loadLaw } from './load-law.ts';
export { findRecommended, type RecommendedResource } from './find-recommended.ts';
/** For demand research: an alert that somebody accepts as a surge starts the clock of six months. */
export { acceptSurge, type AcceptedSurge } from './keep-fresh.ts';
export { selectUnitResources } from './alignment.queries.ts';
export type { LinkedResource } from './alignment.schema.ts';
export type { LearnerNeeds } from './load-library.ts';
