import type { Phase, Timetable } from './programme.schema.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/**
 * The phase of a moment by the course's timetable (R055). A lesson lasts from `graceMinutes` before its start to as long
 * after its end (excluded): within it is in class. Between two lessons learners first work on the last one (after class)
 * and then prepare for the next (before class): from the middle of the gap on, but not earlier than `preparationHours`
 * before it. Before the first lesson is before class, after the last one after class. null: there is no timetable.
 * Lessons may come in any order and overlap.
 */
export function decidePhase(at: Date, { lessons, graceMinutes, preparationHours }: Timetable): Phase | null {
  const moment = at.getTime();
  const grace = graceMinutes * MINUTE_MS;
  let lastEnd = -Infinity;
  let nextStart = Infinity;
  for (const lesson of lessons) {
    const [start, end] = [lesson.startsAt.getTime() - grace, lesson.endsAt.getTime() + grace];
    if (start <= moment && moment < end) return 'in_class';
    if (end <= moment) lastEnd = Math.max(lastEnd, end);
    else nextStart = Math.min(nextStart, start);
  }
  if (lastEnd === -Infinity) return nextStart === Infinity ? null : 'pre_class';
  if (nextStart === Infinity) return 'post_class';
  const prepares = Math.max((lastEnd + nextStart) / 2, nextStart - preparationHours * HOUR_MS);
  return moment < prepares ? 'post_class' : 'pre_class';
}
