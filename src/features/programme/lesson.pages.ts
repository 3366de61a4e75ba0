import { toWallTime } from '../roster/index.ts';
import type { Lesson } from './programme.schema.ts';

export interface LessonView extends Lesson {
  /** Ends on the day it starts: the end's time alone says when. */
  sameDay: boolean;
}

export const presentLessons = (lessons: Lesson[], timeZone: string): LessonView[] =>
  lessons.map((lesson) => ({
    ...lesson,
    sameDay: dayOf(lesson.startsAt, timeZone) === dayOf(lesson.endsAt, timeZone),
  }));

const dayOf = (at: Date, timeZone: string): string => toWallTime(at, timeZone).slice(0, 10);
