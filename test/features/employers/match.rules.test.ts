import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { judgeConstraints } from '../../../src/features/employers/constraint.rules.ts';
import { readEvidence } from '../../../src/features/employers/evidence.rules.ts';
import {
  UNKNOWN_FIT,
  WEIGHTS,
  explainMatch,
  fitOfSkills,
  prepareStudent,
  scoreMatch,
  weighSkills,
} from '../../../src/features/employers/match.rules.ts';
import type {
  OpenPosting,
  Seeker,
  SkillEvidence,
  Student,
} from '../../../src/features/employers/matching.schema.ts';
import { POSTING_KINDS, WORK_VALUES } from '../../../src/features/employers/postings.schema.ts';
import {
  MOST_OF_ONE_EMPLOYER,
  rankCandidates,
  rankPostings,
} from '../../../src/features/employers/rank.rules.ts';
import { fitOfGoal, fitOfInterests } from '../../../src/features/employers/wish-fit.rules.ts';
import { TALENT_TYPES } from '../../../src/features/roster/index.ts';

const posting = (given: Partial<OpenPosting> = {}): OpenPosting => ({
  id: 'p1',
  employerId: 'e1',
  employerName: 'Employer',
  cooperating: false,
  title: '前端开发工程师',
  talentType: 'development',
  region: '杭州',
  kind: 'full_time',
  payMin: 4000,
  payMax: 6000,
  education: null,
  startsOn: null,
  certificates: [],
  offers: [],
  skills: [
    { skillId: 'js', level: 4, must: true },
    { skillId: 'css', level: 2, must: false },
  ],
  createdAt: 0,
  ...given,
});
const student = (given: Partial<Student> = {}): Student => ({
  skills: new Map(),
  kinds: [],
  regions: [],
  regionsOnly: false,
  education: null,
  availableFrom: null,
  certificates: null,
  talentType: null,
  posts: [],
  minPay: null,
  interests: null,
  values: null,
  ...given,
});
const known = (skills: Record<string, SkillEvidence>) => new Map(Object.entries(skills));
const even = weighSkills([]);
const riasec = ([R = 0, I = 0, A = 0, S = 0, E = 0, C = 0]: readonly number[]) => ({ R, I, A, S, E, C });
const score = (of: OpenPosting, who: Student) => scoreMatch(of, prepareStudent(who), even);

describe('hard constraints', () => {
  it.each([
    ['nothing asked', {}, {}, [], []],
    ['another form of work than wanted', { kind: 'internship' }, { kinds: ['full_time'] }, ['kind'], []],
    [
      'elsewhere, for who only goes to some places',
      { region: '成都' },
      { regions: ['杭州'], regionsOnly: true },
      ['region'],
      [],
    ],
    ['elsewhere, for who would rather not', { region: '成都' }, { regions: ['杭州'] }, [], []],
    [
      'a province’s city by its short name',
      { region: '浙江杭州' },
      { regions: ['杭州'], regionsOnly: true },
      [],
      [],
    ],
    ['too high a degree', { education: 'bachelor' }, { education: 'higher_vocational' }, ['education'], []],
    ['a degree, of whom nobody knows theirs', { education: 'bachelor' }, {}, [], ['education']],
    [
      'a certificate somebody lacks',
      { certificates: ['电工证'] },
      { certificates: [] },
      ['certificates'],
      [],
    ],
    ['a certificate somebody has', { certificates: ['CET-4'] }, { certificates: ['cet-4 '] }, [], []],
    ['a certificate, of who told nothing', { certificates: ['电工证'] }, {}, [], ['certificates']],
    [
      'work before somebody can come',
      { startsOn: '2026-07-01' },
      { availableFrom: '2026-08-01' },
      ['start'],
      [],
    ],
  ] as [string, Partial<OpenPosting>, Partial<Seeker>, string[], string[]][])(
    '%s',
    (_name, asked, told, unmet, unknown) =>
      expect(judgeConstraints(posting(asked), student(told))).toEqual({ unmet, unknown }),
  );
});

describe('the fit of skills', () => {
  it.each([
    ['of which nothing is known isn’t zero', {}, UNKNOWN_FIT],
    [
      'all shown at the level asked, and certain',
      { js: { level: 4, certainty: 1 }, css: { level: 2, certainty: 1 } },
      1,
    ],
    [
      'above what is asked counts no more',
      { js: { level: 5, certainty: 1 }, css: { level: 5, certainty: 1 } },
      1,
    ],
    [
      'half the level of the must',
      { js: { level: 2, certainty: 1 }, css: { level: 2, certainty: 1 } },
      2 / 3,
    ],
    ['shown, but on little', { js: { level: 4, certainty: 0.5 }, css: { level: 2, certainty: 0.5 } }, 0.5],
    ['measured and low is never below unknown', { js: { level: 0, certainty: 1 } }, UNKNOWN_FIT],
  ])('%s', (_name, skills, fit) => expect(fitOfSkills(posting(), known(skills), even)).toBeCloseTo(fit, 10));
  it('is unknown where nothing is asked', () =>
    expect(fitOfSkills(posting({ skills: [] }), new Map(), even)).toBeNull());
  it('weighs a rare skill more than one that every opening asks', () => {
    const all = [posting(), posting({ skills: [{ skillId: 'css', level: 2, must: true }] })];
    const weigh = weighSkills(all);
    expect(weigh('development', 'js')).toBeGreaterThan(weigh('development', 'css'));
    // N = 2, js in one of them: ln(3/2) + 1.
    expect(weigh('development', 'js')).toBeCloseTo(Math.log(3 / 2) + 1, 10);
  });
  it('grows more certain with each answer', () => {
    expect(readEvidence({ attempts: 2, correct: 2 }).certainty).toBe(0.5);
    expect(readEvidence({ attempts: 10, correct: 10 }).level).toBeGreaterThan(4.5);
  });
});

describe('a score', () => {
  const able = { skills: known({ js: { level: 4, certainty: 1 }, css: { level: 2, certainty: 1 } }) };
  it('leaves out what isn’t known instead of counting it as zero', () => {
    expect(score(posting(), student(able))).toBe(1);
    expect(score(posting({ skills: [] }), student())).toBeNull();
  });
  it('knows a wanted post by its name, else by its field', () => {
    expect(fitOfGoal(posting(), student({ posts: ['前端'] }))).toBe(1);
    expect(fitOfGoal(posting(), student({ posts: ['运维'], talentType: 'development' }))).toBe(0.5);
    expect(fitOfGoal(posting(), student({ talentType: 'support' }))).toBe(0);
    expect(fitOfGoal(posting(), student())).toBeNull();
  });
  it('takes interests that are all alike for unknown', () => {
    expect(fitOfInterests(riasec([20, 20, 20, 20, 20, 20])).support).toBeNull();
    expect(fitOfInterests(riasec([15.4, 29.1, 28.1, 28.5, 56.4, 48.9])).operations).toBeCloseTo(1, 10);
  });
  it('gives its parts, what is missing and what would help most', () => {
    const match = explainMatch(
      posting(),
      prepareStudent(student({ skills: known({ css: { level: 2, certainty: 1 } }) })),
      even,
    );
    expect(match.missing.map(({ skillId, state }) => [skillId, state])).toEqual([['js', 'unknown']]);
    expect(match.whatIf).toEqual({ skillId: 'js', level: 4, score: 1 });
    expect(match.parts.find(({ part }) => part === 'goal')).toEqual({
      part: 'goal',
      value: null,
      weight: WEIGHTS.goal,
    });
    expect(match.score).toBeCloseTo((UNKNOWN_FIT + 0.5) / 1.5, 10);
  });
});

describe('a ranking', () => {
  const many = (count: number, employerId: string) =>
    Array.from({ length: count }, (_, n) => posting({ id: `${employerId}-${n}`, employerId, createdAt: n }));
  it('puts cooperating employers first among equals only', () => {
    const rank = (cooperatingLevel: number) =>
      rankPostings(
        [
          posting({ id: 'a', employerId: 'a', createdAt: 9 }),
          posting({
            id: 'b',
            employerId: 'b',
            cooperating: true,
            skills: [{ skillId: 'js', level: cooperatingLevel, must: true }],
          }),
        ],
        student({ skills: known({ js: { level: 2, certainty: 1 }, css: { level: 1, certainty: 1 } }) }),
        even,
        2,
      ).best.map(({ posting: { id } }) => id);
    expect(rank(4)).toEqual(['b', 'a']);
    expect(rank(5)).toEqual(['a', 'b']);
  });
  it('shows at most two of one employer in ten while others are left, and then the rest', () => {
    const { best } = rankPostings([...many(12, 'big'), ...many(8, 'small')], student(), even, 20);
    const firstTen = best.slice(0, 4).map(({ posting: { employerId } }) => employerId);
    expect(firstTen.filter((id) => id === 'big')).toHaveLength(MOST_OF_ONE_EMPLOYER);
    expect(best).toHaveLength(20);
    const others = Array.from({ length: 8 }, (_, n) => posting({ id: `o${n}`, employerId: `o${n}` }));
    const ten = rankPostings([...many(12, 'big'), ...others], student(), even, 10).best;
    expect(ten.filter(({ posting: { employerId } }) => employerId === 'big')).toHaveLength(2);
  });
  it('keeps apart what a constraint rules out', () => {
    const { best, unmet } = rankPostings(
      [posting({ kind: 'internship' })],
      student({ kinds: ['full_time'] }),
      even,
      5,
    );
    expect([best.length, unmet.length]).toEqual([0, 1]);
  });
  it('of candidates leaves out those whom a constraint rules out', () => {
    const seeker = (personId: string, given: Partial<Student>) => ({ personId, ...student(given) });
    const ranked = rankCandidates(
      posting({ education: 'bachelor' }),
      [
        seeker('a', { education: 'higher_vocational', skills: known({ js: { level: 5, certainty: 1 } }) }),
        seeker('b', { education: 'bachelor' }),
        seeker('c', { skills: known({ js: { level: 3, certainty: 0.8 } }) }),
      ],
      even,
      5,
    );
    expect(ranked.map(({ seeker: { personId } }) => personId)).toEqual(['c', 'b']);
  });
});

const ids = ['a', 'b', 'c', 'd'];
const evidence = fc.record({
  level: fc.double({ min: 0, max: 5, noNaN: true }),
  certainty: fc.double({ min: 0, max: 1, noNaN: true }),
});
const skillMap = fc.dictionary(fc.constantFrom(...ids), evidence).map((of) => new Map(Object.entries(of)));
const anyPosting = fc.record({
  talentType: fc.constantFrom(...TALENT_TYPES),
  kind: fc.constantFrom(...POSTING_KINDS),
  region: fc.constantFrom('杭州', '成都'),
  payMax: fc.option(fc.integer({ min: 1, max: 20_000 })),
  offers: fc.uniqueArray(fc.constantFrom(...WORK_VALUES)),
  skills: fc.uniqueArray(
    fc.record({
      skillId: fc.constantFrom(...ids),
      level: fc.integer({ min: 1, max: 5 }),
      must: fc.boolean(),
    }),
    { selector: ({ skillId }) => skillId, minLength: 1 },
  ),
});
const anyInterests = fc
  .array(fc.double({ min: 0, max: 40, noNaN: true }), { minLength: 6, maxLength: 6 })
  .map(riasec);
const anyStudent = fc.record({
  skills: skillMap,
  talentType: fc.option(fc.constantFrom(...TALENT_TYPES)),
  posts: fc.constantFrom([], ['前端'], ['运维']),
  regions: fc.constantFrom([], ['杭州']),
  minPay: fc.option(fc.integer({ min: 1, max: 20_000 })),
  interests: fc.option(anyInterests),
  values: fc.option(
    fc
      .array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 6, maxLength: 6 })
      .map((shares) => new Map(WORK_VALUES.map((id, n) => [id, shares[n] ?? 0]))),
  ),
});
const EPSILON = 1e-9;

describe('whatever the opening and the student', () => {
  it('a score stays between nothing and all', () => {
    fc.assert(
      fc.property(anyPosting, anyStudent, (of, who) => {
        const value = score(posting(of), student(who)) ?? 0;
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1 + EPSILON);
      }),
    );
  });

  it('a higher level or more certain evidence never lowers a score', () => {
    const more = fc.record({
      skillId: fc.constantFrom(...ids),
      level: fc.double({ min: 0, max: 5, noNaN: true }),
      certainty: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(anyPosting, anyStudent, more, (of, who, { skillId, level, certainty }) => {
        const before = who.skills.get(skillId) ?? { level: 0, certainty: 0 };
        const better = new Map(who.skills).set(skillId, {
          level: Math.max(before.level, level),
          certainty: Math.max(before.certainty, certainty),
        });
        const [from, to] = [who, { ...who, skills: better }].map(
          (one) => score(posting(of), student(one)) ?? 0,
        );
        expect(to).toBeGreaterThanOrEqual((from ?? 0) - EPSILON);
      }),
      { numRuns: 500 },
    );
  });

  it('the order of candidates never falls with a better skill', () => {
    fc.assert(
      fc.property(anyPosting, skillMap, evidence, (of, skills, better) => {
        const asked = posting(of);
        const [first] = asked.skills;
        const before = skills.get(first?.skillId ?? '') ?? { level: 0, certainty: 0 };
        const raised = new Map(skills).set(first?.skillId ?? '', {
          level: Math.max(before.level, better.level),
          certainty: Math.max(before.certainty, better.certainty),
        });
        expect(fitOfSkills(asked, raised, even) ?? 0).toBeGreaterThanOrEqual(
          (fitOfSkills(asked, skills, even) ?? 0) - EPSILON,
        );
      }),
    );
  });

  it('sex, ethnicity, household, disability, picture, name and birth date change nothing', () => {
    const excluded = fc.record({
      sex: fc.constantFrom('f', 'm'),
      ethnicity: fc.string(),
      hukou: fc.string(),
      disability: fc.boolean(),
      photo: fc.string(),
      displayName: fc.string(),
      birthDate: fc.string(),
      hardship: fc.boolean(),
    });
    fc.assert(
      fc.property(anyPosting, anyStudent, excluded, excluded, (of, who, one, other) => {
        const explain = (extra: object) =>
          explainMatch(posting(of), prepareStudent({ ...student(who), ...extra }), even);
        expect(explain(one)).toEqual(explain(other));
      }),
    );
  });

  it('interests, which differ by sex, move a score by no more than their weight allows', () => {
    // Beside skills, at most .10 of .65.
    const most = WEIGHTS.interests / (WEIGHTS.interests + WEIGHTS.skills);
    fc.assert(
      fc.property(anyPosting, anyStudent, anyInterests, anyInterests, (of, who, one, other) => {
        const [a, b] = [one, other].map(
          (given) => score(posting(of), student({ ...who, interests: given })) ?? 0,
        );
        const isKnown = [one, other].every((given) => fitOfInterests(given).development !== null);
        if (isKnown) expect(Math.abs((a ?? 0) - (b ?? 0))).toBeLessThanOrEqual(most + EPSILON);
      }),
    );
  });
});
