import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isSameWork, judgeMentors, judgeShare } from '../../../src/features/training/shares.rules.ts';

describe('the share of enterprise mentors (§5.2.2.3)', () => {
  it.each([
    ['is reached with one mentor beside four teachers and a fifth of the hours', [1, 4, 120, 480], true],
    ['is below with one mentor beside five teachers', [1, 5, 120, 480], false],
    ['is below with enough mentors who hardly taught', [2, 4, 60, 480], false],
    ['is below when no mentor ever came', [0, 2, 0, 600], false],
    ['is unknown while there is neither teacher nor lesson', [0, 0, 0, 0], null],
  ])('%s', (_name, [mentors = 0, teachers = 0, mentorMinutes = 0, ownMinutes = 0], enough) => {
    expect(judgeMentors({ mentors, teachers, mentorMinutes, ownMinutes }).enough).toBe(enough);
  });

  it('takes exactly a fifth, seven tenths and two fifths as reached, whatever the count', () => {
    fc.assert(
      fc.property(
        fc.constantFrom([1, 5, 0.2] as const, [7, 10, 0.7] as const, [2, 5, 0.4] as const),
        fc.integer({ min: 1, max: 100_000 }),
        ([part, whole, wanted], times) => {
          expect(judgeShare(part * times, whole * times, wanted).enough).toBe(true);
          expect(judgeShare(part * times - 1, whole * times, wanted).enough).toBe(false);
        },
      ),
    );
  });
});

describe('a mentor’s session of the day', () => {
  it.each([
    ['case teaching', 'case_teaching', 'case_teaching', true],
    ['case teaching with an ideological side', 'ideological_case_teaching', 'case_teaching', true],
    ['ideological education', 'ideological_case_teaching', 'ideological_education', true],
    ['a career lecture, where guidance is logged,', 'project_guidance', 'career_lecture', false],
    ['a practical, where case teaching is logged,', 'case_teaching', 'practical', false],
  ] as const)('%s is the same work or not', (_name, duty, kind, same) => {
    expect(isSameWork(duty, kind)).toBe(same);
  });
});
