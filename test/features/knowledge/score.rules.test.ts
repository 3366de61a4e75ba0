import { expect, it } from '@jest/globals';
import { scorePredictions } from '../../../src/features/knowledge/score.rules.ts';

const score = (predicted: number[], correct: number[]) =>
  scorePredictions(Float64Array.from(predicted), Uint8Array.from(correct));

it.each([
  ['right above wrong', [0.9, 0.8, 0.2, 0.1], [1, 1, 0, 0], 1],
  ['wrong above right', [0.1, 0.9], [1, 0], 0],
  ['all the same', [0.5, 0.5, 0.5, 0.5], [1, 0, 0, 1], 0.5],
  ['one pair of four the wrong way round', [0.8, 0.3, 0.5, 0.1], [1, 1, 0, 0], 0.75],
  ['a tie between right and wrong counts half', [0.7, 0.4, 0.4], [1, 1, 0], 0.75],
])('ranks: %s', (_sentence, predicted, correct, auc) =>
  expect(score(predicted, correct).auc).toBeCloseTo(auc, 12),
);

it('has no rank where there is nothing to tell apart', () => expect(score([0.4, 0.6], [1, 1]).auc).toBeNaN());

it('measures how far off predictions are', () => {
  expect(score([1, 0.5], [1, 0]).rmse).toBeCloseTo(Math.sqrt(0.125), 12);
});

it.each([
  ['three of four right where 75 % were promised', [0.75, 0.75, 0.75, 0.75], [1, 1, 1, 0], 0],
  ['all right where half were promised', [0.5, 0.5], [1, 1], 0.5],
  ['too high in one bin doesn’t make good too low in another', [0.95, 0.05], [0, 1], 0.95],
  ['a sure thing belongs to the last bin', [1, 1], [1, 1], 0],
])('calibration: %s', (_sentence, predicted, correct, ece) =>
  expect(score(predicted, correct).ece).toBeCloseTo(ece, 12),
);
