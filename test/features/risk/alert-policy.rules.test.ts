import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  WARNING_POLICY,
  decideAlerts,
  type Standing,
} from '../../../src/features/risk/alert-policy.rules.ts';

/** A roster large enough that no limit matters, with one learner in focus. */
const crowd = Array.from({ length: 40 }, (_, index) => ({ id: `crowd${index}`, p: 0.1 }));
const follow = (...scores: number[]): (string | null)[] => {
  let before = new Map<string, Standing>();
  return scores.map((p) => {
    const run = [...crowd, { id: 'one', p }];
    const { levels } = decideAlerts(WARNING_POLICY, run, before);
    before = new Map(run.map(({ id, p: score }) => [id, { p: score, level: levels.get(id) ?? null }]));
    return levels.get('one') ?? null;
  });
};

describe('a learner’s score from run to run', () => {
  it.each<[string, number[], (string | null)[]]>([
    ['one high run is not enough', [0.7, 0.4, 0.7], [null, null, null]],
    ['two in a row warn', [0.6, 0.6], [null, 'yellow']],
    [
      'a warning stays until well below where it began',
      [0.7, 0.7, 0.5, 0.45, 0.44],
      [null, 'yellow', 'yellow', 'yellow', null],
    ],
    [
      'after leaving, two runs are needed again',
      [0.7, 0.7, 0.4, 0.7, 0.7],
      [null, 'yellow', null, null, 'yellow'],
    ],
    ['two very high runs are red at once', [0.8, 0.85], [null, 'red']],
    ['yellow first, then red', [0.7, 0.8, 0.8], [null, 'yellow', 'red']],
    ['red falls back to yellow, then out', [0.9, 0.9, 0.59, 0.4], [null, 'red', 'yellow', null]],
  ])('%s', (_, scores, levels) => expect(follow(...scores)).toEqual(levels));
});

describe('the limits of a course', () => {
  const high = (count: number, p = 0.7) =>
    Array.from({ length: count }, (_, index) => ({ id: `h${index}`, p: p + index / 1000 }));
  const stood = (run: { id: string; p: number }[], level: Standing['level']) =>
    new Map(run.map(({ id, p }) => [id, { p, level }]));

  it('warn of the highest scores, and tell who is left over', () => {
    const run = [...high(10), ...crowd.slice(0, 30)];
    const { levels, overCap } = decideAlerts(WARNING_POLICY, run, stood(run, null));
    expect([...levels.keys()]).toEqual(['h9', 'h8', 'h7', 'h6', 'h5', 'h4']);
    expect(overCap).toEqual(['h3', 'h2', 'h1', 'h0']);
  });

  it('keep whoever stands before taking in higher newcomers', () => {
    const run = [...high(10), ...crowd.slice(0, 30)];
    const before = stood(run, null);
    before.set('h0', { p: 0.7, level: 'yellow' });
    const { levels } = decideAlerts(WARNING_POLICY, run, before);
    expect(levels.has('h0')).toBe(true);
    expect(levels.size).toBe(6);
  });

  it('allow one warning in the smallest class', () => {
    const run = [
      { id: 'one', p: 0.9 },
      { id: 'two', p: 0.1 },
    ];
    expect(decideAlerts(WARNING_POLICY, run, stood(run, null)).levels).toEqual(new Map([['one', 'red']]));
  });

  it('hold whatever the scores do, and no level comes without its scores', () => {
    const p = fc.double({ min: 0, max: 1, noNaN: true });
    const runs = fc.array(fc.array(p, { minLength: 20, maxLength: 20 }), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(runs, (weeks) => {
        let before = new Map<string, Standing>();
        for (const scores of weeks) {
          const run = scores.map((score, index) => ({ id: `${index}`, p: score }));
          const { levels } = decideAlerts(WARNING_POLICY, run, before);
          expect(levels.size).toBeLessThanOrEqual(3);
          expect([...levels.values()].filter((level) => level === 'red').length).toBeLessThanOrEqual(2);
          for (const [id, level] of levels) {
            const [is, was] = [run[Number(id)]?.p ?? 0, before.get(id)];
            expect(is).toBeGreaterThanOrEqual(level === 'red' ? 0.6 : 0.45);
            if (!was?.level) expect(Math.min(is, was?.p ?? 0)).toBeGreaterThanOrEqual(0.6);
          }
          before = new Map(run.map((one) => [one.id, { p: one.p, level: levels.get(one.id) ?? null }]));
        }
      }),
    );
  });
});
