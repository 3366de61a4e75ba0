import type { AttendanceState, OfflineKind } from './training.schema.ts';

/** So long a code shown by the teacher holds. */
export const CHECK_IN_MINUTES = 10;
/** Who checks in later than this after the start was late. */
export const LATE_AFTER_MINUTES = 10;
/** So often within the window somebody may type a code: one in two hundred thousand would be found by trying. */
export const CHECK_IN_TRIES = 5;
export const CHECK_IN_WINDOW_MINUTES = 10;
/** Lessons so far back are still offered for recording. */
export const SUGGESTED_DAYS = 14;
const SUGGESTIONS_MAX = 5;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** What a learner's own check-in says of when they came. */
export const decideArrival = (startsAt: Date, now: Date): AttendanceState =>
  now.getTime() - startsAt.getTime() > LATE_AFTER_MINUTES * MINUTE_MS ? 'late' : 'present';

interface TimetableLesson {
  id: string;
  title: string;
  place: string | null;
  startsAt: Date;
  endsAt: Date;
}

/** What a lesson of the timetable becomes when it is recorded. */
export const describeLesson = ({ id, title, place, startsAt, endsAt }: TimetableLesson) => ({
  lessonId: id,
  title,
  place,
  startsAt,
  minutes: Math.max(1, Math.round((endsAt.getTime() - startsAt.getTime()) / MINUTE_MS)),
});

/**
 * Lessons that may be recorded with one click: of the last two weeks and the next twelve hours, nearest to now first,
 * without those that were recorded, from the timetable or by hand at the same time.
 */
export function suggestLessons<L extends TimetableLesson>(
  lessons: readonly L[],
  recorded: readonly { lessonId: string | null; startsAt: Date; minutes: number }[],
  now: Date,
): L[] {
  const isRecorded = (lesson: L) =>
    recorded.some(
      ({ lessonId, startsAt, minutes }) =>
        lessonId === lesson.id ||
        (lessonId === null &&
          startsAt < lesson.endsAt &&
          startsAt.getTime() + minutes * MINUTE_MS > lesson.startsAt.getTime()),
    );
  const distance = ({ startsAt }: L) => Math.abs(startsAt.getTime() - now.getTime());
  return lessons
    .filter(
      ({ startsAt }) =>
        startsAt.getTime() > now.getTime() - SUGGESTED_DAYS * DAY_MS &&
        startsAt.getTime() < now.getTime() + DAY_MS / 2,
    )
    .filter((lesson) => !isRecorded(lesson))
    .sort((a, b) => distance(a) - distance(b))
    .slice(0, SUGGESTIONS_MAX);
}

/** Whom a session is for: the course's learners, or those of them who are in its class. */
export const isFor = (session: { classId: string | null }, learner: { classId: string | null }): boolean =>
  session.classId === null || session.classId === learner.classId;

export interface AttendanceCounts {
  present: number;
  late: number;
  absent: number;
  excused: number;
}

/** Share of the sessions one had to attend that one did, 0..1; excused ones aren't counted; null: there was none. */
export function shareAttended({ present, late, absent }: AttendanceCounts): number | null {
  const due = present + late + absent;
  return due === 0 ? null : (present + late) / due;
}

/** The kinds that tell of 素养, the third axis beside knowledge and skills (§5.2.2.2, R037). */
export const QUALITY_KINDS: readonly OfflineKind[] = ['professional_quality', 'ideological_education'];
