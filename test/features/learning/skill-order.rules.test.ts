import { expect, test } from '@jest/globals';
import { inLearningOrder } from '../../../src/features/learning/skill-order.rules.ts';

test.each([
  [
    'a prerequisite comes before what needs it',
    [
      { id: 'a', requires: ['z'] },
      { id: 'z', requires: [] },
    ],
    ['z', 'a'],
  ],
  [
    'a prerequisite outside the list holds nothing up',
    [
      { id: 'b', requires: ['a'] },
      { id: 'a', requires: ['elsewhere'] },
    ],
    ['a', 'b'],
  ],
  [
    'a circle loses nothing',
    [
      { id: 'a', requires: ['b'] },
      { id: 'b', requires: ['a'] },
      { id: 'c', requires: [] },
    ],
    ['a', 'b', 'c'],
  ],
])('%s', (_sentence, skills, ordered) => {
  expect(inLearningOrder(skills).map(({ id }) => id)).toEqual(ordered);
});
