import type { Phase } from '../programme/index.ts';
import type { LearningEvent, LearningEventKind } from '../xapi/index.ts';
import type { DayFact, Facts, LearnerFact, LocatedEvent, PhaseFact, SkillFact } from './facts.schema.ts';
import { foldTask, readOutcome } from './task-facts.rules.ts';

/** A gap between two events counts as learning time up to this long … */
export const GAP_SECONDS = 600;
/** … and after one this long somebody comes back: that is a new sitting, not learning time. */
export const SITTING_SECONDS = 3600;
/** How many outcomes tell what somebody can do now. */
export const WINDOW = 10;
/** Weight of the newest outcome in `recent` (notes/learning.md §2h), and what it starts from. */
const RECENT_RATE = 0.3;
const RECENT_START = 0.65;
const RUN_MAX = 10;

export const keyOf = (...parts: string[]): string => parts.join('|');
export const noFacts = (): Facts => ({
  learners: new Map(),
  days: new Map(),
  phases: new Map(),
  tasks: new Map(),
  skills: new Map(),
});

/** Facts after events in stored order, from the facts before them; equal for every way to cut the order into pieces. */
export function foldEvents(before: Facts, events: readonly LocatedEvent[]): Facts {
  const facts: Facts = {
    learners: new Map(before.learners),
    days: new Map(before.days),
    phases: new Map(before.phases),
    tasks: new Map(before.tasks),
    skills: new Map(before.skills),
  };
  for (const located of events) foldEvent(facts, located);
  return facts;
}

function foldEvent(facts: Facts, located: LocatedEvent): void {
  const learnerKey = keyOf(located.courseId, located.personId);
  const dayKey = keyOf(located.courseId, located.personId, located.day);
  const learner = facts.learners.get(learnerKey);
  const day = facts.days.get(dayKey);
  const seconds = countSeconds(learner, day, located.event);
  let isTaskDone = false;
  if (located.task) {
    const taskKey = keyOf(located.task.id, located.personId);
    const before = facts.tasks.get(taskKey);
    const task = foldTask(before, located, located.task);
    isTaskDone = task.completedAt !== null && (before?.completedAt ?? null) === null;
    facts.tasks.set(taskKey, task);
  }
  creditTask(facts, located, learner?.lastTaskId ?? null, seconds);
  facts.learners.set(learnerKey, foldLearner(learner, located, seconds));
  facts.days.set(dayKey, foldDay(day, located, seconds));
  const outcome = readOutcome(located);
  if (located.phase !== null) {
    const phaseKey = keyOf(dayKey, located.phase);
    const counted = { seconds, isTaskDone, outcome };
    facts.phases.set(phaseKey, foldPhase(facts.phases.get(phaseKey), located, located.phase, counted));
  }
  if (outcome === null) return;
  for (const skillId of located.skillIds) {
    const skillKey = keyOf(located.personId, skillId);
    facts.skills.set(skillKey, foldSkill(facts.skills.get(skillKey), skillId, located, outcome));
  }
}

/**
 * Seconds of learning that end with this event: its own duration, else the gap since the event before. Never more
 * than the time since then, so that overlapping reports (an attempt and its questions) aren't counted twice; nothing
 * for what is told after later things of the same day.
 */
export function countSeconds(
  learner: Pick<LearnerFact, 'lastActivityAt'> | undefined,
  day: Pick<DayFact, 'lastActivityAt'> | undefined,
  event: Pick<LearningEvent, 'timestampAt' | 'durationSeconds'>,
): number {
  const at = event.timestampAt.getTime();
  const lastOfDay = day?.lastActivityAt.getTime();
  const lastEver = learner?.lastActivityAt.getTime();
  const last = lastOfDay ?? (lastEver !== undefined && lastEver <= at ? lastEver : undefined);
  const gap = last === undefined ? Infinity : Math.max(0, Math.round((at - last) / 1000));
  if (event.durationSeconds !== undefined)
    return Math.min(Math.round(event.durationSeconds), gap, SITTING_MAX);
  return gap >= SITTING_SECONDS ? 0 : Math.min(gap, GAP_SECONDS);
}

/** No sitting is believed to be longer: senders count a browser left open over night. */
const SITTING_MAX = 4 * 3600;

/** Opening something ends the time spent on what was open before; everything else is time spent on itself. */
const ARRIVALS: ReadonlySet<LearningEventKind> = new Set(['viewed', 'started', 'session', 'other']);

function creditTask(facts: Facts, located: LocatedEvent, lastTaskId: string | null, seconds: number): void {
  const arrives = ARRIVALS.has(located.event.kind) && located.event.durationSeconds === undefined;
  const taskId = arrives ? lastTaskId : (located.task?.id ?? null);
  const key = taskId === null ? null : keyOf(taskId, located.personId);
  const fact = key === null ? undefined : facts.tasks.get(key);
  if (key !== null && fact) facts.tasks.set(key, { ...fact, seconds: fact.seconds + seconds });
}

function foldLearner(fact: LearnerFact | undefined, located: LocatedEvent, seconds: number): LearnerFact {
  const { courseId, personId, statementId } = located;
  const at = located.event.timestampAt;
  const isLatest = !fact || at >= fact.lastActivityAt;
  return {
    courseId,
    personId,
    statements: (fact?.statements ?? 0) + 1,
    secondsOnTask: (fact?.secondsOnTask ?? 0) + seconds,
    firstActivityAt: fact && fact.firstActivityAt < at ? fact.firstActivityAt : at,
    lastActivityAt: isLatest ? at : fact.lastActivityAt,
    lastStatementId: isLatest ? statementId : fact.lastStatementId,
    lastTaskId: isLatest ? (located.task?.id ?? null) : fact.lastTaskId,
  };
}

function foldDay(fact: DayFact | undefined, located: LocatedEvent, seconds: number): DayFact {
  const { courseId, personId, day } = located;
  const at = located.event.timestampAt;
  return {
    courseId,
    personId,
    day,
    statements: (fact?.statements ?? 0) + 1,
    seconds: (fact?.seconds ?? 0) + seconds,
    lastActivityAt: fact && fact.lastActivityAt > at ? fact.lastActivityAt : at,
  };
}

/** The time that ends with an event is its phase's, as it is its day's. */
function foldPhase(
  fact: PhaseFact | undefined,
  { courseId, personId, day }: LocatedEvent,
  phase: Phase,
  { seconds, isTaskDone, outcome }: { seconds: number; isTaskDone: boolean; outcome: boolean | null },
): PhaseFact {
  return {
    courseId,
    personId,
    day,
    phase,
    statements: (fact?.statements ?? 0) + 1,
    seconds: (fact?.seconds ?? 0) + seconds,
    tasks: (fact?.tasks ?? 0) + (isTaskDone ? 1 : 0),
    answers: (fact?.answers ?? 0) + (outcome === null ? 0 : 1),
    correct: (fact?.correct ?? 0) + (outcome === true ? 1 : 0),
  };
}

function foldSkill(
  fact: SkillFact | undefined,
  skillId: string,
  located: LocatedEvent,
  correct: boolean,
): SkillFact {
  const at = located.event.timestampAt;
  const outcomes = ((fact?.outcomes ?? '') + (correct ? '1' : '0')).slice(-WINDOW);
  const recent = fact?.recent ?? RECENT_START;
  const run = fact?.run ?? 0;
  return {
    personId: located.personId,
    skillId,
    answers: (fact?.answers ?? 0) + 1,
    attempts: outcomes.length,
    correct: outcomes.replaceAll('0', '').length,
    outcomes,
    recent: recent + RECENT_RATE * ((correct ? 1 : 0) - recent),
    run: correct ? Math.min(RUN_MAX, Math.max(0, run) + 1) : Math.max(-RUN_MAX, Math.min(0, run) - 1),
    lastAttemptAt: fact && fact.lastAttemptAt > at ? fact.lastAttemptAt : at,
    evidence: [located.statementId, ...(fact?.evidence ?? [])].slice(0, WINDOW),
  };
}
