import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import type { Job } from '../../infra/jobs.ts';
import { fromWallTime, selectErasedActors, toWallTime } from '../roster/index.ts';
import { removeStatements } from '../xapi/index.ts';
import { deleteDocumentsOfActors } from '../xapi-documents/index.ts';
import { planRemoval } from './plan-removal.ts';
import { keysOfPerson } from './person-keys.rules.ts';
import type { RecordKeeper } from './record-keeper.ts';
import type { RemovalScope } from './records.schema.ts';
import { isRetentionRunning, selectRetentions } from './removals.queries.ts';
import { keptSince } from './retention.rules.ts';
import { BATCH, runRemoval, runRemovals } from './run-removals.ts';
import { startRemoval } from './start-removal.ts';

/** Lets go what has been kept long enough, school by school. */
export async function applyRetention(deps: Deps, keeper: RecordKeeper): Promise<void> {
  for (const { schoolId, keepYears, timeZone } of await selectRetentions(deps.db)) {
    if (await isRetentionRunning(deps.db, schoolId)) continue;
    const scope = retentionScope(deps, { schoolId, keepYears, timeZone });
    const { statements } = await planRemoval(deps, scope);
    if (statements === 0) continue;
    const id = await startRemoval(deps, {
      scope,
      reason: 'retention',
      requestedBy: null,
      expected: statements,
    });
    await runRemoval(deps, keeper, { schoolId, id });
  }
}

export function retentionScope(
  deps: Pick<Deps, 'now'>,
  { schoolId, keepYears, timeZone }: { schoolId: string; keepYears: number; timeZone: string },
): RemovalScope {
  const [today = ''] = toWallTime(deps.now(), timeZone).split('T');
  const untilAt = fromWallTime(`${keptSince(today, keepYears)}T00:00`, timeZone);
  return { schoolId, personId: null, named: false, credentialId: null, fromAt: null, untilAt };
}

/** Platforms go on telling of somebody who was erased: it is stored, counts for nothing, and goes within the hour. */
export async function sweepErased(deps: Deps, keeper: RecordKeeper): Promise<void> {
  const erased = await selectErasedActors(deps.db);
  for (const schoolId of new Set(erased.map((actor) => actor.schoolId))) {
    const actorKeys = erased.filter((actor) => actor.schoolId === schoolId).map(({ actorKey }) => actorKey);
    const criteria = {
      schoolId,
      keys: keysOfPerson(actorKeys),
      credentialId: null,
      from: null,
      until: null,
    };
    await deleteDocumentsOfActors(deps.db, schoolId, actorKeys);
    for (let swept = BATCH; swept === BATCH;) {
      swept = await inTransaction(deps.db, async (tx) => {
        await keeper.lock(tx, schoolId);
        const removed = await removeStatements(tx, criteria, { after: null, limit: BATCH });
        if (removed.ids.length > 0) await keeper.forgetStatements(tx, { schoolId, ...removed });
        return removed.ids.length;
      });
      if (swept > 0) deps.log.info({ schoolId, statements: swept }, 'statements of erased people removed');
    }
  }
}

export const recordsJobs = (keeper: RecordKeeper): Job[] => [
  { name: 'records-remove', schedule: '* * * * *', run: (deps) => runRemovals(deps, keeper) },
  { name: 'records-sweep-erased', schedule: '53 * * * *', run: (deps) => sweepErased(deps, keeper) },
  { name: 'records-retention', schedule: '47 3 * * *', run: (deps) => applyRetention(deps, keeper) },
];
