import type { Job } from '../../infra/jobs.ts';
import type { IdentityPorts } from './identity-ports.ts';
import { matchAllMailboxes } from './match-mailboxes.ts';
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

/** Addresses are told by launches and rosters: who sent statements by mailbox before may be known by now. */
export const identityJobs = (ports: IdentityPorts): Job[] => [
  { name: 'roster-match-mailboxes', schedule: '*/10 * * * *', run: (deps) => matchAllMailboxes(deps, ports) },
];
