import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { buildFeatures } from '../../../src/features/risk/feature.rules.ts';
import { fitLogistic, predictLogit } from '../../../src/features/risk/logistic.rules.ts';
import { fitRiskModel, meanFeatures, predictRisk } from '../../../src/features/risk/model.rules.ts';
import {
  areaUnderCurve,
  bootstrapDifference,
  precisionAtTop,
} from '../../../src/features/risk/discrimination.rules.ts';
import type { Assignment, FeatureValues, LearnerRecord } from '../../../src/features/risk/risk.schema.ts';

const work = (dueDay: number, doneDay: number | null, mark: number | null = null): Assignment => ({
  weight: 1,
  dueDay,
  doneDay,
  mark,
  courseMark: null,
});
const learner = (assignments: Assignment[], rest: Partial<LearnerRecord> = {}): LearnerRecord => ({
  assignments,
  activity: null,
  previousAttempts: null,
  load: null,
  joinedDays: null,
  ...rest,
});

describe('features', () => {
  it.each<[string, LearnerRecord, Partial<FeatureValues>]>([
    ['nothing is due yet', learner([work(30, null)]), { missed_run: 0, points_share: 0.6, late_share: 0 }],
    [
      'missing work earns nothing',
      learner([work(5, 4, 0.8), work(9, null)]),
      { points_share: 0.4, missed_run: 1 },
    ],
    ['only the latest run counts', learner([work(3, null), work(5, 5, 1), work(9, null)]), { missed_run: 1 }],
    [
      'late work is late',
      learner([work(5, 7, 0.5), work(9, 9, 0.5)]),
      { late_share: 0.5, points_share: 0.5 },
    ],
    ['unmarked work counts as usual', learner([work(5, 4), work(9, 8)]), { points_share: 0.75 }],
    [
      'unmarked work counts as the course’s mark on it',
      learner([{ ...work(5, 4), courseMark: 0.5 }]),
      { points_share: 0.5 },
    ],
    [
      'points follow the weights',
      learner([{ ...work(5, 4, 1), weight: 3 }, work(9, null)]),
      { points_share: 0.75 },
    ],
    [
      'activity is compared with the course',
      learner([], { activity: { events: 5, courseMeanEvents: 20, silentDays: 10.5 } }),
      { activity_share: 0.25, silent_weeks: 1.5 },
    ],
    [
      'what is not known stays unknown',
      learner([]),
      { activity_share: null, study_load: null, joined_weeks: null },
    ],
    ['twice the usual load is one step', learner([], { load: 2 }), { study_load: 1 }],
  ])('%s', (_, record, expected) => expect(buildFeatures(record, 10)).toMatchObject(expected));

  it('never look past the day', () => {
    const later = fc.record({
      due: fc.integer({ min: 11, max: 99 }),
      mark: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(later), (more) => {
        const now = [work(4, 3, 0.7), work(8, null)];
        const all = [...now, ...more.map(({ due, mark }) => work(due, null, mark))];
        expect(buildFeatures(learner(all), 10)).toEqual(buildFeatures(learner(now), 10));
      }),
    );
  });
});

describe('the logistic model', () => {
  it('finds the odds that counts alone give', () => {
    const rows = [...Array<number[]>(40).fill([0]), ...Array<number[]>(40).fill([1])];
    const labels = rows.map((row, index) => (row[0] === 0 ? index % 4 === 0 : index % 4 !== 0));
    const weights = fitLogistic(rows, labels, 0);
    expect(predictLogit(weights, [0])).toBeCloseTo(Math.log(1 / 3), 6);
    expect(predictLogit(weights, [1])).toBeCloseTo(Math.log(3), 6);
  });

  it('stays finite where a feature separates everybody, thanks to the ridge', () => {
    const rows = Array.from({ length: 20 }, (_, index) => [index - 9.5]);
    const weights = fitLogistic(
      rows,
      rows.map(([x = 0]) => x > 0),
      1,
    );
    expect(weights.every(Number.isFinite)).toBe(true);
    expect(Math.abs(weights[1] ?? 99)).toBeLessThan(5);
  });

  const nobody = learner([]);
  const rowsOf = (marks: number[]) =>
    marks.map((mark, index) => ({
      values: buildFeatures(learner([work(5, mark < 0.2 ? null : 4, mark)]), 10),
      failed: mark < 0.5 ? index % 5 !== 0 : index % 7 === 0,
    }));

  it('leaves out what is the same for everybody and what nobody tells', () => {
    const model = fitRiskModel(rowsOf([0.1, 0.3, 0.6, 0.9, 0.8, 0.2, 0.7, 0.4]), {
      version: 'x',
      source: 'x',
      learners: 8,
    });
    expect(model.features.map(({ name }) => name)).toEqual(['missed_run', 'points_share']);
  });

  it('refuses to learn when all came to the same end', () => {
    const alike = rowsOf([0.9, 0.8]).map((row) => ({ ...row, failed: false }));
    expect(() => fitRiskModel(alike, { version: 'x', source: 'x', learners: 2 })).toThrow('Nothing to learn');
  });

  it('adds up: the reasons and the course’s base give the probability', () => {
    const marks = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 12, maxLength: 40 });
    fc.assert(
      fc.property(marks, (some) => {
        const rows = rowsOf([0.1, 0.9, 0.3, 0.8, ...some]);
        const model = fitRiskModel(rows, { version: 'x', source: 'x', learners: rows.length });
        const course = rows.map(({ values }) => values);
        for (const values of [...course, buildFeatures(nobody, 10)]) {
          const { p, base, terms } = predictRisk(model, values, meanFeatures(course));
          const logit = terms.reduce((sum, { contribution }) => sum + contribution, base);
          expect(p).toBeCloseTo(1 / (1 + Math.exp(-logit)), 12);
          expect(p).toBeGreaterThan(0);
          expect(p).toBeLessThan(1);
        }
      }),
    );
  });
});

describe('how well scores tell who fails', () => {
  const scored = fc.array(fc.record({ score: fc.integer({ min: 0, max: 5 }), failed: fc.boolean() }), {
    maxLength: 40,
  });

  it('the area under the curve is the share of pairs in the right order', () => {
    fc.assert(
      fc.property(scored, (all) => {
        const pairs = all
          .filter(({ failed }) => failed)
          .flatMap((bad) => all.filter(({ failed }) => !failed).map((good) => bad.score - good.score));
        const wins = pairs.reduce((sum, gap) => sum + (gap > 0 ? 1 : gap === 0 ? 0.5 : 0), 0);
        const area = areaUnderCurve(all);
        if (pairs.length === 0) expect(area).toBeNull();
        else expect(area).toBeCloseTo(wins / pairs.length, 10);
      }),
    );
  });

  it('precision at the top counts equals in part', () => {
    const of = (...pairs: [number, boolean][]) => pairs.map(([score, failed]) => ({ score, failed }));
    expect(precisionAtTop(of([9, true], [5, false], [5, true], [1, false]), 0.5)).toBe(0.75);
    expect(precisionAtTop(of([9, true], [5, false], [1, true], [1, false]), 0.5)).toBe(0.5);
    expect(precisionAtTop([], 0.5)).toBeNull();
  });

  it('a difference of a score with itself is nothing, and the draws repeat', () => {
    const all = Array.from({ length: 60 }, (_, index) => ({
      score: (index * 7) % 13,
      failed: index % 3 === 0,
    }));
    const own = all.map(({ score }) => score);
    expect(bootstrapDifference(all, own)).toEqual({ low: 0, high: 0 });
    const reversed = own.map((score) => -score);
    expect(bootstrapDifference(all, reversed)).toEqual(bootstrapDifference(all, reversed));
  });
});
