import type { ItemPrediction } from '../knowledge/index.ts';

/** Terms that move a prediction less aren't worth a line, in logits. */
const LEAST_SHOWN = 0.05;

/** Chance that the next question of a skill, of middling difficulty, is answered right, and what it is the sum of. */
export interface PredictionCard {
  p: number;
  /** Strongest first; signed logits. */
  terms: { term: ItemPrediction['terms'][number]['term']; logits: string; raises: boolean }[];
}

export function presentPrediction({ p, terms }: Pick<ItemPrediction, 'p' | 'terms'>): PredictionCard {
  return {
    p,
    terms: terms
      .filter(({ logits }) => Math.abs(logits) >= LEAST_SHOWN)
      .toSorted((a, b) => Math.abs(b.logits) - Math.abs(a.logits))
      .map(({ term, logits }) => ({
        term,
        logits: `${logits > 0 ? '+' : '−'}${Math.abs(logits).toFixed(2)}`,
        raises: logits > 0,
      })),
  };
}
