import type { Deps } from '../../infra/deps.ts';
import { changeIdentities, holdIdentities, inChange } from './change-identities.ts';
import { findMatches, loadTrust } from './find-matches.ts';
import { selectJudged, selectMailboxPlatforms, selectSchoolsWithMailboxes } from './identity.queries.ts';
import type { IdentityMove } from './identity.schema.ts';
import type { IdentityPorts } from './identity-ports.ts';

/** Looked at in one go; the others' turn comes when these are somebody. */
const MOST = 1000;

/**
 * Finds whose mailboxes unknown actors are named by, on platforms whose addresses are called verified. Returns how many
 * were found; each is likely, for staff to confirm.
 */
export async function matchMailboxes(deps: Deps, ports: IdentityPorts, schoolId: string): Promise<number> {
  if ((await selectMailboxPlatforms(deps.db, schoolId)).length === 0) return 0;
  const actors = await ports.selectUnknown({ schoolId, find: '', mailboxes: true, limit: MOST, offset: 0 });
  if (actors.length === 0) return 0;
  const found = await inChange(deps, async (tx) => {
    const trust = await loadTrust(tx, schoolId, []);
    const matches = await findMatches(tx, deps, schoolId, { actors, trust });
    const picks = [...matches].flatMap(([actorKey, { personId, method, trusted }]) =>
      trusted ? [{ actorKey, personId, method }] : [],
    );
    const keys = picks.map(({ actorKey }) => actorKey);
    const states = await holdIdentities(tx, schoolId, keys);
    // What staff took from somebody isn't given back by a rule.
    const judged = await selectJudged(tx, schoolId, keys);
    const moves = picks
      .filter(({ actorKey }) => !states.has(actorKey) && !judged.has(actorKey))
      .map(({ actorKey, personId, method }): IdentityMove => ({
        actorKey,
        before: null,
        after: { personId, method, confidence: 'likely', since: deps.now(), decidedBy: null },
      }));
    if (moves.length > 0)
      await changeIdentities(tx, deps, { schoolId, personId: null }, { kind: 'mailboxes', moves });
    return moves.length;
  });
  if (found > 0) ports.onChanged(schoolId);
  return found;
}

/** Schools whose platforms tell mailboxes, one after the other: addresses are told by launches and rosters meanwhile. */
export async function matchAllMailboxes(deps: Deps, ports: IdentityPorts): Promise<void> {
  for (const schoolId of await selectSchoolsWithMailboxes(deps.db))
    await matchMailboxes(deps, ports, schoolId);
}
