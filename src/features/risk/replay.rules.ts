import { buildFeatures } from './feature.rules.ts';
import type { LabelledRow } from './model.rules.ts';
import type { PastLearner, Presentation } from './replay.schema.ts';
import type { Assignment, LearnerRecord } from './risk.schema.ts';

export const DAYS_PER_WEEK = 7;
/** Warnings in the last stretch of a course come too late to learn from. */
const FITTED_SHARE = 0.9;

/** One learner as he or she stood on a day, with the end that was known only later. */
export interface ReplayedRow extends LabelledRow {
  learnerId: string;
  record: LearnerRecord;
}

/** Who was enrolled on a day, and what was known of them then. */
export function replayDay(presentation: Presentation, day: number): ReplayedRow[] {
  const enrolled = presentation.learners.filter((learner) => isEnrolled(learner, day));
  const courseMarks = new Map(presentation.assignments.map(({ id }) => [id, meanMark(enrolled, id, day)]));
  const credits = medianOf(enrolled.flatMap((learner) => learner.credits ?? []));
  const joined = medianOf(enrolled.flatMap(({ registeredDay }) => registeredDay ?? []));
  return enrolled.map((learner) => {
    const record: LearnerRecord = {
      assignments: presentation.assignments.map(({ id, dueDay, weight }): Assignment => {
        const handedIn = learner.submissions.get(id);
        const isKnown = handedIn !== undefined && handedIn.day <= day;
        return {
          weight,
          dueDay,
          doneDay: isKnown ? handedIn.day : null,
          mark: isKnown ? handedIn.mark : null,
          courseMark: courseMarks.get(id) ?? null,
        };
      }),
      activity: null,
      previousAttempts: learner.previousAttempts,
      load: learner.credits === null || !credits ? null : learner.credits / credits,
      joinedDays: learner.registeredDay === null || joined === null ? null : learner.registeredDay - joined,
    };
    return {
      learnerId: learner.id,
      record,
      values: buildFeatures(record, day),
      failed: learner.failed,
    };
  });
}

const isEnrolled = ({ registeredDay, unregisteredDay }: PastLearner, day: number): boolean =>
  registeredDay !== null && registeredDay <= day && (unregisteredDay === null || unregisteredDay > day);

function meanMark(enrolled: readonly PastLearner[], id: string, day: number): number | null {
  const marks = enrolled.flatMap(({ submissions }) => {
    const handedIn = submissions.get(id);
    return handedIn === undefined || handedIn.day > day ? [] : (handedIn.mark ?? []);
  });
  return marks.length === 0 ? null : marks.reduce((sum, mark) => sum + mark, 0) / marks.length;
}

function medianOf(values: readonly number[]): number | null {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? null;
}

/** The weeks of a course a model learns from. */
export const weeksToFit = ({ endDay }: Presentation): number[] => weeks(DAYS_PER_WEEK, endDay * FITTED_SHARE);

/** Every seventh day from one to another, both included. */
export function weeks(from: number, until: number): number[] {
  const count = Math.max(0, Math.floor((until - from) / DAYS_PER_WEEK) + 1);
  return Array.from({ length: count }, (_, index) => from + index * DAYS_PER_WEEK);
}

/** All weeks of all presentations, as a model learns from them. */
export const replayForFit = (presentations: readonly Presentation[]): LabelledRow[] =>
  presentations.flatMap((presentation) =>
    weeksToFit(presentation).flatMap((day) =>
      replayDay(presentation, day).map(({ values, failed }) => ({ values, failed })),
    ),
  );

export interface Split {
  train: Presentation[];
  test: Presentation[];
}

/**
 * Earlier presentations are learnt from, the latest are judged: those of the newest year, or, where all are of one
 * year, the last. null: there is only one, so learners have to be held out instead.
 */
export function splitPresentations(presentations: readonly Presentation[]): Split | null {
  if (presentations.length < 2) return null;
  const sorted = presentations.toSorted((a, b) => (a.code < b.code ? -1 : 1));
  const year = ({ code }: Presentation) => code.slice(0, 4);
  const newest = sorted.at(-1)!;
  const isNew = sorted.some((one) => year(one) !== year(newest))
    ? (one: Presentation) => year(one) === year(newest)
    : (one: Presentation) => one === newest;
  return { train: sorted.filter((one) => !isNew(one)), test: sorted.filter(isNew) };
}
