import type { Job } from '../../infra/jobs.ts';
import { followPaths } from './follow-path.ts';

export { careerPathsRoutes } from './career-paths.routes.ts';
export { careerPathsDataSources } from './personal-data.ts';
export { forgetCareerPaths } from './forget-person.ts';

export const careerPathsJobs: Job[] = [
  { name: 'career-paths-follow', schedule: '20 3 * * *', run: followPaths },
];
