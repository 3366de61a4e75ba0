import type { Deps } from '../../infra/deps.ts';
import { foldSchool } from './fold-statements.ts';

/** Folds what was just stored, so that the next page shows its effect. What fails here the minute job catches up with. */
export async function foldOwnStatements(deps: Deps, schoolId: string): Promise<void> {
  try {
    await foldSchool(deps, schoolId);
  } catch (error) {
    deps.log.error({ err: error, schoolId }, 'statements of our own could not be folded at once');
  }
}
