import { WARNING_POLICY } from './alert-policy.rules.ts';

/** Learners this close to the entry level, on either side, are taken to be alike. */
export const BAND = 0.1;
/** Below so many on either side a difference is chance. */
export const ENOUGH_PER_SIDE = 20;
export const ENTRY_LEVEL = WARNING_POLICY.yellow.enter;
/** What became of them is looked at after so many days. */
export const LATER_DAYS = [14, 28] as const;

/** A learner whose lower of two runs in a row came near the entry level for the first time, and the share of points then and later. */
export interface NearEntry {
  /** The lower of both probabilities: what decides about entering. */
  p: number;
  warned: boolean;
  pointsThen: number;
  pointsLater: number;
}

export interface EffectEstimate {
  above: { learners: number; warned: number; change: number | null };
  below: { learners: number; change: number | null };
  /** null: too few on a side to say anything. */
  difference: { value: number; low: number; high: number } | null;
}

/**
 * Compares what became of learners just above the entry level with those just below it (regression discontinuity):
 * a warning is what sets them apart, so a difference is its doing, while a plain before and after would count those who
 * recover anyway. Everybody above counts, warned or not: who is warned of under a full limit is no chance.
 */
export function estimateEffect(learners: readonly NearEntry[]): EffectEstimate {
  const near = learners.filter(({ p }) => p >= ENTRY_LEVEL - BAND && p < ENTRY_LEVEL + BAND);
  const above = near.filter(({ p }) => p >= ENTRY_LEVEL);
  const below = near.filter(({ p }) => p < ENTRY_LEVEL);
  const [over, under] = [describe(above), describe(below)];
  const isEnough = above.length >= ENOUGH_PER_SIDE && below.length >= ENOUGH_PER_SIDE;
  const value = over.mean - under.mean;
  const half = 1.96 * Math.sqrt(over.variance / above.length + under.variance / below.length);
  return {
    above: {
      learners: above.length,
      warned: above.filter(({ warned }) => warned).length,
      change: above.length === 0 ? null : over.mean,
    },
    below: { learners: below.length, change: below.length === 0 ? null : under.mean },
    difference: isEnough ? { value, low: value - half, high: value + half } : null,
  };
}

function describe(learners: readonly NearEntry[]): { mean: number; variance: number } {
  const changes = learners.map(({ pointsThen, pointsLater }) => pointsLater - pointsThen);
  const mean = changes.reduce((sum, change) => sum + change, 0) / changes.length;
  const squares = changes.reduce((sum, change) => sum + (change - mean) ** 2, 0);
  return { mean, variance: changes.length < 2 ? 0 : squares / (changes.length - 1) };
}
