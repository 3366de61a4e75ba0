import { describe, expect, test } from '@jest/globals';
import { gradeStanding } from '../../../src/features/lti-services/index.ts';
import { standInPackage, standInSittings } from '../../../src/features/learning/grade-items.rules.ts';

const open = { right: 2, total: 10, finished: false };
const done = (right: number, total = 10) => ({ right, total, finished: true });

describe('Where a learner stands', () => {
  test.each([
    ['in a package without tasks', { planned: 0, started: 0, done: 0 }, [false, null, false]],
    ['in a package not opened', { planned: 4, started: 0, done: 0 }, [false, null, false]],
    ['in a package with a task begun', { planned: 4, started: 1, done: 0 }, [true, null, false]],
    ['half through a package', { planned: 4, started: 3, done: 2 }, [true, 0.5, false]],
    ['at a package’s end', { planned: 4, started: 4, done: 4 }, [true, 1, true]],
  ])('%s', (_sentence, tasks, [begun, share, complete]) => {
    expect(standInPackage(tasks)).toEqual({ begun, share, complete });
  });

  test.each([
    ['without a sitting', [], [false, null, false]],
    ['in the first sitting', [open], [true, null, false]],
    ['after one', [done(7)], [true, 0.7, true]],
    ['the best one counts', [done(7), done(9), done(3)], [true, 0.9, true]],
    ['an open one takes nothing away', [done(7), open], [true, 0.7, true]],
    ['all wrong is a result too', [done(0)], [true, 0, true]],
    ['of different lengths the share counts', [done(3, 4), done(7, 10)], [true, 0.75, true]],
  ])('in sittings, %s', (_sentence, sittings, [begun, share, complete]) => {
    expect(standInSittings(sittings)).toEqual({ begun, share, complete });
  });
});

describe('The grade', () => {
  test.each([
    ['nobody who didn’t begin has one', { begun: false, share: null, complete: false }, null],
    [
      'whoever began has progress, and no score that could erase one',
      { begun: true, share: null, complete: false },
      { scoreGiven: null, activityProgress: 'InProgress', gradingProgress: 'Pending' },
    ],
    [
      'a package under way counts with its share',
      { begun: true, share: 2 / 3, complete: false },
      { scoreGiven: 26.67, activityProgress: 'InProgress', gradingProgress: 'FullyGraded' },
    ],
    [
      'a finished thing counts in full',
      { begun: true, share: 1, complete: true },
      { scoreGiven: 40, activityProgress: 'Completed', gradingProgress: 'FullyGraded' },
    ],
    [
      'zero is a grade',
      { begun: true, share: 0, complete: true },
      { scoreGiven: 0, activityProgress: 'Completed', gradingProgress: 'FullyGraded' },
    ],
  ] as const)('%s', (_sentence, standing, grade) => {
    expect(gradeStanding(standing, 40)).toEqual(grade && { ...grade, scoreMaximum: 40 });
  });
});
