import type { Standing } from '../lti-services/index.ts';

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
