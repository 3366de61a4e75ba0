import type { Assignment, FeatureValues, LearnerRecord } from './risk.schema.ts';

/** Marks are taken to be so when work was handed in that nobody in the course has a mark for. */
const USUAL_MARK = 0.75;
/** Before the first deadline nobody has earned or lost a point. */
const NOTHING_DUE = 0.6;
/** More in a row says no more. */
const MISSED_RUN_MAX = 3;
const SILENT_WEEKS_MAX = 4;
const ACTIVITY_MAX = 2;
const ATTEMPTS_MAX = 3;
const JOINED_WEEKS_MAX = 8;
const DAYS_PER_WEEK = 7;

/** What the model sees of a learner on a day. */
export function buildFeatures(learner: LearnerRecord, day: number): FeatureValues {
  const due = learner.assignments.filter(({ dueDay }) => dueDay <= day);
  const { activity } = learner;
  return {
    missed_run: Math.min(MISSED_RUN_MAX, countMissedRun(due)),
    points_share: sharePoints(due),
    late_share: share(due, ({ doneDay, dueDay }) => doneDay !== null && doneDay > dueDay),
    activity_share:
      activity === null || activity.courseMeanEvents === 0
        ? null
        : Math.min(ACTIVITY_MAX, activity.events / activity.courseMeanEvents),
    silent_weeks: activity && Math.min(SILENT_WEEKS_MAX, activity.silentDays / DAYS_PER_WEEK),
    previous_attempts:
      learner.previousAttempts === null ? null : Math.min(ATTEMPTS_MAX, learner.previousAttempts),
    study_load: learner.load === null || learner.load <= 0 ? null : Math.log2(learner.load),
    joined_weeks:
      learner.joinedDays === null
        ? null
        : clamp(learner.joinedDays / DAYS_PER_WEEK, -JOINED_WEEKS_MAX, JOINED_WEEKS_MAX),
  };
}

/** How many of the latest deadlines passed one after the other without the work. */
export function countMissedRun(due: readonly Assignment[]): number {
  const latestDone = due.findLastIndex(({ doneDay }) => doneDay !== null);
  return due.length - 1 - latestDone;
}

/** Share of the points that could be had so far; what is missing has none, what waits for its mark the usual one. */
function sharePoints(due: readonly Assignment[]): number {
  const weigh = weightsOf(due);
  const possible = due.reduce((sum, one) => sum + weigh(one), 0);
  if (possible === 0) return NOTHING_DUE;
  const earned = due.reduce((sum, one) => sum + weigh(one) * pointsFor(one), 0);
  return earned / possible;
}

const pointsFor = ({ doneDay, mark, courseMark }: Assignment): number =>
  doneDay === null ? 0 : (mark ?? courseMark ?? USUAL_MARK);

/** Where no work carries a weight, each counts alike. */
function weightsOf(due: readonly Assignment[]): (one: Assignment) => number {
  const isWeighted = due.some(({ weight }) => weight > 0);
  return ({ weight }) => (isWeighted ? weight : 1);
}

const share = <T>(all: readonly T[], holds: (one: T) => boolean): number =>
  all.length === 0 ? 0 : all.filter(holds).length / all.length;

const clamp = (value: number, least: number, most: number) => Math.max(least, Math.min(most, value));
