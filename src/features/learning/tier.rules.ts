import type { Reason, Tier, TierEvidence } from './learning.schema.ts';
import { LEAST_QUESTIONS, abilityAsShare, sideOf, type Ability } from './tier-check.rules.ts';

export const TIER_RULE = 'tier-2';
/** Share right that separates zero basis from experienced: the middle between weak (0.6) and mastered (0.8). */
export const TIER_CUT = 0.7;
/** A placement rests on at least so many answers (notes/learning.md §4: 10 to 15 items). */
export const PLACEMENT_ANSWERS = 10;
/** A tier is looked at again after so many more answers, or after a week with any. */
export const CHECK_ANSWERS = 10;
export const CHECK_DAYS = 7;
/** At most one move in so many days. */
export const MOVE_DAYS = 14;
/** A check nobody went on with for so long holds no decision up. */
const ABANDONED_DAYS = 2;

const DAY_MS = 86_400_000;

/** Graded answers to the course's skills. */
export interface TierAnswers {
  /** The latest of each skill, and how many of them were right. */
  answers: number;
  correct: number;
  /** All of them, however old. */
  answersSoFar: number;
}

/** A check as far as it has come (`tier-check.rules.ts`). */
export interface TierCheck extends Ability {
  answers: number;
  correct: number;
  startedAt: Date;
  /** null: it is being taken. */
  finishedAt: Date | null;
}

/** All that a tier is decided from. */
export interface TierSeen extends TierAnswers {
  check: TierCheck | null;
}

/** The newest decision about a learner in a course. */
export interface TierStanding {
  tier: Tier;
  provisional: boolean;
  /** A teacher decided: the rule is silent from then on. */
  overridden: boolean;
  answersSoFar: number;
  /** The check behind it already spoke for the other tier, for the first time. */
  leaning: boolean;
  decidedAt: Date;
  /** When the tier last changed; null: never. */
  movedAt: Date | null;
}

export interface TierDecision {
  tier: Tier;
  provisional: boolean;
  evidence: TierEvidence;
}

/** Whether a decision's reason says that a first look spoke for the other tier. */
export const isLeaning = (reasonId: string): boolean => reasonId.endsWith('.leaning');

/** The tier of somebody about whom nothing is known: zero basis, provisionally. */
export const defaultTier = (): TierDecision => {
  const none = { answers: 0, correct: 0, answersSoFar: 0 };
  return { tier: 'zero_basis', provisional: true, evidence: evidence('start', none) };
};

/**
 * Decides the tier, or null when it isn't time to look again. Provisional until the 1-SE interval clears the cut; from
 * then on it moves only when two looks in a row clear the cut on the other side, at most once in 14 days (0.54 instead
 * of 2.22 moves per learner in the measurements). A look is a finished check, which knows how hard its questions were,
 * or the share right of ten more answers. A teacher's word stands; while a check is taken nothing is decided.
 */
export function decideTier(standing: TierStanding | null, seen: TierSeen, now: Date): TierDecision | null {
  if (standing?.overridden || (seen.check && isRunning(seen.check, now))) return null;
  const look = takeLook(standing, seen, now);
  if (standing === null && look === null) return defaultTier();
  if (look === null) return null;
  const tier = standing?.tier ?? 'zero_basis';
  const provisional = standing?.provisional ?? true;
  const { cleared, evidence: tell } = look;
  if (provisional) {
    if (cleared === null) return { tier, provisional, evidence: tell('unsure') };
    return { tier: cleared, provisional: false, evidence: tell('placed') };
  }
  if (cleared === null || cleared === tier) return { tier, provisional, evidence: tell('stays') };
  const movedAt = standing?.movedAt ?? null;
  const isTooSoon = movedAt !== null && now.getTime() - movedAt.getTime() < MOVE_DAYS * DAY_MS;
  if (!standing?.leaning || isTooSoon) return { tier, provisional, evidence: tell('leaning') };
  return { tier: cleared, provisional, evidence: tell('moved') };
}

/** A check left lying is no reason never to look again. */
const isRunning = ({ finishedAt, startedAt }: TierCheck, now: Date): boolean =>
  finishedAt === null && now.getTime() - startedAt.getTime() < ABANDONED_DAYS * DAY_MS;

interface Look {
  /** The tier the 1-SE interval lies in; null: across the cut. */
  cleared: Tier | null;
  evidence: (reason: Verdict) => TierEvidence;
}

/** A check that was finished since the last decision comes first; else answers, when there are enough new ones. */
function takeLook(standing: TierStanding | null, seen: TierSeen, now: Date): Look | null {
  const { check } = seen;
  if (check?.finishedAt && (standing === null || standing.decidedAt < check.finishedAt)) {
    // A bank that ran out says too little, however one-sided.
    const side = check.answers < LEAST_QUESTIONS ? null : sideOf(check, TIER_CUT);
    return {
      cleared: side && (side === 'above' ? 'experienced' : 'zero_basis'),
      evidence: (reason) => checkEvidence(reason, check, seen),
    };
  }
  if (standing ? !isTimeToCheck(standing, seen, now) : seen.answersSoFar === 0) return null;
  return {
    cleared: seen.answers >= PLACEMENT_ANSWERS ? clearedTier(seen) : null,
    evidence: (reason) => evidence(reason, seen),
  };
}

function isTimeToCheck(standing: TierStanding, answers: TierAnswers, now: Date): boolean {
  const more = answers.answersSoFar - standing.answersSoFar;
  const isWeekOld = now.getTime() - standing.decidedAt.getTime() >= CHECK_DAYS * DAY_MS;
  // After a rebuild there may be fewer answers than a decision saw: that alone is no news.
  return more >= CHECK_ANSWERS || (more > 0 && isWeekOld);
}

function clearedTier(answers: TierAnswers): Tier | null {
  const { low, high } = estimate(answers);
  if (low > TIER_CUT) return 'experienced';
  return high < TIER_CUT ? 'zero_basis' : null;
}

/** Share right with one answer right and one wrong added, so that few answers never look certain. */
function estimate({ answers, correct }: TierAnswers): { estimate: number; low: number; high: number } {
  const share = (correct + 1) / (answers + 2);
  const standardError = Math.sqrt((share * (1 - share)) / (answers + 2));
  return {
    estimate: share,
    low: Math.max(0, share - standardError),
    high: Math.min(1, share + standardError),
  };
}

type Verdict = 'unsure' | 'placed' | 'stays' | 'leaning' | 'moved';

/** What a check says, on the scale of shares right: the chance to answer a question of middle difficulty. */
function checkEvidence(reason: Verdict, check: TierCheck, { answersSoFar }: TierAnswers): TierEvidence {
  const { theta, standardError, answers, correct } = check;
  const share = abilityAsShare(theta);
  return {
    reason: {
      id: `learning.tierReason.check.${reason}`,
      values: { answers, correct, percent: Math.round(share * 100), cut: TIER_CUT * 100 },
    },
    answers,
    answersSoFar,
    estimate: share,
    low: abilityAsShare(theta - standardError),
    high: abilityAsShare(theta + standardError),
    cut: TIER_CUT,
  };
}

function evidence(reason: 'start' | Verdict, answers: TierAnswers): TierEvidence {
  const values = {
    answers: answers.answers,
    correct: answers.correct,
    percent: Math.round(estimate(answers).estimate * 100),
    cut: TIER_CUT * 100,
    needed: PLACEMENT_ANSWERS,
  };
  const words: Reason = { id: `learning.tierReason.${reason}`, values };
  return {
    reason: words,
    answers: answers.answers,
    answersSoFar: answers.answersSoFar,
    ...estimate(answers),
    cut: TIER_CUT,
  };
}

/** A teacher's decision rests on the same numbers, and on their own reason. */
export const overrideEvidence = (answers: TierAnswers): TierEvidence => ({
  ...evidence('start', answers),
  reason: { id: 'learning.tierReason.overridden', values: {} },
});
