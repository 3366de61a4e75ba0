import { inTransaction, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { storeOwnStatements } from '../xapi/index.ts';
import { prepareHandedIn } from './attempt-statement.rules.ts';
import { GRACE_SECONDS, isOver } from './attempt.rules.ts';
import { findContent, sealFor } from './attempt-seal.ts';
import {
  isAttempt,
  isPartOver,
  loadAttempt,
  presentAttempt,
  type Holder,
  type OpenAttempt,
} from './attempt-state.ts';
import { measureProgress } from './form.rules.ts';
import { findAttempt } from './instruments.queries.ts';
import { deleteAttempt, hasSubmitted, selectOverdue } from './attempt.queries.ts';
import { instrumentAttempts } from './instruments.tables.ts';
import { noteReliability } from './note-reliability.ts';
import { listCompleteValues } from './reliability.rules.ts';
import { SCORE_RULE, scoreAttempt } from './score.rules.ts';

/** Hands an attempt in, once; `missing`: what still has to be answered, and nothing happened. */
export async function submitAttempt(
  deps: Deps,
  holder: Holder,
  attemptId: string,
): Promise<{ missing: string[] }> {
  return inTransaction(deps.db, async (tx) => {
    const open = await loadAttempt(tx, deps, holder, attemptId, 'lock');
    if (open.attempt.submittedAt !== null) return { missing: [] };
    const late = isOver(open.attempt.endsAt, deps.now());
    const missing = late ? [] : open.missing.filter((id) => !isPartOver(open, id, deps.now()));
    if (missing.length === 0) await handIn(tx, deps, open, late);
    return { missing };
  });
}

/** Hands in what a clock ended while nobody looked. One that can't be opened, its person having been erased, goes. */
export async function handInOverdue(deps: Deps): Promise<void> {
  const limit = new Date(deps.now().getTime() - GRACE_SECONDS * 1000);
  for (const { schoolId, id } of await selectOverdue(deps.db, limit)) {
    await inTransaction(deps.db, async (tx) => {
      const attempt = await findAttempt(tx, { schoolId, attemptId: id }, 'lock');
      if (!attempt || attempt.submittedAt !== null) return;
      const content = await findContent(tx, deps, attempt);
      if (content) await handIn(tx, deps, presentAttempt(attempt, content), true);
      else await deleteAttempt(tx, { schoolId, attemptId: id });
    });
  }
}

/** Scores what is there and seals it; first complete attempts add to what reliability is computed from. */
export async function handIn(tx: Database, deps: Deps, open: OpenAttempt, byClock: boolean): Promise<void> {
  const { attempt, shown, answers, content } = open;
  const { definition, personId } = attempt;
  const now = deps.now();
  const submittedAt = byClock && attempt.endsAt !== null && attempt.endsAt < now ? attempt.endsAt : now;
  const isFirst = attempt.personId === null || !(await hasSubmitted(tx, attempt));
  const scores = scoreAttempt(definition, shown, answers);
  await tx
    .update(instrumentAttempts)
    .set({
      submittedAt,
      byClock,
      scoresSealed: await sealFor(tx, deps, attempt, scores),
      ruleVersion: SCORE_RULE,
      ...measureProgress(shown, answers),
    })
    .where(isAttempt(attempt));
  if (personId !== null)
    await storeOwnStatements(
      { ...deps, db: tx },
      attempt.schoolId,
      prepareHandedIn({
        ...attempt,
        publicUrl: deps.config.publicUrl,
        attemptId: attempt.id,
        personId,
        shown,
        content,
        scores,
        submittedAt,
      }),
    );
  if (!isFirst) return;
  await noteReliability(tx, attempt, listCompleteValues(definition, shown, answers), now);
}
