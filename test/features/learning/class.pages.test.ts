import { describe, expect, test } from '@jest/globals';
import { compareNeed, isSilent, type Need } from '../../../src/features/learning/class-need.rules.ts';
import { presentClass, type ClassRows } from '../../../src/features/learning/class.pages.ts';
import { presentPhases } from '../../../src/features/trajectory/phase.pages.ts';
import type { ClassMember } from '../../../src/features/learning/class.schema.ts';

const now = new Date('2026-09-20T01:00:00Z');
const member = (personId: string, given: Partial<ClassMember> = {}): ClassMember => ({
  personId,
  name: personId,
  talentType: 'support',
  tier: 'zero_basis',
  provisional: false,
  secondsOnTask: 0,
  lastActivityAt: now,
  weakSpots: 0,
  warning: null,
  reviewAsked: false,
  ...given,
});
const name = (words: string) => ({ 'zh-CN': words, en: words });
const skill = (id: string, requires: string[] = []) => ({
  id,
  name: name(id),
  talentType: 'support' as const,
  requires,
});
const rows: ClassRows = {
  members: [],
  skills: [skill('B', ['A']), skill('A')],
  facts: [],
  warnings: { yellow: 2, red: 1, overdue: 1, wholeClass: 0 },
};
const phases = presentPhases({ hasTimetable: false, weeks: [] }, { now, timeZone: 'UTC', canPlan: true });
const show = (given: Partial<ClassRows>) =>
  presentClass({ ...rows, ...given }, { version: 'v1', now, canPlan: true, averagesChart: '', phases });

describe('need', () => {
  const need: Need = { warning: null, reviewAsked: false, weakSpots: 0, level: 0.65, name: 'b' };
  test.each([
    ['red before yellow', { warning: 'red' }, { warning: 'yellow', weakSpots: 9 }],
    ['a warning before weak spots', { warning: 'yellow' }, { weakSpots: 9 }],
    ['more weak spots before fewer', { weakSpots: 2 }, { weakSpots: 1, level: 0.1 }],
    ['who asked before who did not', { reviewAsked: true }, { level: 0.1 }],
    ['the lower level first', { level: 0.4 }, { level: 0.5 }],
    ['else by name', { name: 'a' }, {}],
  ] as [string, Partial<Need>, Partial<Need>][])('%s', (_sentence, first, second) => {
    expect(compareNeed({ ...need, ...first }, { ...need, ...second })).toBeLessThan(0);
    expect(compareNeed({ ...need, ...second }, { ...need, ...first })).toBeGreaterThan(0);
  });
});

test.each([
  ['never seen', null, true],
  ['a week ago', new Date('2026-09-13T01:00:00Z'), true],
  ['six days ago', new Date('2026-09-14T01:00:01Z'), false],
])('somebody %s is silent: %s', (_when, lastActivityAt, silent) => {
  expect(isSilent(lastActivityAt, now)).toBe(silent);
});

describe('the groups', () => {
  test('put each learner into one cell, the unplaced apart', () => {
    const { grid } = show({
      members: [
        member('p1'),
        member('p2', { talentType: null }),
        member('p3', { tier: 'experienced', talentType: 'operations' }),
        member('p4', { tier: null }),
      ],
    });
    expect(grid.map((row) => [row.tier, ...row.cells.map((cell) => cell.count)])).toEqual([
      ['zero_basis', 0, 1, 0, 1],
      ['experienced', 0, 0, 1, 0],
      ['none', 0, 1, 0, 0],
    ]);
  });

  test('have no row for the unplaced when there are none', () => {
    expect(show({ members: [member('p1')] }).grid).toHaveLength(2);
  });
});

describe('the heat table', () => {
  const fact = (personId: string, skillId: string, attempts: number, correct: number, weak = false) => ({
    personId,
    skillId,
    attempts,
    correct,
    weak,
  });

  test('has the skills in learning order and a colour only from four answers on', () => {
    const { heat } = show({
      members: [member('p1')],
      facts: [fact('p1', 'A', 8, 2, true), fact('p1', 'B', 3, 3)],
    });
    expect(heat.skills.map(({ id }) => id)).toEqual(['A', 'B']);
    expect(heat.rows[0]?.cells.map(({ step, weak }) => [step, weak])).toEqual([
      ['m0', true],
      ['none', false],
    ]);
  });

  test('is the class’s means, lowest first, without skills nobody tried', () => {
    const { averages } = show({
      members: [member('p1'), member('p2')],
      facts: [fact('p1', 'A', 10, 9), fact('p2', 'A', 10, 8), fact('p1', 'B', 10, 1, true)],
    });
    expect(averages.map(({ skillId, learners, weak }) => [skillId, learners, weak])).toEqual([
      ['B', 1, 1],
      ['A', 2, 0],
    ]);
  });
});

test('a course without skills asks for its plan', () => {
  expect(show({ skills: [] }).planned).toBe(false);
});
