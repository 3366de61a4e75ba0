import type { Job } from '../../infra/jobs.ts';
import { deleteExpiredLogins } from './lti.queries.ts';
import { tendKeys } from './tool-keys.ts';

/** Logins that nobody finished are kept no longer than they could be used; the key pool is looked after each night. */
export const ltiJobs = (): Job[] => [
  {
    name: 'lti-purge-logins',
    schedule: '17 * * * *',
    run: (deps) => deleteExpiredLogins(deps.db, deps.now()),
  },
  { name: 'lti-tend-keys', schedule: '23 3 * * *', run: tendKeys },
];
