import type { Lesson, Phase } from './programme.schema.ts';

/**
 * The phase of a moment by the course's timetable (R055). Within a lesson, ends excluded: in class. Between two
 * lessons the middle of the gap divides: up to it learners work on the last lesson (after class), from it on
 * they prepare for the next one (before class). Before the first lesson is before class, after the last one
 * after class. null: the course has no timetable. Lessons may come in any order and overlap.
 */
export function phaseOf(at: Date, lessons: Pick<Lesson, 'startsAt' | 'endsAt'>[]): Phase | null {
  const moment = at.getTime();
  let lastEnd = -Infinity;
  let nextStart = Infinity;
  for (const lesson of lessons) {
    const [start, end] = [lesson.startsAt.getTime(), lesson.endsAt.getTime()];
    if (start <= moment && moment < end) return 'in_class';
    if (end <= moment) lastEnd = Math.max(lastEnd, end);
    else nextStart = Math.min(nextStart, start);
  }
  if (lastEnd === -Infinity && nextStart === Infinity) return null;
  return moment - lastEnd < nextStart - moment ? 'post_class' : 'pre_class';
}
