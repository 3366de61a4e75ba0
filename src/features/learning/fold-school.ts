import type { Deps } from '../../infra/deps.ts';
import { foldStatements, noteRemapped, type Folded } from '../trajectory/index.ts';
import { reassessLearners } from './reassess-learners.ts';

/** Statements come in bursts: a fold soon after the first takes the others along. */
const SOON_MS = 100;
/** What couldn't be read yet (an older transaction is still running) is looked for again. */
const AGAIN_MS = 250;
const TRIES = 8;

/** Brings a school's facts up to its statements and looks again at the learners they touched. */
export const foldSchool = (deps: Deps, schoolId: string): Promise<Folded> =>
  foldStatements(deps, schoolId, (_deps, _schoolId, personIds) =>
    reassessLearners(deps, schoolId, { personIds }),
  );

/** Folds what was just stored, so that the next page shows its effect. What fails here the minute job catches up with. */
export async function foldOwnStatements(deps: Deps, schoolId: string): Promise<void> {
  try {
    await foldSchool(deps, schoolId);
  } catch (error) {
    deps.log.error({ err: error, schoolId }, 'statements of our own could not be folded at once');
  }
}

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
