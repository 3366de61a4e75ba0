import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows } from '../../../src/infra/db.ts';
import {
  loadCatalogue,
  refreshCatalogues,
  selectQuestions,
  selectSkills,
} from '../../../src/features/programme/index.ts';
import { checkCatalogue } from '../../../src/features/programme/catalogue.rules.ts';
import type { CatalogueContent } from '../../../src/features/programme/catalogue.schema.ts';
import { writeCatalogue } from '../../../src/features/programme/load-catalogue.ts';
import { questions } from '../../../src/features/programme/programme.tables.ts';
import { markAnswer } from '../../../src/features/programme/question.rules.ts';
import { readCatalogue, type Catalogue } from '../../../src/features/programme/read-catalogue.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aCourse, aSchool } from '../../support/builders.ts';

let app: TestApp;
let catalogue: Catalogue;
beforeAll(async () => {
  app = await createTestApp();
  catalogue = await readCatalogue();
});
afterAll(() => app.close());

describe('what catalogue/ ships', () => {
  test('has at least 40 skills of all three talent types', () => {
    expect(catalogue.skills.length).toBeGreaterThanOrEqual(40);
    expect(new Set(catalogue.skills.map((skill) => skill.talentType)).size).toBe(3);
  });

  test('has at least six questions of two kinds and all difficulties for every skill', () => {
    const thin = catalogue.skills.filter(({ id }) => {
      const own = catalogue.questions.filter((question) => question.skillId === id);
      const kinds = new Set(own.map((question) => question.kind));
      return own.length < 6 || kinds.size < 2 || new Set(own.map((q) => q.difficulty)).size < 3;
    });
    expect(thin.map(({ id }) => id)).toEqual([]);
  });

  test('has resources of all four kinds for every skill, each kind in its tier (§5.2.2.1)', () => {
    const wanted = [
      'experienced/project',
      'experienced/seminar',
      'zero_basis/basic_practice',
      'zero_basis/theory',
    ];
    const lacking = catalogue.skills.filter(({ id }) => {
      const own = catalogue.resources.filter((resource) => resource.skillId === id);
      return String([...new Set(own.map((r) => `${r.tier}/${r.kind}`))].sort()) !== String(wanted);
    });
    expect(lacking.map(({ id }) => id)).toEqual([]);
  });

  test('marks every question’s own key as right and no other single choice', () => {
    for (const question of catalogue.questions) {
      const answers = question.kind === 'fill' ? question.key.map((spelling) => [spelling]) : [question.key];
      for (const answer of answers)
        expect([question.id, markAnswer(question, answer)]).toEqual([question.id, true]);
      if (question.kind === 'single') {
        const right = question.choices.filter(({ id }) => markAnswer(question, [id]));
        expect([question.id, right.length]).toEqual([question.id, 1]);
      }
    }
  });

  test('uses a word of the plan file for one meaning only', () => {
    for (const group of Object.values(catalogue.planWords)) {
      const words = Object.values(group).flat();
      expect(new Set(words).size).toBe(words.length);
    }
  });
});

describe('checkCatalogue', () => {
  const text = { 'zh-CN': 'x', en: 'x' };
  const skill = (id: string, requires: string[]) => ({
    id,
    requires,
    name: text,
    description: text,
    aliases: [],
    dimension: 'technical_depth' as const,
    talentType: 'development' as const,
  });
  const question = (given: Partial<CatalogueContent['questions'][number]>) => ({
    id: 'q',
    skillId: 'a',
    kind: 'single' as const,
    difficulty: 1,
    stem: text,
    choices: ['1', '2'].map((word, i) => ({ id: 'ab'[i] ?? '', text: { 'zh-CN': word, en: word } })),
    key: ['a'],
    explanation: text,
    ...given,
  });
  const content = (given: Partial<CatalogueContent>): CatalogueContent => ({
    skills: [skill('a', []), skill('b', ['a'])],
    questions: [],
    resources: [],
    ...given,
  });

  test.each<[string, CatalogueContent, string[]]>([
    ['a sound catalogue has no problems', content({ questions: [question({})] }), []],
    [
      'a circle is named',
      content({ skills: [skill('a', ['b']), skill('b', ['a'])] }),
      ['skills require each other in a circle: a → b → a'],
    ],
    [
      'an unknown prerequisite is named',
      content({ skills: [skill('a', ['z'])] }),
      ['skill a requires z, which is not there'],
    ],
    [
      'a doubled id is named',
      content({ skills: [skill('a', []), skill('a', [])] }),
      ['skill a is there twice'],
    ],
    [
      'a question of an unknown skill is named',
      content({ questions: [question({ skillId: 'z' })] }),
      ['q belongs to skill z, which is not there'],
    ],
    [
      'a key that names no choice is refused',
      content({ questions: [question({ key: ['a', 'z'] })] }),
      ['question q: the key names no choice'],
    ],
    [
      'a true-false question with choices is refused',
      content({ questions: [question({ kind: 'true_false', key: ['true'] })] }),
      ['question q: this kind has no choices'],
    ],
  ])('%s', (_sentence, given, problems) => {
    expect(checkCatalogue(given)).toEqual(problems);
  });
});

describe('loading it into a school', () => {
  test('fills the school once; a second load changes no row', async () => {
    const { schoolId } = await aSchool(app.deps);
    await loadCatalogue(app.deps, schoolId);
    const rows = () =>
      selectRows(
        app.deps.db,
        z.object({ xmin: z.string(), id: z.string() }),
        sql`select xmin::text, id from questions where school_id = ${schoolId}
        union all select xmin::text, id from skills where school_id = ${schoolId}
        union all select xmin::text, id from resources where school_id = ${schoolId} order by 2, 1`,
      );
    const before = await rows();
    app.clock.advance(60_000);
    await loadCatalogue(app.deps, schoolId);
    expect(await rows()).toEqual(before);
    const skills = await selectSkills(app.deps.db, { schoolId });
    expect(skills.map((skill) => skill.id).sort()).toEqual(catalogue.skills.map((skill) => skill.id).sort());
    for (const skill of catalogue.skills)
      expect(skills.find(({ id }) => id === skill.id)?.requires).toEqual([...skill.requires].sort());
  });

  test('brings only schools with another version up to date', async () => {
    const { schoolId } = await aSchool(app.deps);
    expect(await refreshCatalogues(app.deps)).toContain(schoolId);
    expect(await refreshCatalogues(app.deps)).toEqual([]);
  });

  test('a new version changes and retires catalogue rows, never those of a course', async () => {
    const { schoolId } = await aSchool(app.deps);
    const { courseId } = await aCourse(app.deps, { schoolId });
    await loadCatalogue(app.deps, schoolId);
    const [first, second] = catalogue.questions;
    if (!first || !second) throw new Error('The catalogue has no questions.');
    const own = {
      ...first,
      id: 'own',
      schoolId,
      courseId,
      replacesQuestionId: first.id,
      updatedAt: app.deps.now(),
    };
    await app.deps.db.insert(questions).values(own);
    const [skill] = catalogue.skills.filter(({ requires }) => requires.length > 0);
    const next: Catalogue = {
      ...catalogue,
      version: 'next',
      skills: catalogue.skills.map((row) => (row.id === skill?.id ? { ...row, requires: [] } : row)),
      questions: catalogue.questions
        .slice(1)
        .map((row) => (row.id === second.id ? { ...row, difficulty: 3 } : row)),
    };
    await writeCatalogue(app.deps.db, app.deps, schoolId, next);
    const inCourse = await selectQuestions(app.deps.db, { schoolId, courseId, skillId: first.skillId });
    expect(inCourse.map(({ id }) => id)).toContain('own');
    const elsewhere = await selectQuestions(app.deps.db, { schoolId, courseId: null });
    expect(elsewhere.map(({ id }) => id)).not.toContain(first.id);
    expect(elsewhere.find(({ id }) => id === second.id)?.difficulty).toBe(3);
    const skills = await selectSkills(app.deps.db, { schoolId });
    expect(skills.find(({ id }) => id === skill?.id)?.requires).toEqual([]);
    const kept = await app.deps.db.select().from(questions).where(eq(questions.id, 'own'));
    expect(kept[0]?.stem).toEqual(first.stem);
  });
});
