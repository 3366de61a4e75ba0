import type { Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { insertWeakSpots, moveWeakSpots, releaseWeakSpots } from './decisions.queries.ts';
import type { SpotState } from './learning.schema.ts';
import type { LearnerDecision } from './learner-decision.rules.ts';
import type { SnapshotOf } from './load-snapshots.ts';
import { tellDecisions } from './tell-decisions.ts';
import { WEAK_SPOT_RULE, type SpotChange } from './weak-spot.rules.ts';

type Change = SpotChange & { id: string; courseId: string; personId: string; from: SpotState | null };

const isNew = ({ from }: Change): boolean => from === null;

/** Records what became of weak spots; told are those that a probe confirmed, and their release. */
export async function saveWeakSpots(
  tx: Database,
  deps: Deps,
  schoolId: string,
  decided: readonly (SnapshotOf & { decision: Pick<LearnerDecision, 'weakSpots'> })[],
): Promise<void> {
  const now = deps.now();
  const changes = decided.flatMap(({ courseId, personId, openWeakSpotIds, snapshot, decision }) =>
    decision.weakSpots.map((change): Change => {
      const id = openWeakSpotIds.get(change.skillId) ?? deps.newId();
      const from = snapshot.openWeakSpots.get(change.skillId)?.state ?? null;
      return { ...change, id, courseId, personId, from };
    }),
  );
  const to = (...states: SpotChange['to'][]) => changes.filter((change) => states.includes(change.to));
  await insertWeakSpots(
    tx,
    changes.filter(isNew).map(({ id, courseId, personId, skillId, to: state, answers, evidence }) => ({
      ...{ schoolId, id, courseId, personId, skillId, evidence },
      ...{ answersBefore: answers, foundAt: now, ruleVersion: WEAK_SPOT_RULE },
      ...(state === 'confirmed' ? { state, confirmedAt: now } : { state: 'suspected' as const }),
    })),
  );
  await moveWeakSpots(
    tx,
    schoolId,
    to('confirmed', 'stuck')
      .filter((change) => !isNew(change))
      .map(({ id, to: state, answers, evidence }) => ({
        ...{ id, state: state === 'stuck' ? 'stuck' : 'confirmed', evidence },
        ...{ answersBefore: answers, ruleVersion: WEAK_SPOT_RULE },
      })),
    now,
  );
  const ended = to('released', 'dismissed').map(({ id }) => id);
  await releaseWeakSpots(tx, schoolId, ended, now);
  const confirmed = to('confirmed').filter(({ from }) => from !== 'stuck');
  const known = { ruleVersion: WEAK_SPOT_RULE };
  await tellDecisions(tx, deps, schoolId, {
    found: confirmed.map((spot) => ({ ...spot, ...known, foundAt: now })),
    released: to('released').map((spot) => ({ ...spot, ...known, releasedAt: now })),
  });
}
