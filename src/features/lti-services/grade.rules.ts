import type { ActivityProgress, GradeState, GradingProgress } from './services.schema.ts';

/** What a learner should have in a column. */
export interface Grade {
  /** null: nothing to count yet, only progress to tell. */
  scoreGiven: number | null;
  scoreMaximum: number;
  activityProgress: ActivityProgress;
  gradingProgress: GradingProgress;
}

/** What the outbox holds of a cell. */
export interface RecordedGrade extends Grade {
  gradedAt: Date;
  state: GradeState;
  /** How often this very grade, with this timestamp, was given to a sender. */
  attempts: number;
  nextAttemptAt: Date;
}

/** `keep`: nothing is written. */
export type GradeDecision = { kind: 'keep' } | { kind: 'write'; gradedAt: Date; nextAttemptAt: Date };

/** Platforms compare whole seconds (Moodle): a later grade is later by one at least. */
const STEP_MS = 1000;
const SAME = 1e-6;

/** A score that counts. Anything else takes the grade away on some platforms. */
export const isRealGrade = ({ scoreGiven, gradingProgress }: Grade): boolean =>
  scoreGiven !== null && gradingProgress === 'FullyGraded';

/**
 * Whether a platform can be told of progress without a grade. Moodle and Canvas take that for “no grade” and erase
 * what is there, also what a teacher entered; neither shows the progress to anybody.
 */
export const takesProgress = (family: string): boolean => family !== 'moodle' && family !== 'canvas';

/** Whether a grade goes into the outbox, and with which timestamp. */
export function decideGrade(
  previous: RecordedGrade | null,
  next: Grade,
  { family, now }: { family: string; now: Date },
): GradeDecision {
  if (!isRealGrade(next) && !takesProgress(family)) return { kind: 'keep' };
  if (previous === null) return { kind: 'write', gradedAt: now, nextAttemptAt: now };
  if (isRealGrade(previous) && !isRealGrade(next)) return { kind: 'keep' };
  if (isSame(previous, next)) return { kind: 'keep' };
  const gradedAt = nextTimestamp(previous, now);
  // One on its way, or a platform that is given a rest, is waited for.
  const restsUntil = previous.state === 'waiting' ? previous.nextAttemptAt : now;
  return { kind: 'write', gradedAt, nextAttemptAt: later(gradedAt, restsUntil) };
}

/**
 * Later than anything the platform may have seen of the cell. A timestamp no sender ever got is used again, so that a
 * burst of grades doesn't run ahead of the clock: a platform that saw a time to come refuses everything until then.
 */
export function nextTimestamp(
  { gradedAt, state, attempts }: Pick<RecordedGrade, 'gradedAt' | 'state' | 'attempts'>,
  now: Date,
): Date {
  const unseen = state === 'waiting' && attempts === 0;
  return later(now, unseen ? gradedAt : new Date(gradedAt.getTime() + STEP_MS));
}

export const later = (a: Date, b: Date): Date => (a > b ? a : b);

function isSame(a: Grade, b: Grade): boolean {
  return (
    a.activityProgress === b.activityProgress &&
    a.gradingProgress === b.gradingProgress &&
    Math.abs(a.scoreMaximum - b.scoreMaximum) < SAME &&
    (a.scoreGiven === null || b.scoreGiven === null
      ? a.scoreGiven === b.scoreGiven
      : Math.abs(a.scoreGiven - b.scoreGiven) < SAME)
  );
}
