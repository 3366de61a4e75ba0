import type { LearningEventKind } from '../xapi/index.ts';
import type { LocatedEvent, TaskFact } from './facts.schema.ts';

/** Share of the points from which work without a verdict counts as right. */
export const PASS_SHARE = 0.6;

type Task = NonNullable<LocatedEvent['task']>;

/** A task's facts after one event about it or a part of it. */
export function foldTask(fact: TaskFact | undefined, located: LocatedEvent, task: Task): TaskFact {
  const at = located.event.timestampAt;
  const score = readTaskScore(located, task);
  const before = fact?.completedAt ?? null;
  return {
    taskId: task.id,
    personId: located.personId,
    startedAt: fact && fact.startedAt < at ? fact.startedAt : at,
    completedAt: foldCompletion(before, readCompletion(located, task), at),
    bestScaled: score === null ? (fact?.bestScaled ?? null) : Math.max(score, fact?.bestScaled ?? 0),
    attempts: (fact?.attempts ?? 0) + (isHandedIn(located) ? 1 : 0),
    seconds: fact?.seconds ?? 0,
    lastStatementId: located.statementId,
  };
}

function foldCompletion(before: Date | null, said: boolean | null, at: Date): Date | null {
  if (said === null) return before;
  if (!said) return null;
  return before !== null && before < at ? before : at;
}

/** What an event says about its task being done: yes, no longer, or nothing. */
function readCompletion({ event }: LocatedEvent, task: Task): boolean | null {
  const isWhole = event.activityId === task.activityId;
  if (isWhole && event.completion === false) return false;
  switch (event.kind) {
    case 'submitted':
    case 'passed':
      return true;
    case 'completed':
      return isWhole ? true : null;
    // Most LMSs tell no more of a page than that it was opened.
    case 'viewed':
      return isWhole && task.kind === 'reading' ? true : null;
    case 'scored':
      return task.kind === 'quiz' ? null : true;
    default:
      return null;
  }
}

/** A part's score (a question, a page of a package) is not the task's. */
function readTaskScore({ event }: LocatedEvent, task: Task): number | null {
  if (event.scoreScaled === undefined) return null;
  const isResult = event.kind === 'submitted' || (task.kind !== 'quiz' && VERDICTS.has(event.kind));
  const isWhole = event.activityId === task.activityId || (isResult && event.itemId === undefined);
  return isWhole ? event.scoreScaled : null;
}

const VERDICTS: ReadonlySet<LearningEventKind> = new Set(['scored', 'passed', 'failed']);

const isHandedIn = ({ event }: LocatedEvent): boolean =>
  event.kind === 'submitted' ||
  event.kind === 'passed' ||
  event.kind === 'failed' ||
  (event.kind === 'completed' && event.scoreScaled !== undefined && event.itemId === undefined);

/**
 * Whether an event is a graded answer, and right: answers, and results of work that has no answers of its own.
 * A quiz's total is not one more answer beside its questions.
 */
export function readOutcome({ event, task }: Pick<LocatedEvent, 'event' | 'task'>): boolean | null {
  const isAnswer = event.kind === 'answered';
  const isWork = task !== null && task.kind !== 'quiz' && task.kind !== 'reading' && VERDICTS.has(event.kind);
  if (!isAnswer && !isWork) return null;
  if (event.success !== undefined) return event.success;
  return event.scoreScaled === undefined ? null : event.scoreScaled >= PASS_SHARE;
}
