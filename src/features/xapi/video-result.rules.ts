/** What the stretches of a video that were played (video profile §6.5) tell of progress and time. */
import { readDurationSeconds } from './iso-duration.rules.ts';
import { VIDEO_LENGTH, VIDEO_SEGMENTS } from './learning-vocabulary.rules.ts';
import type { LearningEvent } from './learning-event.schema.ts';
import type { JsonValue, Statement } from './statement.schema.ts';

/** Seconds from the beginning of the video. */
interface Segment {
  start: number;
  end: number;
}

/**
 * Progress is the share of the video that was played at least once. The time is that of the last stretch alone: each
 * statement lists all that were played so far, and the ones before have been told.
 */
export function readPlayedSegments({
  result,
  context,
}: Pick<Statement, 'result' | 'context'>): Pick<LearningEvent, 'progressScaled' | 'durationSeconds'> {
  const segments = parseSegments(result?.extensions?.[VIDEO_SEGMENTS]);
  const last = segments.at(-1);
  if (!last) return {};
  const length = readSeconds(context?.extensions?.[VIDEO_LENGTH]);
  return {
    ...(length !== null && { progressScaled: Math.min(1, countPlayed(segments) / length) }),
    durationSeconds: last.end - last.start,
  };
}

/** What isn't a stretch forwards is left out: a player that jumped back without saying so. */
function parseSegments(value: JsonValue | undefined): Segment[] {
  if (typeof value !== 'string') return [];
  return value.split('[,]').flatMap((text) => {
    const [start = NaN, end = NaN, ...more] = text.split('[.]').map((part) => toSeconds(part));
    return more.length === 0 && start >= 0 && end > start ? [{ start, end }] : [];
  });
}

const toSeconds = (text: string): number => (/^\s*\d+(?:\.\d+)?\s*$/.test(text) ? Number(text) : NaN);

/** Seconds of the video that were played once or more often. */
function countPlayed(segments: readonly Segment[]): number {
  let played = 0;
  let reached = 0;
  for (const { start, end } of segments.toSorted((one, other) => one.start - other.start)) {
    played += Math.max(0, end - Math.max(start, reached));
    reached = Math.max(reached, end);
  }
  return played;
}

function readSeconds(value: JsonValue | undefined): number | null {
  const seconds = typeof value === 'string' ? readDurationSeconds(value) : value;
  return typeof seconds === 'number' && seconds > 0 ? seconds : null;
}
