import { describe, expect, test } from '@jest/globals';
import { presentEvidence } from '../../../src/features/learning/evidence.pages.ts';
import { presentOverview } from '../../../src/features/learning/overview.pages.ts';
import { presentPackage, presentResource } from '../../../src/features/learning/package.pages.ts';
import { textIn } from '../../../src/features/records/index.ts';
import type { Statement } from '../../../src/features/xapi/index.ts';

const now = new Date('2026-09-09T01:00:00Z');
const both = (words: string) => ({ 'zh-CN': words, en: words });

describe('evidence', () => {
  test.each([
    ['the reader’s language', { en: 'Quiz', 'zh-CN': '-' }, 'en', 'Quiz'],
    ['one of its family', { 'en-GB': 'Quiz' }, 'en', 'Quiz'],
    ['else the first', { fr: 'Jeu' }, 'en', 'Jeu'],
    ['nothing', undefined, 'en', null],
  ])('is named in %s', (_sentence, map, locale, name) => {
    expect(textIn(map, locale)).toBe(name);
  });

  test('that is about no activity is shown as far as it goes', () => {
    const payload: Statement = {
      actor: { objectType: 'Agent', mbox: 'mailto:a@example.org' },
      verb: { id: 'http://adlnet.gov/expapi/verbs/voided' },
      object: { objectType: 'StatementRef', id: '01890000-0000-7000-8000-000000000001' },
    };
    const page = presentEvidence(
      { id: 's', payload, storedAt: now, voidedBy: null, learner: { personId: 'p', name: 'Learner 01' } },
      { locale: 'en', ownPage: false },
    );
    expect(page).toMatchObject({ kind: 'other', success: null, hasScore: false, at: now });
  });
});

describe('the overview', () => {
  const course = {
    courseId: 'c',
    title: 'Course',
    learners: 4,
    activeLearners: 0,
    openYellow: 1,
    openRed: 0,
    overdue: 0,
    judged: 0,
    answeredInTime: 0,
    lastActivityAt: null,
  };
  const ingestion = { lastStoredAt: now, lastRefusedAt: null, refused: 0 };
  const freshness = { statements: 5, foldedAt: now, waiting: 0, oldestWaitingAt: null };
  const show = (given: object) =>
    presentOverview(
      {
        courses: [course],
        ingestion: { ...ingestion, ...given },
        freshness: { ...freshness, ...given },
      },
      { now, engine: 'pglite', withoutCourse: false },
    );

  test.each([
    ['current', {}],
    ['nothing', { lastStoredAt: null, statements: 0 }],
    ['catching_up', { waiting: 2, oldestWaitingAt: new Date(now.getTime() - 60_000) }],
    ['late', { waiting: 2, oldestWaitingAt: new Date(now.getTime() - 600_000) }],
  ])('says when data is %s', (state, given) => {
    expect(show(given).freshness.state).toBe(state);
  });

  test('has no share in time before any warning was due, and marks a course where nobody works', () => {
    const page = show({});
    expect(page.hasInTimeShare).toBe(false);
    expect(page.courses[0]?.quiet).toBe(true);
  });
});

describe('the package', () => {
  const skill = (id: string, requires: string[]) => ({
    id,
    requires,
    name: both(id),
    talentType: 'support' as const,
  });
  const resource = (id: string, skillId: string) => ({
    id,
    skillId,
    courseId: null,
    tier: 'zero_basis' as const,
    kind: 'theory' as const,
    minutes: 10,
    title: both(id),
    body: { 'zh-CN': '1\n2', en: 'one\ntwo\nthree' },
    url: 'javascript:alert(1)',
  });

  test('goes by the skill graph, and the first thing not done is next', () => {
    const page = presentPackage(
      {
        tier: 'zero_basis',
        provisional: false,
        stages: [],
        skills: [skill('A', ['B']), skill('B', []), skill('C', [])],
        resources: [resource('rA', 'A'), resource('rB', 'B')],
        tasks: [],
        done: ['rB'],
        library: [],
      },
      now,
    );
    expect(page.skills.map(({ skillId, place, done }) => [skillId, place, done])).toEqual([
      ['B', 1, true],
      ['A', 2, false],
    ]);
    expect(page.next?.id).toBe('rA');
    expect(page.doneResources).toBe(1);
  });

  test('shows a resource line by line in both languages and links only to the web', () => {
    const page = presentResource(resource('rA', 'A'), { skillName: both('A'), done: false });
    expect(page.paragraphs).toHaveLength(3);
    expect(page.paragraphs[2]).toEqual({ 'zh-CN': '', en: 'three' });
    expect(page.url).toBeNull();
  });
});
