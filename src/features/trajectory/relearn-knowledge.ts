import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { relearnSchool, selectStaleSchools, type Fit } from '../knowledge/index.ts';
import { takeFoldLock } from './fold.queries.ts';

/** Learns a school's answers anew, so that what is known is what a rebuild gives; null: there are none. */
export function refitKnowledge(deps: Deps, schoolId: string): Promise<Fit | null> {
  return inTransaction(deps.db, async (tx) => {
    await takeFoldLock(tx, schoolId);
    return relearnSchool(tx, deps, schoolId);
  });
}

/** Schools where somebody's answers changed behind what was learned, or where the rules did. */
export async function relearnStaleSchools(deps: Deps): Promise<void> {
  for (const schoolId of await selectStaleSchools(deps.db)) await refitKnowledge(deps, schoolId);
}
