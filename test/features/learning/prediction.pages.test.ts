import { expect, test } from '@jest/globals';
import { presentPrediction } from '../../../src/features/learning/prediction.pages.ts';

test('a prediction is told by its terms, strongest first, without what hardly counts', () => {
  const terms = [
    { term: 'base' as const, logits: 0.457 },
    { term: 'item' as const, logits: 0 },
    { term: 'learner' as const, logits: -0.8 },
    { term: 'pause' as const, logits: -0.04 },
  ];
  expect(presentPrediction({ p: 0.4, terms })).toEqual({
    p: 0.4,
    terms: [
      { term: 'learner', logits: '−0.80', raises: false },
      { term: 'base', logits: '+0.46', raises: true },
    ],
  });
});
