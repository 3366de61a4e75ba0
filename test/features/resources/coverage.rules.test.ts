import { describe, expect, it } from '@jest/globals';
import {
  judgeCompound,
  judgeCoverage,
  judgeEthics,
  judgeKinds,
  type CourseRows,
} from '../../../src/features/resources/coverage.rules.ts';
import { recommend, walkBack } from '../../../src/features/resources/recommend.rules.ts';

const DIMENSIONS = ['technical_depth', 'innovation', 'proficiency'] as const;
const ROWS: CourseRows = {
  units: [
    { id: 'u1', title: 'HTML', position: 1 },
    { id: 'u2', title: 'Loose', position: 2 },
  ],
  tasks: [
    { unitId: 'u1', kind: 'quiz', skillIds: ['s1', 's1', 's2'] },
    { unitId: 'u1', kind: 'project', skillIds: ['s1'] },
    { unitId: 'u2', kind: 'reading', skillIds: [] },
  ],
  skills: [
    { id: 's1', talentType: 'development', dimension: 'technical_depth' },
    { id: 's2', talentType: 'support', dimension: 'proficiency' },
    { id: 's3', talentType: 'development', dimension: 'innovation' },
  ],
  targets: [{ unitId: 'u1', id: 't1', kind: 'certificate', name: 'Web', issuer: null, level: null }],
  resources: [
    { unitId: 'u1', id: 'r1', title: 'a', kind: 'law_case', minutes: null, published: true },
    { unitId: 'u1', id: 'r2', title: 'b', kind: 'micro_lecture', minutes: null, published: false },
  ],
  ethics: [{ unitId: 'u1', itemId: 'privacy', scene: 'sign-up form' }],
};
const judge = (talentType: 'development' | null) =>
  judgeCoverage(ROWS, { talentType, dimensions: DIMENSIONS });

describe('coverage of modules (R024)', () => {
  const { modules, dimensionsMissing, elementsMissing } = judge('development');
  it('counts each skill of a module once, by dimension', () =>
    expect(modules[0]?.dimensions.map(({ skills }) => skills)).toEqual([1, 0, 1]));
  it('lists modules that lead to no ability', () =>
    expect(modules.filter(({ isLoose }) => isLoose).map(({ id }) => id)).toEqual(['u2']));
  it('lists dimensions of the course’s type that no module leads to', () =>
    expect(dimensionsMissing).toEqual(['innovation']));
  it('asks for all dimensions where a course has no type', () =>
    expect(judge(null).dimensionsMissing).toEqual(['innovation']));
  it('takes projects for training, and names what is linked', () => {
    const there = modules[0]?.elements.filter((one) => one.there).map(({ element }) => element);
    expect(there).toEqual(['course', 'certificate', 'training']);
    expect(elementsMissing).toEqual(['post', 'contest', 'innovation']);
  });
  it('tells published resources from those that wait, and cases of law', () =>
    expect(modules[0]).toMatchObject({ published: 1, waiting: 1, lawCases: 1 }));
  it('shows for each item of ethics where it is treated (R110)', () => {
    const text = { 'zh-CN': 'x', en: 'x' };
    const items = ['privacy', 'fairness'].map((id) => ({ id, name: text, description: text }));
    expect(judgeEthics(items, modules).map(({ modules: where }) => where.map(({ scene }) => scene))).toEqual([
      ['sign-up form'],
      [],
    ]);
  });
});

describe('kinds of resources (R052)', () => {
  const rows = judgeKinds(
    [
      { kind: 'tool_document', talentType: 'development', all: 2, published: 1 },
      { kind: 'fault_case', talentType: 'development', all: 1, published: 1 },
      { kind: 'micro_lecture', talentType: null, all: 1, published: 1 },
      { kind: 'simulation', talentType: 'support', all: 3, published: 0 },
    ],
    ['development', 'support'],
  );
  it('asks of each type its own kind and the four forms', () =>
    expect(rows.map(({ missing }) => missing)).toEqual([
      ['interactive_test', 'simulation', 'digitised_case'],
      ['fault_case', 'interactive_test', 'simulation', 'digitised_case'],
    ]));
  it('counts what isn’t published apart', () =>
    expect(rows[1]?.kinds.find(({ kind }) => kind === 'simulation')).toMatchObject({
      published: 0,
      waiting: 3,
    }));
});

describe('a compound post (R030)', () => {
  const module = (
    talentType: 'development' | 'operations' | null,
    skillTypes: ('support' | 'development')[] = [],
  ) => ({
    talentType,
    skillTypes,
  });
  const POST = {
    modules: [module('development'), module('operations')],
    schoolMentorId: 'a',
    enterpriseMentorId: 'b',
    cycleWeeks: 30,
  };
  it.each([
    ['complete', {}, []],
    ['without modules', { modules: [] }, ['modules']],
    ['of one type only', { modules: [module('development'), module('development')] }, ['types']],
    ['crosses by a module’s skills, too', { modules: [module('development', ['support'])] }, []],
    ['with one mentor', { enterpriseMentorId: null }, ['enterpriseMentor']],
    ['without a cycle', { cycleWeeks: null, schoolMentorId: null }, ['schoolMentor', 'cycle']],
  ])('%s', (_name, given, lacking) => expect(judgeCompound({ ...POST, ...given }).lacking).toEqual(lacking));
});

describe('a recommendation explains the edge it came by (R104)', () => {
  const name = (id: string) => ({ 'zh-CN': id, en: id });
  const skill = (id: string, requires: string[]) => ({ id, name: name(id), requires });
  const skills = [
    skill('api', ['http', 'json']),
    skill('http', ['net']),
    skill('json', []),
    skill('net', ['bits']),
    skill('bits', []),
  ];
  const resource = (id: string, skillIds: string[], minutes: number | null = null) => ({
    id,
    title: id,
    minutes,
    skillIds,
  });
  it('walks back two steps, nearest first, and in circles once', () => {
    expect(walkBack('api', skills).map((one) => [one.skill.id, one.needed?.id ?? null])).toEqual([
      ['api', null],
      ['http', 'api'],
      ['json', 'api'],
      ['net', 'http'],
    ]);
    expect(walkBack('a', [skill('a', ['b']), skill('b', ['a'])]).map((one) => one.skill.id)).toEqual([
      'a',
      'b',
    ]);
    expect(walkBack('gone', skills)).toEqual([]);
  });
  it('puts what teaches the skill first, then what it builds on, the short before the long', () => {
    const found = recommend(
      'api',
      skills,
      [
        resource('r-net', ['net']),
        resource('r-long', ['api'], 60),
        resource('r-short', ['api', 'http'], 5),
        resource('r-bits', ['bits']),
      ],
      5,
    );
    expect(found.map(({ resource: { id } }) => id)).toEqual(['r-short', 'r-long', 'r-net']);
    expect(found.map(({ because }) => because)).toEqual([
      { kind: 'teaches', skill: name('api') },
      { kind: 'teaches', skill: name('api') },
      { kind: 'requires', skill: name('net'), needed: name('http') },
    ]);
    expect(recommend('api', skills, [resource('r', ['json'])], 0)).toEqual([]);
  });
});
