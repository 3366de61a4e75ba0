import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { isOver } from './attempt.rules.ts';
import { loadAttempt, writeContent, type Holder, type OpenAttempt } from './attempt-state.ts';
import { handIn } from './hand-in.ts';

/** The holder's attempt; not found when it is somebody else's. One whose time is over is handed in first. */
export async function openAttempt(deps: Deps, holder: Holder, attemptId: string): Promise<OpenAttempt> {
  const found = await loadAttempt(deps.db, deps, holder, attemptId, 'read');
  if (found.attempt.submittedAt !== null || !isOver(found.attempt.endsAt, deps.now())) return found;
  return inTransaction(deps.db, async (tx) => {
    const locked = await loadAttempt(tx, deps, holder, attemptId, 'lock');
    if (locked.attempt.submittedAt === null) await handIn(tx, deps, locked, true);
    return loadAttempt(tx, deps, holder, attemptId, 'read');
  });
}

/** Notes that a part is shown: its own time runs from then. */
export async function notePartOpened(
  deps: Deps,
  holder: Holder,
  attemptId: string,
  partId: string,
): Promise<OpenAttempt> {
  return inTransaction(deps.db, async (tx) => {
    const open = await loadAttempt(tx, deps, holder, attemptId, 'lock');
    if (open.content.opened[partId] !== undefined || open.attempt.submittedAt !== null) return open;
    const opened = { ...open.content.opened, [partId]: deps.now().toISOString() };
    const content = { ...open.content, opened };
    await writeContent(tx, deps, open.attempt, content, open.attempt.savedAt);
    return { ...open, content };
  });
}
