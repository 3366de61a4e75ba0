import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { trendOf } from '../../../src/features/career-paths/literacy.rules.ts';
import { literacyMappings, literacyMarks } from '../../../src/features/career-paths/literacy.tables.ts';
import { units } from '../../../src/features/programme/programme.tables.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aCareerScene, type CareerScene } from '../career-goals/career-scene.ts';
import { asker } from '../training/training-scene.ts';

let test: TestApp;
let scene: CareerScene;
beforeAll(async () => {
  test = await createTestApp();
});
beforeEach(async () => {
  scene = await aCareerScene(test);
});
afterAll(() => test.close());
const { get, post } = asker(() => test);
const portfolio = () => `/career/students/${scene.learner}/portfolio`;
const MARK = { dimension: 'teamwork', level: '3', words: '=Helped the others' };

async function aMapping(): Promise<string | undefined> {
  const { schoolId, courseId } = scene;
  const id = test.deps.newId();
  await test.deps.db.insert(units).values({ schoolId, id, courseId, position: 1, title: 'First pages' });
  const given = { dimension: 'teamwork', place: `unit:${id}`, expects: 'Hand over in time' };
  expect((await post(scene.as.teacher, '/career/literacy', given)).status).toBe(303);
  const [row] = await test.deps.db
    .select()
    .from(literacyMappings)
    .where(eq(literacyMappings.schoolId, schoolId));
  return row?.id;
}

describe('literacies', () => {
  it('are mapped to units and projects of the course, with what is expected', async () => {
    const id = await aMapping();
    expect((await get(scene.as.mentor, '/career/literacy')).text).toContain('Hand over in time');
    const elsewhere = { dimension: 'ethics', place: `unit:${test.deps.newId()}`, expects: 'Anything' };
    expect((await post(scene.as.teacher, '/career/literacy', elsewhere)).status).toBe(400);
    expect((await post(scene.as.mentor, `/career/literacy/${id}/delete`)).status).toBe(403);
    expect((await post(scene.as.teacher, `/career/literacy/${id}/delete`)).status).toBe(303);
    expect((await get(scene.as.mentor, '/career/literacy')).text).toContain('Nothing mapped yet');
  });

  it('are marked by mentors in sealed words, and shown to the learner with their trend', async () => {
    const mappingId = await aMapping();
    expect((await post(scene.as.mentor, portfolio(), { ...MARK, mappingId })).status).toBe(303);
    expect(
      (await post(scene.as.mentor, portfolio(), { ...MARK, dimension: 'ethics', mappingId })).status,
    ).toBe(400);
    expect((await post(scene.as.learner, portfolio(), MARK)).status).toBe(403);
    const { text } = await get(scene.as.learner, '/career/portfolio');
    for (const words of ['Helped the others', 'First pages', '<svg', '3 of 4']) expect(text).toContain(words);
    const rows = await test.deps.db
      .select()
      .from(literacyMarks)
      .where(eq(literacyMarks.schoolId, scene.schoolId));
    expect(JSON.stringify(rows)).not.toContain('Helped');
    const elsewhere = await aCareerScene(test);
    expect((await get(elsewhere.as.mentor, portfolio())).status).toBe(404);
  });

  it('are shown by the learner’s own evidence, and taken along as a file', async () => {
    await post(scene.as.mentor, portfolio(), MARK);
    const shown = { dimension: 'innovation', link: 'https://example.org/idea', words: 'A new sorting' };
    expect((await post(scene.as.learner, '/career/portfolio', shown)).status).toBe(303);
    expect(
      (await post(scene.as.learner, '/career/portfolio', { ...shown, link: 'javascript:alert(1)' })).status,
    ).toBe(400);
    const file = await get(scene.as.learner, '/career/portfolio.csv');
    expect(file.text).toContain('A new sorting');
    expect(file.text).toContain("'=Helped the others");
    const id = /portfolio\/([\w-]{36})\/delete/.exec(
      (await get(scene.as.learner, '/career/portfolio')).text,
    )?.[1];
    expect((await post(scene.as.other, `/career/portfolio/${id}/delete`)).status).toBe(404);
    expect((await post(scene.as.learner, `/career/portfolio/${id}/delete`)).status).toBe(303);
    expect((await get(scene.as.mentor, portfolio())).text).not.toContain('A new sorting');
  });
});

it('a trend has a mean per literacy and semester, and none where nobody marked', () => {
  const semesters = [
    { name: 'Autumn', startsOn: '2026-09-01', until: '2027-01-31' },
    { name: 'Spring', startsOn: '2027-02-01', until: '2027-07-31' },
  ];
  const mark = (level: number, markedOn: string) => ({ dimension: 'ethics' as const, level, markedOn });
  expect(trendOf([mark(1, '2026-10-01'), mark(2, '2026-11-01')], semesters)).toEqual([
    {
      name: 'Autumn',
      startsOn: '2026-09-01',
      means: { ethics: 1.5, teamwork: null, innovation: null },
      marks: 2,
    },
  ]);
});
