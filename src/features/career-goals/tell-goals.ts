import type { Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import type { LocalText } from '../programme/index.ts';
import { storeOwnStatements } from '../xapi/index.ts';
import { prepareGoalStatement, type GoalEvent } from './goal-statement.rules.ts';

interface Wording {
  goalId: string;
  version: number;
  /** null: no post was chosen, so there is no career to tell about. */
  post: { id: string; title: LocalText } | null;
  dueOn: string | null;
}

/** Tells what became of wordings of a learner's goals, in the transaction that records it. */
export async function tellGoals(
  tx: Database,
  deps: Deps,
  who: { schoolId: string; personId: string },
  told: readonly (Wording & { event: GoalEvent })[],
): Promise<void> {
  const statements = told.flatMap(({ event, post, ...wording }) => {
    if (post === null) return [];
    const about = { publicUrl: deps.config.publicUrl, personId: who.personId, at: deps.now() };
    return [prepareGoalStatement(event, { ...wording, ...about, occupationId: post.id, title: post.title })];
  });
  if (statements.length > 0) await storeOwnStatements({ ...deps, db: tx }, who.schoolId, statements);
}
