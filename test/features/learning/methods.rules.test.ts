import { describe, expect, it } from '@jest/globals';
import {
  meanChange,
  suggestMethods,
  type MethodLearner,
  type OpenSpot,
} from '../../../src/features/learning/methods.rules.ts';

const spot = (given: Partial<OpenSpot> = {}): OpenSpot => ({
  skillId: 'S1',
  skillZh: '技能',
  skillEn: 'Skill',
  attempts: 6,
  correct: 2,
  run: -2,
  ...given,
});
const learner = (personId: string, given: Partial<MethodLearner> = {}): MethodLearner => ({
  personId,
  name: `Learner ${personId}`,
  silentDays: 0,
  silent: false,
  missedDeadlines: 0,
  activity: 1,
  allSkills: { attempts: 20, correct: 10 },
  weakSpots: [],
  ...given,
});

describe('suggested methods', () => {
  it.each<[string, Partial<MethodLearner>, string, readonly string[]]>([
    ['a weak spot', { weakSpots: [spot()] }, 'weak_spot', ['case_breakdown', 'one_to_one']],
    [
      'drilled in vain',
      { weakSpots: [spot(), spot({ skillId: 'S2', attempts: 10, run: 1 })] },
      'wheel_spinning',
      ['one_to_one', 'case_breakdown'],
    ],
    [
      'two tasks overdue',
      { missedDeadlines: 2, weakSpots: [spot()] },
      'overdue',
      ['smaller_steps', 'one_to_one'],
    ],
    ['silence before all', { silent: true, silentDays: 8, missedDeadlines: 3 }, 'silent', ['contact']],
  ])('%s', (_, given, pattern, methods) => {
    const [first, ...others] = suggestMethods([learner('a', given)], [], new Map());
    expect(first).toMatchObject({ personId: 'a', pattern, methods });
    expect(others).toEqual([]);
  });

  it('name the skill that was drilled in vain', () => {
    const weakSpots = [spot(), spot({ skillId: 'S2', attempts: 10, correct: 4, run: 1 })];
    const [one] = suggestMethods([learner('a', { weakSpots })], [], new Map());
    expect(one).toMatchObject({ skillId: 'S2', evidence: { values: { attempts: 10, correct: 4 } } });
  });

  it('say nothing where all is well', () => {
    expect(suggestMethods([learner('a'), learner('b', { missedDeadlines: 1 })], [], new Map())).toEqual([]);
  });

  it('know who is in the same place, and only those', () => {
    const weak = { weakSpots: [spot()] };
    const all = [
      learner('a', weak),
      learner('b', weak),
      learner('c', { weakSpots: [spot({ skillId: 'S2' })] }),
    ];
    const one = suggestMethods(all, [], new Map()).find(({ personId }) => personId === 'a');
    expect(one?.comparable.map(({ personId }) => personId)).toEqual(['b']);
    expect(one?.subjects[0]?.before).toBeCloseTo((2 + 2 * 0.525) / 8, 5);
  });

  it('for the class come first, compared with learners of other courses', () => {
    const weak = { weakSpots: [spot()] };
    const elsewhere = new Map([['S1', [{ personId: 'x', before: 0.4 }]]]);
    const shared = { skillId: 'S1', skillZh: '技能', skillEn: 'Skill', learners: 2 };
    const [first] = suggestMethods(
      [learner('a', weak), learner('b', weak), learner('c')],
      [shared],
      elsewhere,
    );
    expect(first).toMatchObject({
      personId: null,
      pattern: 'shared_weak_spot',
      methods: ['teach_again', 'flipped'],
      comparable: [{ personId: 'x', before: 0.4 }],
    });
    expect(first?.subjects.map(({ personId }) => personId)).toEqual(['a', 'b']);
  });
});

describe('the change of a group', () => {
  it.each<[string, Record<string, number>, { change: number; count: number } | null]>([
    ['is the mean of those who can be measured', { a: 0.6, b: 0.6 }, { change: 0.2, count: 2 }],
    ['leaves out who is gone', { a: 0.5 }, { change: 0.2, count: 1 }],
    ['is nothing when nobody is left', {}, null],
  ])('%s', (_, after, expected) => {
    const group = [
      { personId: 'a', before: 0.3 },
      { personId: 'b', before: 0.5 },
    ];
    const change = meanChange(group, new Map(Object.entries(after)));
    if (expected === null) expect(change).toBeNull();
    else expect(change).toEqual({ change: expect.closeTo(expected.change, 9), count: expected.count });
  });
});
