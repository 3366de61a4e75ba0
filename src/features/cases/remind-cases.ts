import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { selectCasesDue } from './due-cases.queries.ts';
import { tellOwner } from './tell-owner.ts';

const DAY_MS = 86_400_000;

/** Reminds whoever has to answer a case within a day, once for each deadline. */
export async function remindDueCases(deps: Deps): Promise<void> {
  const now = deps.now();
  const until = new Date(now.getTime() + DAY_MS);
  for (const due of await selectCasesDue(deps.db, { now, until })) {
    const cause = { id: `${due.caseId}:${due.dueAt.toISOString()}` };
    await inTransaction(deps.db, (tx) => tellOwner(tx, deps, due, { ...due, news: 'due' }, cause));
  }
}
