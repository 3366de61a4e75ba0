import type { Job } from '../../infra/jobs.ts';
import { deleteExpiredLogins } from './lti.queries.ts';

/** Logins that nobody finished: kept no longer than they could be used. */
export const ltiJobs = (): Job[] => [
  {
    name: 'lti-purge-logins',
    schedule: '17 * * * *',
    run: (deps) => deleteExpiredLogins(deps.db, deps.now()),
  },
];
