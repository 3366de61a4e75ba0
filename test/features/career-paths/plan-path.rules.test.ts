import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { comparePaths } from '../../../src/features/career-paths/compare-paths.rules.ts';
import type { Gap, Offer } from '../../../src/features/career-paths/path.schema.ts';
import { planPath, type PathAsk } from '../../../src/features/career-paths/plan-path.rules.ts';

const gap = (skillId: string, given: Partial<Gap> = {}): Gap => ({
  skillId,
  needed: 3,
  level: 0,
  certainty: 'none',
  importance: 0.5,
  of: 'goal',
  ...given,
});
const offer = (key: string, skillIds: string[], given: Partial<Offer> = {}): Offer => ({
  key,
  kind: 'resource',
  skills: skillIds.map((skillId) => ({ skillId, from: 0, to: 5 })),
  minutes: 120,
  opensOn: null,
  endsOn: null,
  applyBy: null,
  ...given,
});
const ask = (given: Partial<PathAsk>): PathAsk => ({
  gaps: [],
  offers: [],
  requires: new Map(),
  from: '2026-09-07',
  until: '2027-06-30',
  weeklyMinutes: 240,
  ...given,
});
const keysOf = (given: Partial<PathAsk>) => planPath(ask(given)).items.map(({ key }) => key);

describe('a path', () => {
  it('has something for each gap that there is something for, and names the others', () => {
    const plan = planPath(ask({ gaps: [gap('a'), gap('b')], offers: [offer('x', ['a'])] }));
    expect(plan.items).toEqual([
      {
        key: 'x',
        kind: 'resource',
        startsOn: '2026-09-07',
        endsOn: '2026-09-13',
        minutes: 120,
        weeks: [{ monday: '2026-09-07', minutes: 120 }],
        covers: [{ skillId: 'a', from: 0, to: 3 }],
        after: [],
        alternatives: 0,
      },
    ]);
    expect(plan.unmet).toEqual([{ skillId: 'b', reason: 'no_offer' }]);
  });

  it('teaches what a skill builds on before it', () => {
    const plan = planPath(
      ask({
        gaps: [gap('top', { importance: 1 }), gap('base', { importance: 0, of: 'prerequisite', needed: 2 })],
        offers: [offer('top', ['top']), offer('base', ['base'])],
        requires: new Map([['top', ['base']]]),
      }),
    );
    expect(plan.items.map(({ key, startsOn }) => [key, startsOn])).toEqual([
      ['base', '2026-09-07'],
      ['top', '2026-09-14'],
    ]);
    expect(plan.items[1]?.after).toEqual(['base']);
  });

  it('may teach a skill and what it builds on in one piece', () => {
    const given = {
      gaps: [gap('top'), gap('base')],
      offers: [offer('both', ['top', 'base'])],
      requires: new Map([['top', ['base']]]),
    };
    expect(keysOf(given)).toEqual(['both']);
  });

  it('takes what is only partly within reach for that part, if there is nothing better', () => {
    const given = {
      gaps: [gap('a'), gap('far'), gap('base')],
      offers: [offer('mixed', ['a', 'far'])],
      requires: new Map([['far', ['base']]]),
    };
    const plan = planPath(ask(given));
    expect(plan.items[0]?.covers).toEqual([{ skillId: 'a', from: 0, to: 3 }]);
    expect(plan.unmet).toEqual([
      { skillId: 'base', reason: 'no_offer' },
      { skillId: 'far', reason: 'prerequisite' },
    ]);
  });

  it('spreads work over the weeks as far as there is time in them', () => {
    const plan = planPath(ask({ gaps: [gap('a')], offers: [offer('x', ['a'], { minutes: 500 })] }));
    expect(plan.items[0]?.weeks.map(({ minutes }) => minutes)).toEqual([240, 240, 20]);
  });

  it('takes what leads higher when the first step isn’t enough, and says where it stops', () => {
    const steps = [
      offer('low', [], { skills: [{ skillId: 'a', from: 0, to: 2 }] }),
      offer('high', [], { skills: [{ skillId: 'a', from: 2, to: 4 }] }),
    ];
    expect(keysOf({ gaps: [gap('a')], offers: steps })).toEqual(['low', 'high']);
    const plan = planPath(ask({ gaps: [gap('a', { needed: 5 })], offers: steps }));
    expect(plan.short).toEqual([{ skillId: 'a', reached: 4, needed: 5 }]);
    expect(plan.unmet).toEqual([]);
  });

  it('prefers what closes more of what matters for its hours, then a kind it doesn’t have yet', () => {
    const given = {
      gaps: [gap('a'), gap('b')],
      offers: [offer('one', ['a']), offer('two', ['a', 'b'])],
    };
    expect(keysOf(given)).toEqual(['two']);
    const mixed = { gaps: [gap('a', { importance: 1 }), gap('b')] };
    const offers = [offer('r1', ['a']), offer('r2', ['b']), offer('p2', ['b'], { kind: 'project' })];
    expect(keysOf({ ...mixed, offers }).sort()).toEqual(['p2', 'r1']);
  });

  it.each<[string, Partial<Offer>, Partial<PathAsk>, string]>([
    ['it asks for more than is there', { skills: [{ skillId: 'a', from: 2, to: 4 }] }, {}, 'level'],
    ['it is over', { endsOn: '2026-09-01' }, {}, 'dates'],
    ['it begins too late', { opensOn: '2027-07-01' }, {}, 'dates'],
    ['it ends after the goal is due', { endsOn: '2027-07-01' }, {}, 'dates'],
    ['nobody can enrol any more', { applyBy: '2026-09-01' }, {}, 'dates'],
    ['there isn’t enough time', { minutes: 100_000 }, {}, 'capacity'],
    ['there is too little time before its last day', { endsOn: '2026-09-08' }, {}, 'capacity'],
    ['nothing teaches what it builds on', {}, { requires: new Map([['a', ['b']]]) }, 'prerequisite'],
  ])('leaves a gap unmet when %s', (_name, given, more, reason) => {
    const gaps = more.requires ? [gap('a'), gap('b')] : [gap('a')];
    expect(planPath(ask({ gaps, offers: [offer('x', ['a'], given)], ...more })).unmet[0]).toEqual(
      more.requires ? { skillId: 'b', reason: 'no_offer' } : { skillId: 'a', reason },
    );
    if (more.requires)
      expect(planPath(ask({ gaps, offers: [offer('x', ['a'])], ...more })).unmet[1]).toEqual({
        skillId: 'a',
        reason,
      });
  });

  it('ends with a contest on its day, having prepared for it before', () => {
    const contest = offer('c', ['a'], { kind: 'competition', endsOn: '2026-11-20', minutes: 600 });
    expect(planPath(ask({ gaps: [gap('a')], offers: [contest] })).items[0]).toMatchObject({
      startsOn: '2026-09-07',
      endsOn: '2026-11-20',
    });
  });
});

const SKILLS = ['s0', 's1', 's2', 's3', 's4', 's5', 's6', 's7'];
const day = fc
  .integer({ min: 0, max: 400 })
  .map((n) => new Date(Date.UTC(2026, 8, 7) + n * 86_400_000).toISOString().slice(0, 10));
/** Skills build on skills of lower number only, so that there are no circles. */
const anAsk: fc.Arbitrary<PathAsk> = fc.record({
  from: fc.constant('2026-09-07'),
  until: day,
  weeklyMinutes: fc.integer({ min: 0, max: 900 }),
  gaps: fc.subarray(SKILLS).chain((ids) =>
    fc.tuple(
      ...ids.map((skillId) =>
        fc.record({
          skillId: fc.constant(skillId),
          needed: fc.integer({ min: 1, max: 5 }),
          level: fc.constant(0),
          certainty: fc.constant('none' as const),
          importance: fc.double({ min: 0, max: 1, noNaN: true }),
          of: fc.constantFrom('goal' as const, 'prerequisite' as const),
        }),
      ),
    ),
  ),
  requires: fc
    .tuple(...SKILLS.map((_, index) => fc.subarray(SKILLS.slice(0, index))))
    .map((lists) => new Map(lists.map((list, index) => [SKILLS[index] ?? '', list]))),
  offers: fc
    .array(
      fc.record({
        kind: fc.constantFrom(
          'unit' as const,
          'resource' as const,
          'project' as const,
          'competition' as const,
        ),
        skills: fc.uniqueArray(
          fc.record({
            skillId: fc.constantFrom(...SKILLS),
            from: fc.integer({ min: 0, max: 2 }),
            to: fc.integer({ min: 1, max: 5 }),
          }),
          { selector: ({ skillId }) => skillId, minLength: 1, maxLength: 4 },
        ),
        minutes: fc.integer({ min: 1, max: 2000 }),
        opensOn: fc.option(day),
        endsOn: fc.option(day),
        applyBy: fc.option(day),
      }),
      { maxLength: 25 },
    )
    .map((offers) => offers.map((one, index) => ({ ...one, key: `${one.kind}:${index}` }))),
});

describe('whatever is asked for', () => {
  it('each gap has an item or is named as unmet, never both', () => {
    fc.assert(
      fc.property(anAsk, (given) => {
        const plan = planPath(given);
        const covered = new Set(plan.items.flatMap(({ covers }) => covers.map(({ skillId }) => skillId)));
        const unmet = plan.unmet.map(({ skillId }) => skillId);
        expect([...covered, ...unmet].sort()).toEqual(given.gaps.map(({ skillId }) => skillId).sort());
      }),
    );
  });

  it('nothing begins before what it builds on has ended', () => {
    fc.assert(
      fc.property(anAsk, (given) => {
        const { items } = planPath(given);
        const gaps = new Set(given.gaps.map(({ skillId }) => skillId));
        for (const item of items) {
          const own = new Set(item.covers.map(({ skillId }) => skillId));
          for (const skillId of own)
            for (const required of given.requires.get(skillId) ?? []) {
              if (!gaps.has(required) || own.has(required)) continue;
              const before = items.filter(
                ({ covers, endsOn }) =>
                  endsOn < item.startsOn && covers.some((cover) => cover.skillId === required),
              );
              expect(before.length).toBeGreaterThan(0);
            }
        }
      }),
    );
  });

  it('no week holds more than it has, and each item its whole time between its days', () => {
    fc.assert(
      fc.property(anAsk, (given) => {
        const { items } = planPath(given);
        const weeks = new Map<string, number>();
        for (const item of items) {
          expect(item.weeks.reduce((sum, { minutes }) => sum + minutes, 0)).toBe(item.minutes);
          expect(item.startsOn >= given.from && item.endsOn <= given.until).toBe(true);
          expect(item.startsOn <= item.endsOn).toBe(true);
          const source = given.offers.find(({ key }) => key === item.key);
          if (source?.opensOn) expect(item.startsOn >= source.opensOn).toBe(true);
          if (source?.endsOn) expect(item.endsOn).toBe(source.endsOn);
          if (source?.applyBy) expect(item.startsOn <= source.applyBy).toBe(true);
          for (const { monday, minutes } of item.weeks) weeks.set(monday, (weeks.get(monday) ?? 0) + minutes);
        }
        for (const minutes of weeks.values()) expect(minutes).toBeLessThanOrEqual(given.weeklyMinutes);
      }),
    );
  });

  it('the same input makes the same path, in whatever order it is given', () => {
    fc.assert(
      fc.property(anAsk, (given) => {
        const turned = { ...given, gaps: given.gaps.toReversed(), offers: given.offers.toReversed() };
        expect(planPath(turned)).toEqual(planPath(given));
      }),
    );
  });
});

it('a new path is told apart from the one before, item by item', () => {
  const at = (key: string, startsOn: string) => ({ key, startsOn, endsOn: '2026-12-01' });
  expect(
    comparePaths(
      [at('kept', '2026-09-01'), at('moved', '2026-09-01'), at('gone', '2026-09-01')],
      [at('kept', '2026-09-01'), at('moved', '2026-10-01'), at('new', '2026-09-01')],
    ),
  ).toEqual({
    added: ['new'],
    dropped: ['gone'],
    kept: ['kept'],
    moved: [
      {
        key: 'moved',
        before: { startsOn: '2026-09-01', endsOn: '2026-12-01' },
        after: { startsOn: '2026-10-01', endsOn: '2026-12-01' },
      },
    ],
  });
});
