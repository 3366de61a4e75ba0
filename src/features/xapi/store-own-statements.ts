import type { Deps } from '../../infra/deps.ts';
import { storeStatements } from './store-statements.ts';

/** Stores statements of our own making. One the store refuses would be a fault of ours, never of the learner's. */
export async function storeOwnStatements(
  deps: Pick<Deps, 'db' | 'now' | 'newId' | 'config'>,
  schoolId: string,
  statements: readonly Record<string, unknown>[],
): Promise<void> {
  const homePage = deps.config.publicUrl;
  const source = {
    schoolId,
    credentialId: null,
    authority: { objectType: 'Agent' as const, name: 'Waymark', account: { homePage, name: 'waymark' } },
  };
  const outcome = await storeStatements(deps, source, statements);
  if (outcome.ok) return;
  const why = outcome.kind === 'conflict' ? 'its id is taken' : outcome.problem.messageId;
  throw new Error(`A statement of our own was refused: ${why}.`);
}
