/** A course whose roster may be read, with what is known of its last reading. */
export interface RosterCourse {
  contextId: string;
  lastLaunchAt: Date | null;
  triedAt: Date | null;
  /** Readings that failed since the last good one. */
  failures: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A course nobody has opened for so long is over. */
const COURSE_ENDS_DAYS = 120;
/** Each night every course is read once, at its own place within these hours. */
const NIGHT_HOURS = 5;
/** After a night that was missed (nothing ran), at any hour. */
const OVERDUE_HOURS = 36;
const LONGEST_REST_HOURS = 24;
/** Jobs come a little early or late. */
const SLACK_MS = 5 * 60_000;

/**
 * Whether the roster is to be read now: each night, hourly while the course is in use, and after failures less and
 * less often. `minutesOfDay`: the wall clock of the school.
 */
export function isRosterDue(course: RosterCourse, now: Date, minutesOfDay: number): boolean {
  const { lastLaunchAt, triedAt, failures } = course;
  const since = (moment: Date) => now.getTime() - moment.getTime() + SLACK_MS;
  if (lastLaunchAt === null || since(lastLaunchAt) > COURSE_ENDS_DAYS * DAY_MS) return false;
  if (triedAt === null) return true;
  const sinceTried = since(triedAt);
  if (failures > 0) return sinceTried >= restHours(failures) * HOUR_MS;
  if (since(lastLaunchAt) < DAY_MS) return sinceTried >= HOUR_MS;
  if (sinceTried >= OVERDUE_HOURS * HOUR_MS) return true;
  const sinceMidnightMs = minutesOfDay * 60_000;
  const triedToday = now.getTime() - triedAt.getTime() <= sinceMidnightMs;
  return !triedToday && minutesOfDay < NIGHT_HOURS * 60 && minutesOfDay >= placeInNight(course.contextId);
}

const restHours = (failures: number): number => Math.min(2 ** (failures - 1), LONGEST_REST_HOURS);

/** Minute of the night that is this course's: the same each night, and spread. */
function placeInNight(contextId: string): number {
  let hash = 0;
  for (const letter of contextId) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_003;
  return hash % ((NIGHT_HOURS - 1) * 60);
}

/** How many may leave unasked: a course that shrank is believed to have when a later reading says the same, not the very next minute. */
export const expectedLeaving = (doubt: { since: string; leaving: number } | null, now: Date): number =>
  doubt !== null && now.getTime() - new Date(doubt.since).getTime() + SLACK_MS >= HOUR_MS ? doubt.leaving : 0;

/** Since when a course is doubted: anew when still more are missing. */
export const doubtSince = (
  before: { since: string; leaving: number } | null,
  doubt: { leaving: number },
  readAt: Date,
): string => (before && doubt.leaving <= before.leaving ? before.since : readAt.toISOString());
