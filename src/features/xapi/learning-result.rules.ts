/** Score, success, completion, progress and time as learning may use them, traps of the senders removed. */
import { readDurationSeconds } from './iso-duration.rules.ts';
import type { LearningEvent, LearningEventKind } from './learning-event.schema.ts';
import { CMI5_PROGRESS, VIDEO_PROGRESS, type MoodleEventReading } from './learning-vocabulary.rules.ts';
import type { Result, Score } from './statement.schema.ts';

type LearningResult = Partial<
  Pick<LearningEvent, 'success' | 'completion' | 'scoreScaled' | 'progressScaled' | 'durationSeconds'>
>;

/** @param moodle how to read the event's result, null when the sender is not Moodle's logstore_xapi */
export function readResult(
  result: Result | undefined,
  kind: LearningEventKind,
  moodle: MoodleEventReading | null,
): LearningResult {
  return withoutUndefined({
    success: readSuccess(result, kind, moodle),
    completion: result?.completion ?? (kind === 'completed' ? true : undefined),
    scoreScaled: result?.score && readScore(result.score, moodle !== null),
    progressScaled: readProgress(result),
    durationSeconds:
      result?.duration === undefined ? undefined : (readDurationSeconds(result.duration) ?? undefined),
  });
}

function readSuccess(
  result: Result | undefined,
  kind: LearningEventKind,
  moodle: MoodleEventReading | null,
): boolean | undefined {
  if (kind === 'passed' || kind === 'failed') return kind === 'passed';
  const isEmptyTrue = moodle?.isSuccessOneSided === true && kind !== 'answered' && result?.success === true;
  return isEmptyTrue ? undefined : result?.success;
}

/**
 * Share of the points, 0 … 1.
 *
 * raw, min and max decide whenever they are there. `scaled` can't be trusted from Moodle: logstore_xapi maps it to
 * −1 … 1 since plugin 4.8 (half the points → 0.0), and to raw/max before, with nothing in the statement to tell
 * which. Elsewhere it is the sender's own share of the points; what is below zero counts as zero.
 */
export function readScore({ raw, min, max, scaled }: Score, isFromMoodle: boolean): number | undefined {
  if (raw !== undefined && min !== undefined && max !== undefined) {
    return max > min ? clamp((raw - min) / (max - min)) : undefined;
  }
  if (scaled !== undefined && !isFromMoodle) return clamp(scaled);
  // SCORM in Moodle may lack the minimum, which SCORM 1.2 sets to 0 by default.
  const hasMaximum = raw !== undefined && max !== undefined && max > 0;
  return hasMaximum ? clamp(raw / max) : undefined;
}

function readProgress(result: Result | undefined): number | undefined {
  const video = result?.extensions?.[VIDEO_PROGRESS];
  if (typeof video === 'number') return clamp(video);
  const percent = result?.extensions?.[CMI5_PROGRESS];
  return typeof percent === 'number' ? clamp(percent / 100) : undefined;
}

const clamp = (share: number) => Math.min(1, Math.max(0, share));

/** Absent, not undefined: the event is compared and stored as JSON. */
function withoutUndefined(result: {
  [K in keyof LearningResult]: LearningResult[K] | undefined;
}): LearningResult {
  return Object.fromEntries(Object.entries(result).filter(([, value]) => value !== undefined));
}
