import type { Job } from '../../infra/jobs.ts';
import { deleteExpiredPasses } from './session-keys.queries.ts';

/** Passes that nobody used: kept no longer than they could be. */
export const rosterJobs: Job[] = [
  {
    name: 'roster-purge-passes',
    schedule: '27 * * * *',
    run: (deps) => deleteExpiredPasses(deps.db, deps.now()),
  },
];
