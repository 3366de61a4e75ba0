import { TOP_SHARES, type CutDay, type PolicyResult, type Ranking } from './evaluation.rules.ts';
import type { Interval } from './discrimination.rules.ts';
import type { RiskModel } from './risk.schema.ts';

interface Reported {
  train: string[] | null;
  test: string[];
  learners: { train: number; test: number };
  models: readonly RiskModel[];
  cutDays: readonly CutDay[];
  policies: readonly PolicyResult[];
  runDays: readonly number[];
}

/** An evaluation as lines of text for an operator's terminal. */
export function reportEvaluation(evaluation: Reported): string[] {
  const { train, test, learners, models, cutDays, policies, runDays } = evaluation;
  const tops = TOP_SHARES.map((share) => `P@${share * 100}%`);
  return [
    train === null
      ? `One presentation only (${test.join(', ')}, ${learners.test} learners): cross-validated by learner in ${models.length} parts.`
      : `Fitted on ${train.join(', ')} (${learners.train} learners), judged on ${test.join(', ')} (${learners.test} learners).`,
    'Failed: Fail or Withdrawn; those who had left by a day are not judged on it.',
    ...models.slice(0, 1).map(describeModel),
    '',
    'Ranking at each cut day',
    ...layOut([
      ['day', 'learners', 'failed', 'scored by', 'AUC', ...tops],
      ...cutDays.flatMap((cut) => [
        [`${cut.day}`, `${cut.learners}`, decimal(cut.failedShare), 'model', ...describeRanking(cut.model)],
        ['', '', '', 'baseline', ...describeRanking(cut.baseline)],
        ['', '', '', 'rule', ...describeRanking(cut.rule)],
        ...(cut.overReported
          ? [
              [
                '',
                '',
                '',
                'reported',
                decimal(cut.overReported.auc),
                '',
                decimal(cut.overReported.precision10),
                '',
              ],
            ]
          : []),
      ]),
    ]),
    '',
    'Model’s AUC compared (95% interval of the difference, 2000 paired draws of learners)',
    ...layOut([
      ['day', 'with', 'difference', 'from', 'to'],
      ...cutDays.flatMap((cut) => [
        compare(cut, 'baseline', cut.baseline.auc, cut.overBaseline),
        ...(cut.overReported
          ? [compare(cut, 'reported', cut.overReported.auc, cut.overReported.interval)]
          : []),
      ]),
    ]),
    '',
    `Warnings, weekly from day ${runDays[0] ?? '-'} to ${runDays.at(-1) ?? '-'}`,
    ...layOut([
      ['policy', 'warned', 'precision', 'recall', 'alerts', 'flips', 'level changes'],
      ...policies.map((one) => [
        one.name,
        decimal(one.warnedShare),
        decimal(one.precision),
        decimal(one.recall),
        `${one.alerts}`,
        `${one.flips}`,
        `${one.levelChanges}`,
      ]),
    ]),
  ];
}

const describeModel = ({ rows, intercept, features }: RiskModel) =>
  `Model: ${rows} learner-weeks, ridge logistic; per standard deviation ${features
    .map(({ name, weight }) => `${name} ${weight.toFixed(2)}`)
    .join(', ')}; intercept ${intercept.toFixed(2)}.`;

const describeRanking = ({ auc, precision }: Ranking) => [decimal(auc), ...precision.map(decimal)];

function compare(cut: CutDay, name: string, other: number | null, interval: Interval | null): string[] {
  const difference = cut.model.auc === null || other === null ? null : cut.model.auc - other;
  return [
    `${cut.day}`,
    name,
    signed(difference),
    signed(interval && interval.low),
    signed(interval && interval.high),
  ];
}

const decimal = (value: number | null): string => (value === null ? '-' : value.toFixed(3));
const signed = (value: number | null): string =>
  value === null ? '-' : `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(3)}`;

/** Words to the left, numbers to the right, each column as wide as it needs. */
function layOut(lines: readonly string[][]): string[] {
  const widths = (lines[0] ?? []).map((_, column) =>
    Math.max(...lines.map((cells) => cells[column]?.length ?? 0)),
  );
  return lines.map((cells) =>
    cells
      .map((cell, column) =>
        /^[-+\d.]*$/.test(cell) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
}
