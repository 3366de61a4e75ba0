/** What the fold and the rules would have written about one learner, written directly. */
import { cases } from '../../../src/features/cases/cases.tables.ts';
import {
  dayFacts,
  learnerFacts,
  skillFacts,
  taskFacts,
} from '../../../src/features/trajectory/facts.tables.ts';
import { tierDecisions, weakSpots } from '../../../src/features/learning/learning.tables.ts';
import { assessMastery, assessOwnLevel } from '../../../src/features/learning/mastery.rules.ts';
import type { Tier } from '../../../src/features/programme/index.ts';
import { identities, serviceStages } from '../../../src/features/roster/roster.tables.ts';
import type { Deps } from '../../../src/infra/deps.ts';
import { aMember } from '../../support/builders.ts';

export const DAY_MS = 86_400_000;

export interface Course {
  schoolId: string;
  courseId: string;
}

export interface Answers {
  skillId: string;
  attempts: number;
  correct: number;
}

/** Writes what the fold would: answers per skill, with a weak spot wherever the rule finds one. */
export async function withSkills(
  deps: Deps,
  key: Course & { personId: string },
  answers: Answers[],
): Promise<void> {
  const { schoolId, personId } = key;
  const ownLevel = assessOwnLevel(answers);
  for (const one of answers) {
    const { mastery, low, high } = assessMastery(one, ownLevel);
    const statementIds = Array.from({ length: Math.min(3, one.attempts) }, () => deps.newId());
    await deps.db.insert(skillFacts).values({
      schoolId,
      personId,
      ...one,
      answers: one.attempts,
      outcomes: '1'.repeat(one.correct).padEnd(one.attempts, '0'),
      recent: mastery,
      run: one.correct === one.attempts ? one.correct : -1,
      lastAttemptAt: deps.now(),
      evidence: statementIds,
    });
    if (mastery >= 0.6 || one.attempts < 4) continue;
    await deps.db.insert(weakSpots).values({
      ...key,
      id: deps.newId(),
      skillId: one.skillId,
      foundAt: new Date(deps.now().getTime() - 2 * DAY_MS),
      evidence: {
        mastery,
        low,
        high,
        attempts: one.attempts,
        correct: one.correct,
        statementIds,
      },
      ruleVersion: 'weak-spot-1',
    });
  }
}

/** Days of learning up to today, minutes by days ago, and the sum of them. */
export async function withTime(
  deps: Deps,
  key: Course & { personId: string },
  minutes: Record<number, number>,
): Promise<void> {
  const days = Object.entries(minutes).map(([daysAgo, count]) => ({
    at: new Date(deps.now().getTime() - Number(daysAgo) * DAY_MS),
    seconds: count * 60,
  }));
  for (const { at, seconds } of days) {
    await deps.db
      .insert(dayFacts)
      .values({ ...key, day: at.toISOString().slice(0, 10), statements: 4, seconds, lastActivityAt: at });
  }
  const times = days.map(({ at }) => at.getTime());
  await deps.db.insert(learnerFacts).values({
    ...key,
    statements: days.length * 4,
    secondsOnTask: days.reduce((sum, day) => sum + day.seconds, 0),
    firstActivityAt: new Date(Math.min(...times)),
    lastActivityAt: new Date(Math.max(...times)),
    lastStatementId: deps.newId(),
  });
}

export async function withTier(
  deps: Deps,
  key: Course & { personId: string },
  tier: Tier,
  provisional = false,
): Promise<void> {
  await deps.db.insert(tierDecisions).values({
    ...key,
    id: deps.newId(),
    tier,
    provisional,
    evidence: {
      reason: {
        id: `learning.tierReason.${provisional ? 'unsure' : 'placed'}`,
        values: { answers: 12, correct: 6, percent: 50, cut: 70, needed: 10 },
      },
      answers: 12,
      answersSoFar: 12,
      estimate: 0.5,
      low: 0.37,
      high: 0.63,
      cut: 0.7,
    },
    ruleVersion: 'tier-1',
    decidedAt: new Date(deps.now().getTime() - 3 * DAY_MS),
    current: true,
  });
}

export async function withWarning(
  deps: Deps,
  key: Course & { personId: string | null },
  level: 'yellow' | 'red',
  openedDaysAgo = 1,
): Promise<{ caseId: string }> {
  const caseId = deps.newId();
  const openedAt = new Date(deps.now().getTime() - openedDaysAgo * DAY_MS);
  await deps.db.insert(cases).values({
    schoolId: key.schoolId,
    courseId: key.courseId,
    subjectPersonId: key.personId,
    id: caseId,
    kind: 'warning',
    level,
    state: 'raised',
    openedAt,
    dueAt: new Date(openedAt.getTime() + 3 * DAY_MS),
    evidence: {
      lines: [
        {
          id: 'cases.line.missedDeadline',
          values: { task: 'Task 1', days: 4, donePercent: 80 },
          statementIds: [],
        },
      ],
      suggestion: 'cases.suggestion.agreeOnPlan',
      measures: {},
    },
    ruleVersion: 'warning-1',
  });
  return { caseId };
}

export async function withTaskDone(
  deps: Deps,
  key: { schoolId: string; personId: string },
  taskId: string,
  bestScaled: number | null = 0.85,
): Promise<void> {
  await deps.db.insert(taskFacts).values({
    ...key,
    taskId,
    startedAt: deps.now(),
    completedAt: deps.now(),
    bestScaled,
    attempts: 1,
    seconds: 600,
    lastStatementId: deps.newId(),
  });
}

/** A learner known to the tool by its own accounts, as a launch would leave them. */
export async function aLearner(deps: Deps, course: Course, name: string): Promise<{ personId: string }> {
  const { personId } = await aMember(deps, { ...course, role: 'learner', name });
  await deps.db.insert(identities).values({
    schoolId: course.schoolId,
    actorKey: `account|${deps.config.publicUrl}|${personId}`,
    personId,
    method: 'waymark',
    confidence: 'certain',
    createdAt: deps.now(),
  });
  await deps.db.insert(serviceStages).values({
    schoolId: course.schoolId,
    personId,
    stage: 'teaching',
    startedAt: deps.now(),
    source: 'launch',
  });
  return { personId };
}
