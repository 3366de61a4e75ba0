import type { Deps } from '../../infra/deps.ts';
import { storeStatements } from '../xapi/index.ts';
import type { JsonObject } from './practice-statement.rules.ts';

/** Stores statements of our own making. One the store refuses would be a fault of ours, never of the learner's. */
export async function storeOwnStatements(
  deps: Deps,
  schoolId: string,
  statements: readonly JsonObject[],
): Promise<void> {
  if (statements.length === 0) return;
  const homePage = deps.config.publicUrl;
  const source = {
    schoolId,
    credentialId: null,
    authority: { objectType: 'Agent' as const, name: 'Waymark', account: { homePage, name: 'waymark' } },
  };
  const outcome = await storeStatements(deps, source, statements);
  if (!outcome.ok) {
    const why = outcome.kind === 'conflict' ? 'its id is taken' : outcome.problem.messageId;
    throw new Error(`A statement of our own was refused: ${why}.`);
  }
}
