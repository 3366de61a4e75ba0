import type { Database } from '../../infra/db.ts';
import {
  RUN_LASTS_DAYS,
  daysBefore,
  selectCurrentRuns,
  selectRiskStandings,
  type CurrentRun,
} from '../risk/index.ts';
import { fromWallTime } from '../roster/index.ts';
import { dayIn } from '../../infra/day.rules.ts';
import { selectOpenWeakSpots, selectTierStandings } from './decisions.queries.ts';
import { keyOf } from '../trajectory/index.ts';
import type { LearnerSnapshot } from './learner-decision.rules.ts';
import {
  findNewestEventAt,
  selectCompletions,
  selectCourseActivity,
  selectCourseSkillTries,
  selectDeadlines,
  selectLearners,
  selectLevels,
  type Pair,
  type Reassessed,
  type ReassessedCourse,
  type ReassessedLearner,
} from './reassess.queries.ts';
import { selectTierChecks } from './tier-check.queries.ts';
import { isLeaning } from './tier.rules.ts';
import { WINDOW_DAYS } from './warning.rules.ts';

const DAY_MS = 86_400_000;

export type SnapshotOf = Pair & { snapshot: LearnerSnapshot; openWeakSpotIds: ReadonlyMap<string, string> };

export interface Snapshots {
  learners: SnapshotOf[];
  courses: ReassessedCourse[];
  /** The model's newest looks at the courses. */
  runs: CurrentRun[];
}

/** All that the rules ask about the learners looked at, in one query per kind of fact whatever their number. */
export async function loadSnapshots(
  db: Database,
  schoolId: string,
  timeZone: string,
  which: Reassessed,
  now: Date,
): Promise<Snapshots> {
  const since = dayIn(timeZone, new Date(now.getTime() - (WINDOW_DAYS - 1) * DAY_MS));
  const learners = await selectLearners(db, schoolId, which, since);
  if (learners.length === 0) return { learners: [], courses: [], runs: [] };
  const courseIds = [...new Set(learners.map(({ courseId }) => courseId))];
  const personIds = [...new Set(learners.map(({ personId }) => personId))];
  const courses = await selectCourseActivity(db, schoolId, courseIds, since);
  const deadlines = await selectDeadlines(db, schoolId, courseIds, now);
  const taskIds = deadlines.map(({ taskId }) => taskId);
  const completions = new Map(
    (await selectCompletions(db, schoolId, taskIds, personIds)).map((row) => [
      keyOf(row.taskId, row.personId),
      row,
    ]),
  );
  const skills = groupBy(await selectCourseSkillTries(db, schoolId, learners), keyOfPair);
  const levels = new Map((await selectLevels(db, schoolId, personIds)).map((row) => [row.personId, row]));
  const checks = new Map(
    (await selectTierChecks(db, schoolId, learners)).map((row) => [keyOfPair(row), row]),
  );
  const tiers = new Map(
    (await selectTierStandings(db, schoolId, learners)).map((row) => [
      keyOfPair(row),
      { ...row, leaning: isLeaning(row.reasonId) },
    ]),
  );
  const openSpots = groupBy(await selectOpenWeakSpots(db, schoolId, personIds), keyOfPair);
  const newestEventAt = await findNewestEventAt(db, schoolId);
  const runSince = daysBefore(dayIn(timeZone, now), RUN_LASTS_DAYS);
  const risks = new Map(
    (await selectRiskStandings(db, schoolId, { courseIds, personIds, since: runSince })).map((row) => [
      keyOfPair(row),
      row,
    ]),
  );
  const runs = await selectCurrentRuns(db, schoolId, { courseIds, since: runSince });
  const courseOf = new Map(courses.map((course) => [course.courseId, course]));
  const deadlinesOf = groupBy(deadlines, ({ courseId }) => courseId);

  return {
    courses,
    runs,
    learners: learners.map((learner) => {
      const { courseId, personId } = learner;
      const course = courseOf.get(courseId);
      if (!course) throw new Error('A membership names a course that is not there.');
      const spots = openSpots.get(keyOfPair(learner)) ?? [];
      return {
        courseId,
        personId,
        openWeakSpotIds: new Map(spots.map(({ skillId, id }) => [skillId, id])),
        snapshot: {
          skills: skills.get(keyOfPair(learner)) ?? [],
          allSkills: levels.get(personId) ?? { attempts: 0, correct: 0 },
          tier: tiers.get(keyOfPair(learner)) ?? null,
          tierCheck: checks.get(keyOfPair(learner)) ?? null,
          openWeakSpots: new Map(spots.map(({ skillId, ...spot }) => [skillId, spot])),
          signals: {
            ...presentSignals(learner, course, timeZone, now),
            newestEventAt,
            risk: risks.get(keyOfPair(learner)) ?? null,
          },
          deadlines: (deadlinesOf.get(courseId) ?? []).map(
            ({ taskId, title, tier, dueAt, done, courseMark }) => ({
              title,
              tier,
              dueAt,
              completedAt: completions.get(keyOf(taskId, personId))?.completedAt ?? null,
              mark: completions.get(keyOf(taskId, personId))?.bestScaled ?? null,
              courseMark,
              doneShare: course.learners === 0 ? 0 : Math.min(1, done / course.learners),
            }),
          ),
        },
      };
    }),
  };
}

function presentSignals(
  learner: ReassessedLearner,
  course: ReassessedCourse,
  timeZone: string,
  now: Date,
): Omit<LearnerSnapshot['signals'], 'newestEventAt' | 'risk'> {
  const { joinedAt, lastActivityAt, lastStatementId, events } = learner;
  const { termStartsOn, termEndsOn } = course;
  const today = dayIn(timeZone, now);
  const hasTerm = termStartsOn !== null && termEndsOn !== null;
  const others = course.learners - 1;
  const activeOthers = course.activeLearners - (events > 0 ? 1 : 0);
  return {
    joinedAt,
    lastActivityAt,
    lastStatementId,
    events,
    courseMeanEvents: course.learners === 0 ? 0 : course.events / course.learners,
    activeShare: others > 0 ? activeOthers / others : 0,
    termStartsAt: termStartsOn === null ? null : fromWallTime(`${termStartsOn}T00:00`, timeZone),
    inTerm: !hasTerm || (today >= termStartsOn && today <= termEndsOn),
  };
}

export const keyOfPair = ({ courseId, personId }: Pair): string => keyOf(courseId, personId);

function groupBy<T>(rows: readonly T[], key: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group) group.push(row);
    else groups.set(key(row), [row]);
  }
  return groups;
}
