import type { Job } from '../../infra/jobs.ts';
import { deleteExpiredPasses, deleteOldVisits } from './session-keys.queries.ts';

const VISITS_KEPT_DAYS = 90;

/** Passes that nobody used are kept no longer than they could be, visits for a term's questions about who was here. */
export const rosterJobs: Job[] = [
  {
    name: 'roster-purge-passes',
    schedule: '27 * * * *',
    run: (deps) => deleteExpiredPasses(deps.db, deps.now()),
  },
  {
    name: 'roster-purge-visits',
    schedule: '37 3 * * *',
    run: (deps) => deleteOldVisits(deps.db, new Date(deps.now().getTime() - VISITS_KEPT_DAYS * 86_400_000)),
  },
];
