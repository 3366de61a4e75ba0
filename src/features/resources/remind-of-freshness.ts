import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import type { Job } from '../../infra/jobs.ts';
import { notify } from '../inbox/index.ts';
import { fromWallTime } from '../roster/index.ts';
import { selectDueWork } from './freshness.queries.ts';
import { RESOURCE_NOTICES, subjectOfFreshness, subjectOfSurge } from './tell-people.ts';

/** Tells owners once of each resource to be looked at and each surge to be answered within a month. */
export async function remindOfFreshness(deps: Deps): Promise<void> {
  for (const { what, id, dueOn, personId, schoolId, timeZone } of await selectDueWork(deps.db, deps.now()))
    await inTransaction(deps.db, (tx) =>
      notify(tx, deps, {
        schoolId,
        personId,
        kind: RESOURCE_NOTICES[what],
        key: `${what}:${id}:${dueOn}`,
        subject: what === 'stale' ? subjectOfFreshness(id) : subjectOfSurge(id),
        courseId: null,
        link: what === 'stale' ? `/resources/${id}` : '/resources/freshness#surges',
        dueAt: fromWallTime(`${dueOn}T23:59`, timeZone),
      }),
    );
}

export const resourcesJobs: Job[] = [
  { name: 'remind-of-freshness', schedule: '50 5 * * *', run: remindOfFreshness },
];
