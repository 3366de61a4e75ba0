export {
  createPlatformCaller,
  type CallingRegistration,
  type PlatformCaller,
  type PlatformRequest,
  type TokenProbe,
} from './service-token.client.ts';
export { recordGrades, type NewGrade } from './record-grades.ts';
export { gradeStanding, type Standing } from './standing.rules.ts';
export { selectServiceStatus } from './service-status.queries.ts';
export { createGradeSender, type GradeSender } from './send-grades.ts';
export { createServicesListener, ltiServicesJobs, type ServicesContributions } from './services-listener.ts';
export type { LineItemListener, LineItemNews } from './tend-line-items.ts';
export { gradesRoutes } from './grades.routes.ts';
export { rosterSyncRoutes } from './roster.routes.ts';
export { createRosterListener, rosterSyncJob } from './roster.jobs.ts';
export { gradesDataSources } from './personal-data.ts';
