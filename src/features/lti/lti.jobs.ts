import type { Job } from '../../infra/jobs.ts';
import { deleteOldLaunches } from './lms.queries.ts';
import { deleteExpiredLogins } from './lti.queries.ts';
import { deleteOldInvitations } from './registration.queries.ts';
import { tendKeys } from './tool-keys.ts';

/** So long an administrator can look into what came in, or see which links were made. */
const KEPT_DAYS = 30;
/** A busy school launches thousands of times a day; the newest show how a connection is. */
const KEPT_PER_REGISTRATION = 500;

/** Logins that nobody finished are kept no longer than they could be used; the key pool is looked after each night. */
export const ltiJobs = (): Job[] => [
  {
    name: 'lti-purge-logins',
    schedule: '17 * * * *',
    run: (deps) => deleteExpiredLogins(deps.db, deps.now()),
  },
  {
    name: 'lti-purge-records',
    schedule: '37 * * * *',
    async run(deps) {
      const since = new Date(deps.now().getTime() - KEPT_DAYS * 86_400_000);
      await deleteOldLaunches(deps.db, { since, perRegistration: KEPT_PER_REGISTRATION });
      await deleteOldInvitations(deps.db, since);
    },
  },
  { name: 'lti-tend-keys', schedule: '23 3 * * *', run: tendKeys },
];
