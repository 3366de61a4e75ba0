import { readdirSync } from 'node:fs';
import { describe, expect, it, test } from '@jest/globals';
import { assessDimensions, assessSkills, judgeSkill } from '../../../src/features/career/ability.rules.ts';
import {
  ASSESSMENT_DIMENSIONS,
  assessDimension,
  dimensionOf,
  judgeDue,
  type DimensionState,
} from '../../../src/features/career/dimensions.rules.ts';
import { assessFit, byFit } from '../../../src/features/career/fit.rules.ts';
import { scopeOf } from '../../../src/features/career/scope.rules.ts';

const INTEREST = 'riasec-activities-60';

test.each([
  [INTEREST, 'interest'],
  ['skills-35', 'ability'],
  ['reasoning-24', 'ability'],
  ['ipip-20', 'personality'],
  ['work-values-21', 'values'],
  ['situational-support', 'situation'],
  ['intake', null],
  ['situationalist', null],
])('%s assesses %s', (instrument, dimension) => expect(dimensionOf(instrument)).toBe(dimension));

test.each<[string, Parameters<typeof assessDimension>, DimensionState]>([
  ['what nobody offers is none', ['interest', [], []], 'none'],
  ['what is offered and not taken is open', ['interest', [INTEREST], []], 'open'],
  ['what was handed in is done', ['interest', [INTEREST], [INTEREST]], 'done'],
  [
    'abilities want both when both are offered',
    ['ability', ['skills-35', 'reasoning'], ['reasoning']],
    'begun',
  ],
  ['abilities want what is offered', ['ability', ['reasoning'], ['reasoning']], 'done'],
  [
    'either form of the personality scale will do',
    ['personality', ['ipip-50', 'ipip-20'], ['ipip-20']],
    'done',
  ],
  [
    'one situational task will do',
    ['situation', ['situational-support', 'situational-operations'], ['situational-operations']],
    'done',
  ],
])('%s', (_name, [dimension, offered, handedIn], state) =>
  expect(assessDimension(dimension, offered, handedIn)).toBe(state),
);

it('has shipped instruments for each of the five', () => {
  const shipped = readdirSync('catalogue/instruments').map((name) => name.replace(/\.json$/, ''));
  expect(ASSESSMENT_DIMENSIONS.filter((id) => assessDimension(id, shipped, []) === 'none')).toEqual([]);
});

const NOW = new Date('2026-11-23T08:00:00Z');
const inDays = (days: number) => new Date(NOW.getTime() + days * 86_400_000);
test.each<[string, DimensionState[], number, string]>([
  ['everything done is done, however late', ['done', 'none'], -3, 'done'],
  ['something open after the date is overdue', ['done', 'open'], -0.01, 'overdue'],
  ['a week before it is soon', ['begun'], 6.9, 'soon'],
  ['before that it is later', ['open'], 7.1, 'later'],
])('%s', (_name, states, days, due) => expect(judgeDue(states, inDays(days), NOW)).toBe(due));

describe('measured ability', () => {
  const skill = (skillId: string, attempts: number, correct: number) => ({
    skillId,
    dimension: 'technical_depth' as const,
    attempts,
    correct,
  });

  it('leaves out skills with too few answers, and dimensions without skills', () => {
    const levels = assessSkills([skill('S1', 10, 10), skill('S2', 3, 3)]);
    expect(levels.map(({ skillId }) => skillId)).toEqual(['S1']);
    expect(assessDimensions(levels)).toMatchObject([
      { dimension: 'technical_depth', skills: 1, answers: 10 },
    ]);
  });

  test.each<[string, Parameters<typeof judgeSkill>, string]>([
    ['beyond the graph', [{ level: 3, onGraph: false }, undefined], 'offGraph'],
    ['not measured', [{ level: 3, onGraph: true }, undefined], 'unmeasured'],
    [
      'as much as asked',
      [
        { level: 3, onGraph: true },
        { mastery: 0.6, high: 0.7 },
      ],
      'reached',
    ],
    [
      'asked for lies within the interval',
      [
        { level: 4, onGraph: true },
        { mastery: 0.75, high: 0.82 },
      ],
      'near',
    ],
    [
      'less',
      [
        { level: 5, onGraph: true },
        { mastery: 0.5, high: 0.6 },
      ],
      'gap',
    ],
  ])('%s', (_name, given, verdict) => expect(judgeSkill(...given)).toBe(verdict));
});

describe('fit', () => {
  const interests = { R: 4, I: 6, A: 2, S: 2, E: 2, C: 5.5 };
  it('puts the closest first and who has no profile last', () => {
    const own = { R: 18, I: 30, A: 12, S: 14, E: 10, C: 28 };
    const rows = [
      { id: 'none', fit: assessFit(own, { interests: null }) },
      { id: 'unlike', fit: assessFit(own, { interests: { R: 1, I: 1, A: 6, S: 6, E: 6, C: 1 } }) },
      { id: 'like', fit: assessFit(own, { interests }) },
    ];
    expect(byFit(rows).map(({ id }) => id)).toEqual(['like', 'unlike', 'none']);
    expect(rows[2]?.fit?.band).toBe('close');
  });

  it('says nothing where interests hardly differ', () => {
    expect(assessFit({ R: 10, I: 12, A: 9, S: 10, E: 11, C: 10 }, { interests })).toBeNull();
  });
});

test.each<[string, Parameters<typeof scopeOf>[0], object]>([
  ['an administrator the school', { roles: ['administrator'], courseId: 'c' }, { kind: 'school' }],
  [
    'a career teacher of the school the school',
    { roles: ['career_teacher'], courseId: null },
    { kind: 'school' },
  ],
  [
    'a career teacher in a course that course',
    { roles: ['career_teacher'], courseId: 'c' },
    { kind: 'course', courseId: 'c' },
  ],
  ['a teacher their course', { roles: ['instructor'], courseId: 'c' }, { kind: 'course', courseId: 'c' }],
])('%s', (_name, who, scope) => expect(scopeOf(who)).toEqual(scope));
