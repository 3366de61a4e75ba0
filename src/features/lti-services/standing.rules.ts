import type { Grade } from './grade.rules.ts';

/** What a learner has done of a graded thing. */
export interface Standing {
  begun: boolean;
  /** 0..1; null: nothing to count yet. */
  share: number | null;
  complete: boolean;
}

/**
 * The grade for what was done so far; null: nobody who didn't begin gets one, so that a new column isn't full of zeros.
 * A share counts in full as soon as there is one, also of a package that is still being worked on: it is what has been
 * achieved by now, and it grows.
 */
export function gradeStanding({ begun, share, complete }: Standing, scoreMaximum: number): Grade | null {
  if (share !== null)
    return {
      scoreGiven: Math.round(share * scoreMaximum * 100) / 100,
      scoreMaximum,
      activityProgress: complete ? 'Completed' : 'InProgress',
      gradingProgress: 'FullyGraded',
    };
  return begun
    ? { scoreGiven: null, scoreMaximum, activityProgress: 'InProgress', gradingProgress: 'Pending' }
    : null;
}
