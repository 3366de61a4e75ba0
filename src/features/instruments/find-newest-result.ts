import type { Deps } from '../../infra/deps.ts';
import { openContent, openScores } from './attempt-seal.ts';
import { valuesOf, type Answers } from './answer.schema.ts';
import { findAttempt, selectOwnAttempts } from './instruments.queries.ts';
import type { ScoreResult } from './score.rules.ts';

export interface NewestResult {
  attemptId: string;
  version: number;
  submittedAt: Date;
  scores: ScoreResult[];
  answers: Answers;
}

/** What somebody last answered to an instrument, for features that go on from it; null: nothing handed in yet. */
export async function findNewestResult(
  deps: Deps,
  key: { schoolId: string; personId: string; instrumentId: string },
): Promise<NewestResult | null> {
  const { schoolId, personId } = key;
  const attempts = await selectOwnAttempts(deps.db, key);
  const newest = attempts.find(({ submittedAt }) => submittedAt !== null);
  if (!newest?.submittedAt) return null;
  const attempt = await findAttempt(deps.db, { schoolId, attemptId: newest.id }, 'read');
  if (!attempt) return null;
  const [scores] = await openScores(deps.db, deps, { schoolId, personId }, [newest.scoresSealed]);
  return {
    attemptId: newest.id,
    version: newest.version,
    submittedAt: newest.submittedAt,
    scores: scores ?? [],
    answers: valuesOf(await openContent(deps.db, deps, attempt)),
  };
}
