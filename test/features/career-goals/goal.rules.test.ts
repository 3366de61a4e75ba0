import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { assessCalibration } from '../../../src/features/career-goals/calibration.rules.ts';
import { callsForAdjustment, tellDemand } from '../../../src/features/career-goals/demand.rules.ts';
import { addMonths, checkGoal, type Considered } from '../../../src/features/career-goals/goal.rules.ts';
import { semesterOf, semestersBetween } from '../../../src/features/career-goals/semester.rules.ts';

const GOAL: Considered = {
  occupationId: 'web',
  measure: 'certificates',
  target: 1,
  dueOn: '2027-06-30',
  setOn: '2026-09-07',
  talentType: 'development',
};
const TODAY = '2026-10-01';

describe('a near goal', () => {
  it.each<[string, Partial<Considered>, string[]]>([
    ['is complete with post, measure and a day within a year', {}, []],
    ['lacks a post', { occupationId: null, talentType: null }, ['post']],
    ['isn’t measurable without a measure', { measure: null }, ['measure']],
    ['isn’t measurable without a number', { target: null }, ['measure']],
    ['lacks a day', { dueOn: null }, ['date']],
    ['is too far away after a year', { dueOn: '2027-09-08' }, ['term']],
    ['may be due on the last day of the year', { dueOn: '2027-09-07' }, []],
    ['stays well dated however old it is, but is over', { dueOn: '2026-09-20' }, ['past']],
    ['lacks several things at once', { measure: null, dueOn: null }, ['measure', 'date']],
  ])('%s', (_name, given, lacks) => {
    expect(checkGoal('short', { ...GOAL, ...given }, [], TODAY)).toEqual(lacks);
  });

  const longer = { occupationId: 'lead', talentType: 'development', dueOn: '2029-06-30' };
  it.each([
    ['leads to another post of the same kind', longer, []],
    ['doesn’t lead to a post of another kind', { ...longer, talentType: 'operations' }, ['direction']],
    [
      'leads to the same post, whatever its kind',
      { ...longer, occupationId: 'web', talentType: 'support' },
      [],
    ],
    ['can’t be due after it', { ...longer, dueOn: '2027-01-01' }, ['order']],
    [
      'isn’t held against one without day and post',
      { occupationId: null, talentType: null, dueOn: null },
      [],
    ],
  ])('beside a farther one: %s', (_name, other, lacks) => {
    expect(checkGoal('short', GOAL, [other], TODAY)).toEqual(lacks);
  });

  it('is a middle goal from the day after a year on', () => {
    expect(checkGoal('mid', { ...GOAL, dueOn: '2027-09-07' }, [], TODAY)).toEqual(['term']);
    expect(checkGoal('mid', { ...GOAL, dueOn: '2027-09-08' }, [], TODAY)).toEqual([]);
    expect(checkGoal('long', { ...GOAL, dueOn: '2036-09-07' }, [], TODAY)).toEqual([]);
  });
});

it.each([
  ['2026-01-31', 1, '2026-02-28'],
  ['2026-11-30', 3, '2027-02-28'],
  ['2026-09-07', 12, '2027-09-07'],
])('%s and %d months is %s', (day, months, later) => expect(addMonths(day, months)).toBe(later));

describe('a semester', () => {
  const terms = [
    { name: 'Autumn', startsOn: '2026-09-01', endsOn: '2027-01-15' },
    { name: 'Spring', startsOn: '2027-02-22', endsOn: '2027-07-05' },
  ];
  it.each([
    ['is the term a day lies in', '2026-10-01', 'Autumn', '2026-09-01', '2027-02-21'],
    ['holds the holidays after its term', '2027-02-01', 'Autumn', '2026-09-01', '2027-02-21'],
    ['is the calendar’s before the first term', '2026-08-10', null, '2026-08-01', '2026-08-31'],
    ['is the calendar’s long after the last', '2027-11-01', null, '2027-08-01', '2028-01-31'],
  ])('%s', (_name, day, name, startsOn, until) => {
    expect(semesterOf(day, terms)).toMatchObject({ name, startsOn, until });
  });

  it('follows the one before without a gap, over any stretch', () => {
    const anyDay = fc
      .integer({ min: 0, max: 2000 })
      .map((n) => new Date(Date.UTC(2025, 0, 1) + n * 86_400_000).toISOString().slice(0, 10));
    fc.assert(
      fc.property(anyDay, anyDay, (a, b) => {
        const [from, until] = a < b ? [a, b] : [b, a];
        const found = semestersBetween(from, until, terms);
        expect((found.at(-1)?.until ?? '') >= until).toBe(true);
        found.slice(1).forEach((semester, index) => {
          expect(semester.until > (found[index]?.until ?? '')).toBe(true);
        });
      }),
    );
  });
});

describe('calibration', () => {
  const semester = { name: null, startsOn: '2026-09-01', endsOn: '2027-01-15', until: '2027-02-21' };
  const row = (
    kind: 'interview' | 'experience',
    heldOn: string,
    verdict: 'reasonable' | 'adjust' = 'reasonable',
  ) => ({
    kind,
    heldOn,
    verdict,
  });
  it.each([
    ['is open without either', [], '2026-10-01', 'open', ['interview', 'experience'], null],
    [
      'is done with both',
      [row('interview', '2026-09-10'), row('experience', '2026-10-10')],
      '2026-10-11',
      'done',
      [],
      'reasonable',
    ],
    [
      'needs both in this semester',
      [row('interview', '2026-08-10'), row('experience', '2026-10-10')],
      '2026-10-11',
      'open',
      ['interview'],
      'reasonable',
    ],
    [
      'is overdue four weeks before the end',
      [row('interview', '2026-09-10')],
      '2026-12-19',
      'overdue',
      ['experience'],
      'reasonable',
    ],
    [
      'isn’t a day earlier',
      [row('interview', '2026-09-10')],
      '2026-12-18',
      'open',
      ['experience'],
      'reasonable',
    ],
    [
      'asks for a change when one of them does',
      [row('interview', '2026-09-10', 'adjust'), row('experience', '2026-10-10')],
      '2026-10-11',
      'done',
      [],
      'adjust',
    ],
    [
      'goes by the newest of a kind',
      [row('interview', '2026-09-10', 'adjust'), row('interview', '2026-10-10')],
      '2026-10-11',
      'open',
      ['experience'],
      'reasonable',
    ],
  ])('%s', (_name, rows, today, state, missing, verdict) => {
    expect(assessCalibration(rows, semester, today)).toMatchObject({ state, missing, verdict });
  });
});

describe('a change of demand', () => {
  it.each([
    ['of a fifth calls for a look', 'pay' as const, 5000, 6000, true],
    ['of less doesn’t', 'pay' as const, 5000, 5900, false],
    ['downwards does as well', 'openings' as const, 100, 70, true],
    ['of a handful of openings is chance', 'openings' as const, 20, 10, false],
    ['from nothing says nothing', 'openings' as const, 0, 90, false],
  ])('%s', (_name, of, before, after, calls) => {
    expect(callsForAdjustment({ of, before, after })).toBe(calls);
  });

  it('is told with its figures, days and source', () => {
    expect(
      tellDemand({
        schoolId: 's',
        occupationId: 'web',
        of: 'pay',
        before: 5000,
        after: 6500,
        source: 'City report',
        region: 'Harbour city',
        beforeOn: '2026-03-01',
        afterOn: '2026-09-01',
      }),
    ).toEqual({
      id: 'careerGoals.evidence.pay.up',
      values: {
        before: 5000,
        after: 6500,
        percent: 30,
        source: 'City report',
        region: 'Harbour city',
        beforeOn: '2026-03-01',
        afterOn: '2026-09-01',
      },
    });
  });
});
