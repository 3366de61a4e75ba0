import { expect, test } from '@jest/globals';
import { orderSkills } from '../../../src/features/learning/skill-order.rules.ts';

const ids = (skills: { id: string; requires: string[] }[]) => orderSkills(skills).map(({ id }) => id);

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
    'among equals the id decides',
    [
      { id: 'b', requires: [] },
      { id: 'a', requires: [] },
    ],
    ['a', 'b'],
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
    'a circle is not lost',
    [
      { id: 'a', requires: ['b'] },
      { id: 'b', requires: ['a'] },
      { id: 'c', requires: [] },
    ],
    ['c', 'a', 'b'],
  ],
])('%s', (_sentence, skills, ordered) => {
  expect(ids(skills)).toEqual(ordered);
});
