import type { LearnerRecord } from '../risk/index.ts';
import { deadlinesOfTier, type LearnerSnapshot } from './learner-decision.rules.ts';
import { measureLearner } from './warning.rules.ts';

const DAY_MS = 86_400_000;
const dayOf = (at: Date) => at.getTime() / DAY_MS;

/** A course's learners as the risk model sees them, in the same order. Work that was due before somebody joined isn't theirs. */
export function buildRecords(course: readonly LearnerSnapshot[], now: Date): LearnerRecord[] {
  const joined = course.map(({ signals }) => dayOf(signals.joinedAt)).sort((a, b) => a - b);
  const usual = joined[Math.floor(joined.length / 2)] ?? 0;
  return course.map((snapshot) => {
    const { signals } = snapshot;
    const own = deadlinesOfTier(snapshot, snapshot.tier?.tier ?? 'zero_basis').filter(
      ({ dueAt }) => dueAt >= signals.joinedAt,
    );
    return {
      assignments: own.map(({ dueAt, completedAt, mark, courseMark }) => ({
        weight: 1,
        dueDay: dayOf(dueAt),
        doneDay: completedAt && dayOf(completedAt),
        mark,
        courseMark,
      })),
      activity: {
        events: signals.events,
        courseMeanEvents: signals.courseMeanEvents,
        silentDays: measureLearner({ ...signals, deadlines: own }, now)['silentDays'] ?? 0,
      },
      previousAttempts: null,
      load: null,
      joinedDays: dayOf(signals.joinedAt) - usual,
    };
  });
}
