import type { Answers } from './answer.schema.ts';
import type { Definition, Score } from './definition.schema.ts';
import type { FormPart } from './form.rules.ts';
import { countTerm, itemsById } from './score.rules.ts';

export const RELIABILITY_RULE = 'alpha-1';
/** Below so many complete answers a coefficient says more of chance than of the scale (notes/careers.md §1.5). */
export const ENOUGH_ANSWERS = 100;

/**
 * Sums over everybody's answers to the items of one score: all that the statistics need, and nobody's answers. Adding
 * one costs the same however many there are.
 */
export interface Moments {
  n: number;
  /** Per item. */
  sums: number[];
  /** Sums of products of items i ≤ j, row by row. */
  products: number[];
}

export const noMoments = (items: number): Moments => ({
  n: 0,
  sums: Array.from({ length: items }, () => 0),
  products: Array.from({ length: (items * (items + 1)) / 2 }, () => 0),
});

const placeOf = (items: number, i: number, j: number): number => {
  const [row, column] = i <= j ? [i, j] : [j, i];
  return row * items - (row * (row - 1)) / 2 + (column - row);
};

/** With one more complete set of values, in the order of the score's terms. */
export function addValues(moments: Moments, values: readonly number[]): Moments {
  const items = moments.sums.length;
  if (values.length !== items) throw new Error(`${values.length} values for ${items} items.`);
  const products = [...moments.products];
  values.forEach((one, i) => {
    for (let j = i; j < items; j += 1)
      products[placeOf(items, i, j)] = (products[placeOf(items, i, j)] ?? 0) + one * (values[j] ?? 0);
  });
  return { n: moments.n + 1, sums: moments.sums.map((sum, i) => sum + (values[i] ?? 0)), products };
}

export interface ItemStatistics {
  /** As the score names it: an item, or `item.row`. */
  term: string;
  mean: number;
  sd: number;
  /** Correlation with the sum of the other items; null: one of them doesn't vary. */
  itemTotal: number | null;
  alphaIfDeleted: number | null;
}

export interface Reliability {
  n: number;
  items: number;
  /** null: the answers don't vary, or there is one item. */
  alpha: number | null;
  statistics: ItemStatistics[];
}

/** Cronbach's α and the usual statistics of each item, from sample covariances (n − 1). */
export function assessReliability(terms: readonly string[], moments: Moments): Reliability {
  const { n, sums } = moments;
  const items = sums.length;
  const indices = sums.map((_, index) => index);
  const covariance = (i: number, j: number): number =>
    n < 2
      ? 0
      : ((moments.products[placeOf(items, i, j)] ?? 0) - ((sums[i] ?? 0) * (sums[j] ?? 0)) / n) / (n - 1);
  const alphaOf = (kept: readonly number[]): number | null => {
    const total = sumOver(kept, (i) => sumOver(kept, (j) => covariance(i, j)));
    const own = sumOver(kept, (i) => covariance(i, i));
    return kept.length < 2 || total <= 0 ? null : (kept.length / (kept.length - 1)) * (1 - own / total);
  };
  return {
    n,
    items,
    alpha: alphaOf(indices),
    statistics: indices.map((i) => {
      const others = indices.filter((j) => j !== i);
      const variance = covariance(i, i);
      const restVariance = sumOver(others, (j) => sumOver(others, (k) => covariance(j, k)));
      const withRest = sumOver(others, (j) => covariance(i, j));
      return {
        term: terms[i] ?? '',
        mean: n === 0 ? 0 : (sums[i] ?? 0) / n,
        sd: Math.sqrt(Math.max(0, variance)),
        itemTotal: variance <= 0 || restVariance <= 0 ? null : withRest / Math.sqrt(variance * restVariance),
        alphaIfDeleted: alphaOf(others),
      };
    }),
  };
}

const sumOver = (indices: readonly number[], of: (index: number) => number): number =>
  indices.reduce((total, index) => total + of(index), 0);

/** Scores whose items are meant to measure one thing: not distances from another score, not single items. */
export const hasReliability = (score: Score): boolean => score.minus === undefined && score.terms.length >= 2;

/** What one attempt adds, per score; only where every item of the score was asked and answered. */
export function listCompleteValues(
  definition: Pick<Definition, 'scores'>,
  shown: readonly FormPart[],
  answers: Answers,
): { scoreId: string; values: number[] }[] {
  const items = itemsById(shown);
  return definition.scores.filter(hasReliability).flatMap((score) => {
    const values = score.terms.flatMap((term) => countTerm(score, term, items, answers)?.value ?? []);
    return values.length === score.terms.length ? [{ scoreId: score.id, values }] : [];
  });
}
