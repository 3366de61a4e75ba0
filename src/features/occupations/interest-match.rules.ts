import { INTEREST_TYPES, type Interests, type InterestType } from './occupations.schema.ts';

export const INTEREST_MATCH_RULE = 'riasec-match-1';

/** One-sided 5 % and 10 % borders of a correlation of six pairs: below them a likeness says little. */
export const CLOSE_FROM = 0.729;
export const NEAR_FROM = 0.608;
/** Raw points (0–40) between the highest and the lowest type; less is no profile (notes/careers.md §1.1). */
export const LEAST_SPREAD = 6;

export const INTEREST_BANDS = ['close', 'near', 'far'] as const;
export type InterestBand = (typeof INTEREST_BANDS)[number];

/** Pearson's r of six interest scores with an occupation's six; null: one of them doesn't vary. */
export function correlateInterests(person: Interests, occupation: Interests): number | null {
  const a = deviations(person);
  const b = deviations(occupation);
  const spread = Math.sqrt(dot(a, a) * dot(b, b));
  return spread === 0 ? null : dot(a, b) / spread;
}

const deviations = (interests: Interests): number[] => {
  const values = INTEREST_TYPES.map((type) => interests[type]);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
};
const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);

/** Words rather than a percentage: with six points r is high everywhere. */
export const bandOf = (r: number): InterestBand =>
  r >= CLOSE_FROM ? 'close' : r >= NEAR_FROM ? 'near' : 'far';

/** Whether raw scores differ enough to be compared with anything. */
export function isDifferentiated(person: Interests): boolean {
  const values = INTEREST_TYPES.map((type) => person[type]);
  return Math.max(...values) - Math.min(...values) >= LEAST_SPREAD;
}

/** The three highest types, in O*NET's order where equal; more where the third is tied. */
export function interestCode(interests: Interests): InterestType[] {
  const ordered = INTEREST_TYPES.toSorted((a, b) => interests[b] - interests[a]);
  const third = ordered[2];
  return ordered.filter((type) => third !== undefined && interests[type] >= interests[third]);
}
