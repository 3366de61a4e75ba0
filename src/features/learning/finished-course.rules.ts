import { buildFeatures, type Assignment, type FinishedRow } from '../risk/index.ts';
import { PASS_SHARE } from '../trajectory/index.ts';
import { WINDOW_DAYS } from './warning.rules.ts';

/** A finished course, in whole days since the epoch. */
export interface FinishedCourse {
  courseId: string;
  startDay: number;
  endDay: number;
  tasks: readonly { taskId: string; tier: string | null; dueDay: number }[];
  learners: readonly FinishedCourseLearner[];
}

export interface FinishedCourseLearner {
  personId: string;
  joinedDay: number;
  tier: string | null;
  work: ReadonlyMap<string, { doneDay: number; mark: number | null }>;
  /** Events by day, oldest first. */
  days: readonly { day: number; events: number }[];
}

const WEEK = 7;
/** Warnings in the last stretch of a course come too late to learn from. */
const FITTED_SHARE = 0.9;
const LEAST_TASKS = 2;

/**
 * A finished course, week by week as it was known then. Who has less than 60 % of the points in the end, missing work
 * counting nothing, didn't make it: leaving shows as missing work, while rosters are often emptied after a term. Of a
 * mark only the best one is kept, so a mark that was improved later counts from the first day on.
 */
export function replayFinished(course: FinishedCourse): FinishedRow[] {
  const { courseId, startDay, endDay, tasks, learners } = course;
  if (tasks.length < LEAST_TASKS) return [];
  const lastDay = startDay + (endDay - startDay) * FITTED_SHARE;
  const weeks = Math.max(0, Math.floor((lastDay - startDay) / WEEK));
  const joinedDays = learners.map(({ joinedDay }) => joinedDay).sort((a, b) => a - b);
  const usual = joinedDays[Math.floor(joinedDays.length / 2)] ?? 0;
  const failed = new Map(learners.map((learner) => [learner.personId, hasFailed(learner, course)]));
  return Array.from({ length: weeks }, (_, index) => index + 1).flatMap((week) => {
    const day = startDay + week * WEEK;
    const present = learners.filter(({ joinedDay }) => joinedDay <= day);
    const events = present.map((learner) => countEvents(learner, day));
    const courseMeanEvents = events.reduce((sum, count) => sum + count, 0) / Math.max(1, present.length);
    const marks = new Map(tasks.map(({ taskId }) => [taskId, meanMark(present, taskId, day)]));
    return present.map((learner, place) => ({
      courseId,
      personId: learner.personId,
      week,
      isMidway: week === Math.ceil(weeks / 2),
      failed: failed.get(learner.personId) ?? false,
      values: buildFeatures(
        {
          assignments: assignmentsOf(learner, course, day).map((one) => ({
            ...one,
            courseMark: marks.get(one.taskId) ?? null,
          })),
          activity: {
            events: events[place] ?? 0,
            courseMeanEvents,
            silentDays: day - Math.max(startDay, learner.joinedDay, lastActive(learner, day)),
          },
          previousAttempts: null,
          load: null,
          joinedDays: learner.joinedDay - usual,
        },
        day,
      ),
    }));
  });
}

function assignmentsOf(
  { tier, joinedDay, work }: FinishedCourseLearner,
  { tasks }: FinishedCourse,
  day: number,
): (Assignment & { taskId: string })[] {
  return tasks
    .filter(
      (task) => (task.tier === null || task.tier === (tier ?? 'zero_basis')) && task.dueDay >= joinedDay,
    )
    .map(({ taskId, dueDay }) => {
      const done = work.get(taskId);
      const isKnown = done !== undefined && done.doneDay <= day;
      return {
        taskId,
        weight: 1,
        dueDay,
        doneDay: isKnown ? done.doneDay : null,
        mark: isKnown ? done.mark : null,
        courseMark: null,
      };
    });
}

function hasFailed(learner: FinishedCourseLearner, course: FinishedCourse): boolean {
  const own = assignmentsOf(learner, course, course.endDay);
  const points = own.reduce((sum, { doneDay, mark }) => sum + (doneDay === null ? 0 : (mark ?? 1)), 0);
  return own.length > 0 && points / own.length < PASS_SHARE;
}

const countEvents = ({ days }: FinishedCourseLearner, until: number): number =>
  days
    .filter(({ day }) => day <= until && day > until - WINDOW_DAYS)
    .reduce((sum, { events }) => sum + events, 0);

const lastActive = ({ days }: FinishedCourseLearner, until: number): number =>
  days.findLast(({ day }) => day <= until)?.day ?? -Infinity;

function meanMark(present: readonly FinishedCourseLearner[], taskId: string, day: number): number | null {
  const marks = present.flatMap(({ work }) => {
    const done = work.get(taskId);
    return done === undefined || done.doneDay > day ? [] : (done.mark ?? []);
  });
  return marks.length === 0 ? null : marks.reduce((sum, mark) => sum + mark, 0) / marks.length;
}
