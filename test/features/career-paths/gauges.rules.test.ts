import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  assessClarity,
  assessDeviation,
  bandOf,
  matchRate,
  plannedShare,
  summariseGauges,
} from '../../../src/features/career-paths/gauges.rules.ts';
import { findGaps, levelOfShare, measureSkills } from '../../../src/features/career-paths/gap.rules.ts';

const ALL = { post: true, stages: true, measurable: true, gaps: true, verified: true };

describe('目标明确度', () => {
  it.each([
    ['everything holds', {}, 100, []],
    ['the post isn’t fixed', { post: false }, 75, ['post']],
    [
      'only the post is',
      { stages: false, measurable: false, gaps: false, verified: false },
      25,
      ['stages', 'measurable', 'gaps', 'verified'],
    ],
    ['nobody verified it this semester', { verified: false }, 85, ['verified']],
  ])('when %s', (_name, given, points, missing) => {
    expect(assessClarity({ ...ALL, ...given })).toEqual({ points, missing });
  });
});

describe('资源匹配率', () => {
  it.each([
    ['is unknown without a path', null, null],
    ['is whole where there is no gap', { gapImportance: 0, coveredImportance: 0 }, 1],
    ['is the covered share of importance', { gapImportance: 2, coveredImportance: 1.5 }, 0.75],
  ])('%s', (_name, path, rate) => {
    expect(matchRate(path)).toBe(rate);
  });
});

describe('路径执行偏离度', () => {
  const item = {
    kind: 'unit' as const,
    startsOn: '2026-09-01',
    endsOn: '2026-09-10',
    minutes: 100,
    progress: 0,
  };
  it.each([
    ['is unknown before anything is due', [item], '2026-08-01', null],
    ['is 0 on plan', [{ ...item, progress: 0.5 }], '2026-09-05', 0],
    ['doesn’t make up for one item by another ahead', [item, { ...item, progress: 1 }], '2026-09-10', 0.5],
    ['is 1 when nothing was done', [item], '2026-09-20', 1],
    ['weighs items by their time', [{ ...item, minutes: 300, progress: 1 }, item], '2026-09-10', 0.25],
  ])('%s', (_name, items, today, deviation) => {
    expect(assessDeviation(items, today)).toBe(deviation);
  });

  it('asks for nothing of what is done or not before its last day', () => {
    const certificate = { ...item, kind: 'certificate' as const };
    expect(plannedShare(certificate, '2026-09-09')).toBe(0);
    expect(plannedShare(certificate, '2026-09-10')).toBe(1);
  });

  it('grows evenly over an item’s days', () => {
    expect(plannedShare(item, '2026-08-31')).toBe(0);
    expect(plannedShare(item, '2026-09-01')).toBeCloseTo(0.1);
    expect(plannedShare(item, '2026-09-10')).toBe(1);
  });

  it.each([
    [0, 'green'],
    [0.15, 'green'],
    [0.16, 'yellow'],
    [0.3, 'yellow'],
    [0.31, 'red'],
  ])('%d is %s', (deviation, band) => expect(bandOf(deviation)).toBe(band));

  it('lies between 0 and 1 and never falls when less is done', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(share, { minLength: 1 }), (shares) => {
        const items = shares.map((progress) => ({ ...item, progress }));
        const value = assessDeviation(items, '2026-09-06') ?? 0;
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1);
        const less = items.map((one) => ({ ...one, progress: one.progress / 2 }));
        expect(assessDeviation(less, '2026-09-06') ?? 0).toBeGreaterThanOrEqual(value - 1e-12);
      }),
    );
  });
});

it('a group’s gauges are means over those who have a value, with how many they are', () => {
  expect(
    summariseGauges([
      { clarity: 40, match: null, deviation: null },
      { clarity: 80, match: 0.5, deviation: null },
    ]),
  ).toEqual({
    clarity: { mean: 60, n: 2 },
    match: { mean: 0.5, n: 1 },
    deviation: { mean: null, n: 0 },
  });
});

describe('gaps', () => {
  it.each([
    [0, 0],
    [0.2, 1],
    [0.59, 2],
    [0.6, 3],
    [0.8, 4],
    [0.94, 4],
    [0.95, 5],
  ])('a share right of %d is level %d', (share, level) => expect(levelOfShare(share)).toBe(level));

  it('count few answers with caution', () => {
    const standings = measureSkills([
      { skillId: 'well', attempts: 10, correct: 10 },
      { skillId: 'thin', attempts: 2, correct: 2 },
    ]);
    expect(standings.get('well')).toEqual({ level: 5, certainty: 'enough' });
    expect(standings.get('thin')?.certainty).toBe('thin');
    expect(standings.get('thin')?.level).toBeLessThan(5);
    expect(standings.has('never')).toBe(false);
  });

  const requires = new Map([
    ['react', ['javascript']],
    ['javascript', ['basics']],
    ['basics', []],
  ]);
  const needs = [{ skillId: 'react', level: 3, importance: 0.9 }];
  it('hold what the goal’s skills build on, down to what is there', () => {
    expect(findGaps(needs, new Map([['basics', { level: 2, certainty: 'enough' }]]), requires)).toEqual([
      { skillId: 'react', needed: 3, level: 0, certainty: 'none', importance: 0.9, of: 'goal' },
      { skillId: 'javascript', needed: 2, level: 0, certainty: 'none', importance: 0, of: 'prerequisite' },
    ]);
  });
  it('are none where all is reached', () => {
    expect(findGaps(needs, new Map([['react', { level: 3, certainty: 'thin' }]]), requires)).toEqual([]);
  });
});
