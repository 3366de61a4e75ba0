import { createHash } from 'node:crypto';

export const TIER_CHECK_RULE = 'tier-check-1';
/** Questions a check asks at least and at most (notes/learning.md §4). */
export const LEAST_QUESTIONS = 10;
export const MOST_QUESTIONS = 15;
/** Days until a learner may take another. */
export const CHECK_AGAIN_DAYS = 14;

const DAY_MS = 86_400_000;
const LOGITS_PER_DIFFICULTY = 0.8;
const PRIOR_SD = 1;
/** How far a self-report moves the start, either way: less than three answers do. */
const SELF_REPORT_LOGITS = 0.8;
const GRID = Array.from({ length: 81 }, (_, index) => -4 + index / 10);

/** A question's difficulty (1 easy … 3 hard) in logits; the one place that knows, until difficulties are estimated. */
export const difficultyInLogits = (difficulty: number): number => LOGITS_PER_DIFFICULTY * (difficulty - 2);

const logistic = (logit: number): number => 1 / (1 + Math.exp(-logit));

/** Ability as the chance to answer a question of middle difficulty: the same scale as a share right. */
export const abilityAsShare = (theta: number): number => logistic(theta - difficultyInLogits(2));

export interface CheckPrior {
  /** In logits. */
  mean: number;
  /** Experience by the learner's own word, 0..100; null: they gave none. */
  selfReport: number | null;
}

/** Where a check begins: at the middle, moved by what somebody says of their experience. */
export const priorFrom = (selfReport: number | null): CheckPrior => ({
  mean: selfReport === null ? 0 : SELF_REPORT_LOGITS * ((selfReport - 50) / 50),
  selfReport,
});

export interface CheckAnswer {
  difficulty: number;
  correct: boolean;
}

export interface Ability {
  theta: number;
  standardError: number;
}

/** Expected a posteriori ability under a one-parameter logistic model, with its standard error. */
export function estimateAbility(prior: CheckPrior, answers: readonly CheckAnswer[]): Ability {
  const weights = GRID.map((theta) =>
    answers.reduce(
      (weight, { difficulty, correct }) => {
        const right = logistic(theta - difficultyInLogits(difficulty));
        return weight * (correct ? right : 1 - right);
      },
      Math.exp(-((theta - prior.mean) ** 2) / (2 * PRIOR_SD ** 2)),
    ),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = (of: (theta: number) => number) =>
    GRID.reduce((sum, theta, index) => sum + of(theta) * (weights[index] ?? 0), 0) / total;
  const theta = mean((one) => one);
  return { theta, standardError: Math.sqrt(mean((one) => (one - theta) ** 2)) };
}

/** On which side of the cut (a share right) the 1-SE interval lies; null: across it. */
export function sideOf({ theta, standardError }: Ability, cut: number): 'above' | 'below' | null {
  if (abilityAsShare(theta - standardError) > cut) return 'above';
  return abilityAsShare(theta + standardError) < cut ? 'below' : null;
}

/** Enough when the interval clears the cut after the least questions, or after the most. */
export const isCheckOver = (ability: Ability, answers: number, cut: number): boolean =>
  answers >= MOST_QUESTIONS || (answers >= LEAST_QUESTIONS && sideOf(ability, cut) !== null);

export interface CheckQuestion {
  id: string;
  skillId: string;
  difficulty: number;
}

/**
 * The next question: of skills asked least so far, the one that tells most about somebody of this ability; the check's
 * id decides between equals, so that what was asked can be retraced. null: there is none left.
 */
export function chooseNext(
  seed: string,
  questions: readonly CheckQuestion[],
  asked: readonly { questionId: string; skillId: string }[],
  theta: number,
): string | null {
  const timesAsked = (skillId: string) => asked.filter((one) => one.skillId === skillId).length;
  const lot = (id: string) => createHash('sha256').update(`${seed}|${id}`).digest('hex');
  const [next] = questions
    .filter(({ id }) => !asked.some(({ questionId }) => questionId === id))
    .map((question) => ({
      id: question.id,
      away: Math.abs(theta - difficultyInLogits(question.difficulty)),
      times: timesAsked(question.skillId),
      lot: lot(question.id),
    }))
    .sort((a, b) => a.times - b.times || a.away - b.away || (a.lot < b.lot ? -1 : 1));
  return next?.id ?? null;
}

export type MayCheck =
  { kind: 'goOn' } | { kind: 'begin' } | { kind: 'later'; from: Date } | { kind: 'teachers' };

/** A teacher's word stands: who wants another look asks them. Else one check at a time, a fortnight apart. */
export function judgeCheck(
  state: { overridden: boolean; running: boolean; lastFinishedAt: Date | null },
  now: Date,
): MayCheck {
  if (state.overridden) return { kind: 'teachers' };
  if (state.running) return { kind: 'goOn' };
  const from = state.lastFinishedAt && new Date(state.lastFinishedAt.getTime() + CHECK_AGAIN_DAYS * DAY_MS);
  return from && now < from ? { kind: 'later', from } : { kind: 'begin' };
}
