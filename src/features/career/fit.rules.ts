import {
  bandOf,
  correlateInterests,
  isDifferentiated,
  type InterestBand,
  type Interests,
  type Occupation,
} from '../occupations/index.ts';

export interface Fit {
  r: number;
  band: InterestBand;
}

/** How alike somebody's interests are to an occupation's; null: one of the two has no profile. */
export function assessFit(own: Interests | null, occupation: Pick<Occupation, 'interests'>): Fit | null {
  if (own === null || occupation.interests === null || !isDifferentiated(own)) return null;
  const r = correlateInterests(own, occupation.interests);
  return r === null ? null : { r: Math.round(r * 10_000) / 10_000, band: bandOf(r) };
}

/** Closest first; those without a profile last, in the order they came in. */
export const byFit = <T extends { fit: Fit | null }>(rows: readonly T[]): T[] =>
  rows.toSorted((a, b) => (b.fit?.r ?? -2) - (a.fit?.r ?? -2));
