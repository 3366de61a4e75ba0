import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { foldSchool } from './fold-statements.ts';
import { takeFoldLock } from './fold.queries.ts';
import { markRemappedActors } from './mapping.queries.ts';

/** Statements come in bursts: a fold soon after the first takes the others along. */
const SOON_MS = 100;
/** What couldn't be read yet (an older transaction is still running) is looked for again. */
const AGAIN_MS = 250;
const TRIES = 8;

/**
 * What app.ts calls when statements of a school were stored: folds them soon, and never fails the sender. What is
 * missed here (the process ends, the database is away) the minute job folds.
 */
export function createFoldListener(deps: Deps): (schoolId: string) => void {
  const scheduled = new Set<string>();
  const schedule = (schoolId: string, delayMs: number, tries: number): void => {
    if (scheduled.has(schoolId)) return;
    scheduled.add(schoolId);
    setTimeout(() => {
      scheduled.delete(schoolId);
      foldSchool(deps, schoolId).then(
        ({ caughtUp }) => {
          if (!caughtUp && tries > 1) schedule(schoolId, AGAIN_MS, tries - 1);
        },
        (error: unknown) => deps.log.error({ err: error, schoolId }, 'statements could not be folded'),
      );
    }, delayMs).unref();
  };
  return (schoolId) => schedule(schoolId, SOON_MS, TRIES);
}

/** For whoever changes a course plan: facts follow the new mapping at once, not only with the minute job. */
export const createPlanListener =
  (deps: Deps, foldSoon: (schoolId: string) => void) =>
  ({ schoolId }: { schoolId: string }): void => {
    noteRemapped(deps, schoolId).then(
      () => foldSoon(schoolId),
      (error: unknown) => deps.log.error({ err: error, schoolId }, 'a changed plan could not be followed'),
    );
  };

/** Notes whose facts a changed plan touches; the next fold does them anew. */
export const noteRemapped = (deps: Deps, schoolId: string): Promise<void> =>
  inTransaction(deps.db, async (tx) => {
    await takeFoldLock(tx, schoolId);
    await markRemappedActors(tx, schoolId);
  });
