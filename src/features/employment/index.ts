import type { Job } from '../../infra/jobs.ts';
import { collectAnswers } from './collect-answers.ts';

export { employmentRoutes } from './employment.routes.ts';
export { employmentReports } from './report-kind.ts';
export { employmentDataSources } from './personal-data.ts';
export { keepAnswers } from './collect-answers.ts';
export { addClass, saveContact, saveDestination } from './save-destination.ts';
export type { DestinationContent } from './employment.schema.ts';
export { selectWaves } from './waves.queries.ts';
export { forgetGraduate } from './forget-person.ts';

export const employmentJobs: Job[] = [
  { name: 'employment-collect-answers', schedule: '*/5 * * * *', run: (deps) => collectAnswers(deps, null) },
];
