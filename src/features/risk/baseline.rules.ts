import { countMissedRun } from './feature.rules.ts';
import { fitLogistic, predictLogit } from './logistic.rules.ts';
import type { ReplayedRow } from './replay.rules.ts';
import type { LearnerRecord } from './risk.schema.ts';

const LOW_MEAN = 0.55;
const LOW_LAST = 0.4;

/** What happened to the work so far, in plain counts. */
function count({ assignments }: LearnerRecord, day: number) {
  const due = assignments.filter(({ dueDay }) => dueDay <= day);
  const marks = assignments.flatMap(({ mark }) => mark ?? []);
  return {
    missed: due.filter(({ doneDay }) => doneDay === null).length,
    due: due.length,
    late: due.filter(({ doneDay, dueDay }) => doneDay !== null && doneDay > dueDay).length,
    marks: marks.length,
    mean: marks.length === 0 ? 0 : marks.reduce((sum, mark) => sum + mark, 0) / marks.length,
    last: marks.at(-1) ?? 0,
  };
}

const missedShare = ({ missed, due }: { missed: number; due: number }) => (due === 0 ? 0 : missed / due);

/** The rule a teacher could keep in mind (notes/learning.md §2b): 2·missing + .7·low mean + .5·low last + .1·late + .2·no mark. */
export function scoreByRule(record: LearnerRecord, day: number): number {
  const so = count(record, day);
  const marked = so.marks > 0;
  return (
    2 * missedShare(so) +
    (marked && so.mean < LOW_MEAN ? 0.7 : 0) +
    (marked && so.last < LOW_LAST ? 0.5 : 0) +
    0.1 * so.late +
    (marked ? 0 : 0.2)
  );
}

/** Two deadlines missed in a row: the plain rule behind a red warning. */
export function missedTwoInARow({ assignments }: LearnerRecord, day: number): boolean {
  return countMissedRun(assignments.filter(({ dueDay }) => dueDay <= day)) >= 2;
}

/** The ten features a published baseline looks at, one model per cut day. */
function baselineFeatures({ record }: ReplayedRow, day: number): number[] {
  const so = count(record, day);
  return [
    missedShare(so),
    so.missed,
    so.late,
    so.mean,
    so.last,
    so.marks,
    so.marks === 0 ? 1 : 0,
    record.previousAttempts ?? 0,
    record.load ?? 1,
    record.joinedDays ?? 0,
  ];
}

/** Scores of the baseline model, fitted on one set of learners at a day and applied to another at the same day. */
export function scoreByBaseline(
  train: readonly ReplayedRow[],
  test: readonly ReplayedRow[],
  day: number,
): number[] {
  const rows = train.map((row) => baselineFeatures(row, day));
  const scales = (rows[0] ?? []).map((_, index) => describe(rows.map((row) => row[index] ?? 0)));
  const standardise = (row: readonly number[]) =>
    row.map((value, index) => (value - (scales[index]?.mean ?? 0)) / (scales[index]?.scale ?? 1));
  const weights = fitLogistic(
    rows.map(standardise),
    train.map(({ failed }) => failed),
    1,
  );
  return test.map((row) => predictLogit(weights, standardise(baselineFeatures(row, day))));
}

function describe(values: readonly number[]): { mean: number; scale: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const scale = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  return { mean, scale: scale || 1 };
}
