/** Answers to questions of one skill. */
export interface Tries {
  attempts: number;
  correct: number;
}

/** Share of such questions the learner is expected to answer right (0..1), its 1-SE interval, and what it rests on. */
export interface Mastery extends Tries {
  mastery: number;
  low: number;
  high: number;
}

/** R034: below this, with enough answers, a skill is a weak spot … */
export const WEAK_BELOW = 0.6;
/** … and from here it is released. */
export const RELEASED_FROM = 0.8;
/** Fewer answers say too little to prescribe anything (notes/learning.md §2i). */
export const ENOUGH_ATTEMPTS = 4;

/** What a learner nobody knows yet is taken to answer right, and how many answers that assumption weighs. */
const LEVEL_AT_START = 0.65;
const LEVEL_WEIGHT = 4;
/** Weight of the learner's own level in each skill: (w + 2g) / (n + 2), the best of the rules measured. */
const OWN_LEVEL_WEIGHT = 2;

/** A learner's share right over all skills, drawn towards the start value while there is little to go by. */
export function assessOwnLevel(skills: readonly Tries[]): number {
  const correct = skills.reduce((sum, skill) => sum + skill.correct, 0);
  const attempts = skills.reduce((sum, skill) => sum + skill.attempts, 0);
  return (correct + LEVEL_WEIGHT * LEVEL_AT_START) / (attempts + LEVEL_WEIGHT);
}

/** Smoothed share right with its interval; without answers it is the learner's own level. */
export function assessMastery(tries: Tries, ownLevel: number): Mastery {
  const weight = tries.attempts + OWN_LEVEL_WEIGHT;
  const mastery = (tries.correct + OWN_LEVEL_WEIGHT * ownLevel) / weight;
  const standardError = Math.sqrt((mastery * (1 - mastery)) / (weight + 1));
  return {
    ...tries,
    mastery,
    low: Math.max(0, mastery - standardError),
    high: Math.min(1, mastery + standardError),
  };
}

export type MasteryStep = 'm0' | 'm1' | 'm2' | 'm3' | 'm4';

/** Five steps for the eye; the second border is the weak line and the last the release line, so colours and rules agree. */
export function stepOfMastery(mastery: number): MasteryStep {
  if (mastery < 0.4) return 'm0';
  if (mastery < WEAK_BELOW) return 'm1';
  if (mastery < 0.7) return 'm2';
  if (mastery < RELEASED_FROM) return 'm3';
  return 'm4';
}
