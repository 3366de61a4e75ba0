import type { Job } from '../../infra/jobs.ts';
import { followPaths } from './follow-path.ts';
import { makeDueExecutions } from './make-execution.ts';

export { careerPathsRoutes } from './career-paths.routes.ts';
export { careerPathsDataSources } from './personal-data.ts';
export { forgetCareerPaths } from './forget-person.ts';
export { careerLinkKinds } from './link-kinds.ts';
export { careerReports } from './report-kinds.ts';
export { pathsPortraitSource } from './portrait.ts';

export const careerPathsJobs: Job[] = [
  { name: 'career-paths-follow', schedule: '20 3 * * *', run: followPaths },
  { name: 'career-paths-executions', schedule: '50 3 * * *', run: makeDueExecutions },
];
