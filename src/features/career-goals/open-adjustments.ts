import type { Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { getSchoolClock, openCase } from '../cases/index.ts';
import { addDays } from '../../infra/day.rules.ts';
import type { AdjustmentSource, EvidenceSentence } from './calibration.schema.ts';
import { GOAL_RULE } from './goal.rules.ts';
import type { GoalWithPost } from './goal.schema.ts';
import { careerAdjustments } from './goals.tables.ts';
import { selectNewestCourses } from './adjustments.queries.ts';

/** A learner has so long to say whether a goal still holds. */
export const ANSWER_WITHIN_DAYS = 14;

export interface Adjustment {
  schoolId: string;
  today: string;
  /** Where the career teacher follows it; left out: the course each learner came to last. */
  courseId?: string;
  goals: readonly Pick<GoalWithPost, 'id' | 'personId'>[];
  source: AdjustmentSource;
  /** The same occasion asks about a goal once. */
  occasion: string;
  evidence: EvidenceSentence[];
}

/** Asks learners whether their goals still hold, and opens the case by which the career teacher sees to an answer. */
export async function openAdjustments(tx: Database, deps: Deps, asked: Adjustment): Promise<number> {
  const { schoolId, today, source, occasion, evidence } = asked;
  if (asked.goals.length === 0) return 0;
  const opened = await tx
    .insert(careerAdjustments)
    .values(
      asked.goals.map(({ id: goalId, personId }) => ({
        schoolId,
        id: deps.newId(),
        personId,
        goalId,
        source,
        occasion,
        evidence,
        openedOn: today,
        dueOn: addDays(today, ANSWER_WITHIN_DAYS),
      })),
    )
    .onConflictDoNothing()
    .returning({ id: careerAdjustments.id, personId: careerAdjustments.personId });
  const personIds = opened.map(({ personId }) => personId);
  const courses =
    asked.courseId === undefined ? await selectNewestCourses(tx, { schoolId, personIds }) : null;
  const clock = await getSchoolClock(tx, schoolId);
  for (const { personId } of opened) {
    const courseId = asked.courseId ?? courses?.get(personId);
    if (courseId === undefined) continue;
    // One open case per learner and course holds all questions that are open.
    await openCase(tx, deps, clock, {
      schoolId,
      kind: 'goal_adjustment',
      courseId,
      subjectPersonId: personId,
      level: 'yellow',
      evidence: {
        lines: evidence.map((line) => ({ ...line, statementIds: [] })),
        suggestion: 'careerGoals.suggestion',
        measures: {},
      },
      ruleVersion: GOAL_RULE,
    });
  }
  return opened.length;
}
