import { describe, expect, test } from '@jest/globals';
import {
  assessMastery,
  assessOwnLevel,
  stepOfMastery,
} from '../../../src/features/learning/mastery.rules.ts';

describe('a learner’s own level', () => {
  test.each([
    ['nobody knows the learner yet', [], 0.65],
    ['many answers outweigh the start value', [{ attempts: 96, correct: 24 }], 0.266],
    [
      'all skills count together',
      [
        { attempts: 3, correct: 3 },
        { attempts: 3, correct: 0 },
      ],
      0.56,
    ],
  ])('%s', (_sentence, skills, level) => {
    expect(assessOwnLevel(skills)).toBeCloseTo(level, 3);
  });
});

describe('mastery of a skill', () => {
  test.each([
    ['without answers it is the own level', { attempts: 0, correct: 0 }, 0.65, 0.65],
    ['four wrong answers are drawn up a little', { attempts: 4, correct: 0 }, 0.6, 0.2],
    ['eight right answers come near to one', { attempts: 8, correct: 8 }, 0.5, 0.9],
  ])('%s', (_sentence, tries, ownLevel, mastery) => {
    expect(assessMastery(tries, ownLevel).mastery).toBeCloseTo(mastery, 3);
  });

  test('the interval narrows with answers and stays within 0 and 1', () => {
    const few = assessMastery({ attempts: 2, correct: 2 }, 0.9);
    const many = assessMastery({ attempts: 40, correct: 36 }, 0.9);
    expect(many.high - many.low).toBeLessThan(few.high - few.low);
    expect(few.high).toBeLessThanOrEqual(1);
    expect(few.low).toBeGreaterThanOrEqual(0);
  });
});

test.each([
  ['m0', 0.39],
  ['m1', 0.59],
  ['m2', 0.6],
  ['m3', 0.79],
  ['m4', 0.8],
])('step %s holds %d', (step, mastery) => {
  expect(stepOfMastery(mastery)).toBe(step);
});
