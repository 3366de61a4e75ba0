import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { getSchoolClock } from '../cases/index.ts';
import { dayIn } from '../../infra/day.rules.ts';
import { selectDemandChanges } from './adjustments.queries.ts';
import type { DemandChange } from './calibration.schema.ts';
import { callsForAdjustment, tellDemand } from './demand.rules.ts';
import { selectGoalsAtPost } from './goals.queries.ts';
import { openAdjustments } from './open-adjustments.ts';

/** Listener: asks everybody who aims at a post whose demand moved whether their goal still holds (R071). */
export async function onDemandChanged(deps: Deps, change: DemandChange): Promise<void> {
  if (!callsForAdjustment(change)) return;
  const { schoolId, of, source, region, afterOn } = change;
  await inTransaction(deps.db, async (tx) => {
    const { timeZone } = await getSchoolClock(tx, schoolId);
    await openAdjustments(tx, deps, {
      schoolId,
      today: dayIn(timeZone, deps.now()),
      goals: await selectGoalsAtPost(tx, change),
      source: 'demand',
      occasion: [of, source, region, afterOn].join('|'),
      evidence: [tellDemand(change)],
    });
  });
}

/** Holds the newest figures of all posts that somebody aims at against those before them; what was asked isn't again. */
export async function watchDemand(deps: Deps): Promise<void> {
  for (const change of await selectDemandChanges(deps.db)) await onDemandChanged(deps, change);
}
