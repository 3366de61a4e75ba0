import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { takeFoldLock } from './fold.queries.ts';
import { markRemappedActors } from './mapping.queries.ts';

/** Notes whose facts a changed plan touches; the next fold does them anew. */
export const noteRemapped = (deps: Deps, schoolId: string): Promise<void> =>
  inTransaction(deps.db, async (tx) => {
    await takeFoldLock(tx, schoolId);
    await markRemappedActors(tx, schoolId);
  });
