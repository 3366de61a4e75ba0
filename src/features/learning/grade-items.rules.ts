/** What a learner has done of a graded thing. */
export interface Standing {
  begun: boolean;
  /** 0..1; null: nothing to count yet. */
  share: number | null;
  complete: boolean;
}

/** A grade as AGS words it (lti-ags v2p0 §3.4). */
export interface Grade {
  scoreGiven: number | null;
  scoreMaximum: number;
  activityProgress: 'InProgress' | 'Completed';
  gradingProgress: 'FullyGraded' | 'Pending';
}

/** Of a package: required tasks of the learner's tier that records can tell of. */
export const standInPackage = (tasks: { planned: number; started: number; done: number }): Standing => ({
  begun: tasks.started > 0,
  share: tasks.done > 0 ? tasks.done / tasks.planned : null,
  complete: tasks.planned > 0 && tasks.done === tasks.planned,
});

/** Of practice or an assessment: the best finished sitting counts, unfinished ones only as a beginning. */
export function standInSittings(
  sittings: readonly { right: number; total: number; finished: boolean }[],
): Standing {
  const shares = sittings
    .filter(({ finished, total }) => finished && total > 0)
    .map(({ right, total }) => right / total);
  return {
    begun: sittings.length > 0,
    share: shares.length > 0 ? Math.max(...shares) : null,
    complete: shares.length > 0,
  };
}

/**
 * The grade for what was done so far; null: nobody who didn't begin gets one, so that a new column isn't full of zeros.
 * A share counts in full as soon as there is one, also of a package that is still being worked on: it is what has been
 * achieved by now, and it grows.
 */
export function decideGrade({ begun, share, complete }: Standing, scoreMaximum: number): Grade | null {
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
