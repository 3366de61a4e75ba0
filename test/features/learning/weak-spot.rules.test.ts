import { describe, expect, it } from '@jest/globals';
import { decideWeakSpots } from '../../../src/features/learning/weak-spot.rules.ts';

const tries = (correct: number, attempts: number) => ({
  skillId: 'S1',
  correct,
  attempts,
  statementIds: ['s2', 's1'],
});
const LEVEL = 0.65;

describe('a weak spot', () => {
  it.each([
    ['is found with one right of four', tries(1, 4), false, 'found'],
    ['is not found with three answers, however wrong', tries(0, 3), false, 'nothing'],
    ['is not found with three right of four', tries(3, 4), false, 'nothing'],
    ['is not found twice', tries(1, 4), true, 'nothing'],
    ['stays with seven right of ten', tries(7, 10), true, 'nothing'],
    ['is released with nine right of ten', tries(9, 10), true, 'released'],
    ['is not released where it never was', tries(10, 10), false, 'nothing'],
  ])('%s', (_sentence, skill, isOpen, expected) => {
    const changes = decideWeakSpots([skill], new Set(isOpen ? ['S1'] : []), LEVEL);
    const happened =
      changes.found.length > 0 ? 'found' : changes.released.length > 0 ? 'released' : 'nothing';
    expect(happened).toBe(expected);
  });

  it('keeps what it rests on', () => {
    const [spot] = decideWeakSpots([tries(1, 4)], new Set(), LEVEL).found;
    expect(spot).toMatchObject({
      skillId: 'S1',
      evidence: { attempts: 4, correct: 1, statementIds: ['s2', 's1'] },
    });
    expect(spot?.evidence.mastery).toBeCloseTo((1 + 2 * LEVEL) / 6);
    expect(spot?.evidence.low).toBeLessThan(spot?.evidence.mastery ?? 0);
  });

  it('leaves a skill that isn’t the course’s as it is', () => {
    expect(decideWeakSpots([], new Set(['S9']), LEVEL)).toEqual({ found: [], released: [] });
  });
});
