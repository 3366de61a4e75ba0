import type { TaskKind } from '../programme/index.ts';

/** About how long one thing takes; the plan of a course tells no times. */
const TASK_MINUTES: Record<TaskKind, number> = {
  reading: 15,
  quiz: 20,
  assignment: 60,
  project: 90,
  offline: 45,
};
const PRACTICE_MINUTES = 10;
const SHORT_MINUTES = 5;
/** More of a kind in one week would only discourage. */
const PRACTICES_MAX = 2;
const SHORT_MAX = 3;
/** A week has at least so much room, even after one in which nothing was done. */
const LEAST_MINUTES = 60;

export interface WeekSituation {
  /** Tasks not done, most urgent first; `pressing`: required and late, or due by the end of the week. */
  tasks: readonly { kind: TaskKind; pressing: boolean }[];
  weakSpots: number;
  probes: number;
  /** Mastered skills that are due to come back. */
  reviews: number;
  /** Learned this week so far, and in the whole week before. */
  minutesDone: number;
  lastWeekMinutes: number;
}

export interface WeekPlan {
  tasks: number;
  practices: number;
  probes: number;
  reviews: number;
  /** What all this will take, about. */
  minutesLeft: number;
  minutesDone: number;
  /** Tasks that can wait for another week. */
  later: number;
}

/**
 * What is left for this week (R034), anew at each look: what was done makes room, what was put off comes back. What
 * presses is always in; then weak spots, probes and reviews, a few of each; then the next tasks, as far as the week has
 * room by what the learner gave last week.
 */
export function planWeek(situation: WeekSituation): WeekPlan {
  const pressing = situation.tasks.filter((task) => task.pressing);
  const practices = Math.min(PRACTICES_MAX, situation.weakSpots);
  const probes = Math.min(SHORT_MAX, situation.probes);
  const reviews = Math.min(SHORT_MAX, situation.reviews);
  let minutesLeft =
    pressing.reduce((sum, { kind }) => sum + TASK_MINUTES[kind], 0) +
    practices * PRACTICE_MINUTES +
    (probes + reviews) * SHORT_MINUTES;
  const room = Math.max(LEAST_MINUTES, situation.lastWeekMinutes) - situation.minutesDone;
  let tasks = pressing.length;
  for (const { kind } of situation.tasks.filter((task) => !task.pressing)) {
    if (minutesLeft + TASK_MINUTES[kind] > room) break;
    minutesLeft += TASK_MINUTES[kind];
    tasks += 1;
  }
  const later = situation.tasks.length - tasks;
  return { tasks, practices, probes, reviews, minutesLeft, minutesDone: situation.minutesDone, later };
}
