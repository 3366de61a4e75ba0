import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { careerExecutions } from '../../../src/features/career-paths/executions.tables.ts';
import { makeDueExecutions } from '../../../src/features/career-paths/make-execution.ts';
import { cases } from '../../../src/features/cases/cases.tables.ts';
import { resources } from '../../../src/features/programme/programme.tables.ts';
import { terms } from '../../../src/features/roster/roster.tables.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aSession } from '../../support/builders.ts';
import { WEB, aCareerScene, type CareerScene } from '../career-goals/career-scene.ts';
import { asker } from '../training/training-scene.ts';

let test: TestApp;
let scene: CareerScene;
beforeAll(async () => {
  test = await createTestApp();
});
beforeEach(async () => {
  test.clock.now = new Date('2026-09-07T01:00:00Z');
  scene = await aCareerScene(test);
  const { schoolId } = scene;
  await test.deps.db.insert(terms).values({
    schoolId,
    id: test.deps.newId(),
    name: 'Autumn',
    startsOn: '2026-09-01',
    endsOn: '2026-09-18',
  });
  const text = { 'zh-CN': 'Reading', en: 'Reading' };
  await test.deps.db.insert(resources).values({
    schoolId,
    id: 'r',
    skillId: 'basics',
    tier: 'zero_basis',
    kind: 'theory',
    minutes: 90,
    title: text,
    body: text,
  });
});
afterAll(() => test.close());
const { get, post } = asker(() => test);

async function aPath(): Promise<string> {
  const goal = { occupationId: WEB, measure: 'skills', target: '80', dueOn: '2027-06-30', words: '' };
  await post(scene.as.learner, '/career/goals/short', goal);
  const { text } = await get(scene.as.learner, '/career/path');
  const goalId = /<option value="([\w-]{36})"/.exec(text)?.[1] ?? '';
  expect((await post(scene.as.learner, '/career/path', { goalId, weeklyHours: '4' })).status).toBe(303);
  return goalId;
}
const stored = async () =>
  (
    await test.deps.db.select().from(careerExecutions).where(eq(careerExecutions.schoolId, scene.schoolId))
  )[0];
const answer = (given: object, who = scene.as.learner, id?: string) =>
  stored().then((row) => post(who, `/career/execution/${id ?? row?.id}`, { ...given }));

describe('the report on a semester', () => {
  it('is made once in its last weeks, frozen, and read in the reports’ room', async () => {
    expect((await post(scene.as.learner, '/career/execution')).status).toBe(404);
    await aPath();
    expect((await post(scene.as.learner, '/career/execution')).status).toBe(303);
    expect((await post(scene.as.learner, '/career/execution')).status).toBe(409);
    const row = await stored();
    const { text } = await get(scene.as.learner, `/reports/${row?.reportId}`);
    for (const words of ['Path execution report', 'Learner 01', 'Reading', 'Front-end developer'])
      expect(text).toContain(words);
    expect((await get(scene.as.other, `/reports/${row?.reportId}`)).status).toBe(404);
  });

  it('isn’t made earlier', async () => {
    await test.deps.db.update(terms).set({ endsOn: '2026-12-18' }).where(eq(terms.schoolId, scene.schoolId));
    await aPath();
    expect((await post(scene.as.learner, '/career/execution')).status).toBe(409);
    expect((await get(scene.as.learner, '/career/execution')).text).toContain('from 2026-12-04 on');
  });

  it('is made by itself at the end, and has to be answered before the next cycle is planned', async () => {
    const goalId = await aPath();
    await makeDueExecutions(test.deps);
    expect(await stored()).toBeUndefined();
    test.clock.now = new Date('2026-09-18T20:00:00Z');
    await makeDueExecutions(test.deps);
    await makeDueExecutions(test.deps);
    test.clock.now = new Date('2027-02-10T01:00:00Z');
    const { schoolId, courseId, learner: personId } = scene;
    const later = await aSession(test.deps, { schoolId, courseId, personId, locale: 'en' });
    const again = () => post(later, '/career/path', { goalId, weeklyHours: '4' });
    expect((await again()).status).toBe(409);
    expect((await answer({ answer: 'confirmed' }, later)).status).toBe(303);
    expect((await again()).status).toBe(303);
  });

  it('may be objected to, with words, and then the career teacher has to look into it', async () => {
    await aPath();
    await post(scene.as.learner, '/career/execution');
    expect((await answer({ answer: 'objected', words: '' })).status).toBe(409);
    expect((await answer({ answer: 'objected', words: 'I did finish it' }, scene.as.other)).status).toBe(404);
    expect((await answer({ answer: 'objected', words: 'I did finish it' })).status).toBe(303);
    expect((await answer({ answer: 'confirmed' })).status).toBe(404);
    expect(JSON.stringify(await stored())).not.toContain('finish it');
    const [opened] = await test.deps.db.select().from(cases).where(eq(cases.schoolId, scene.schoolId));
    expect(opened).toMatchObject({ kind: 'path_objection', ownerPersonId: scene.careerTeacher });
    expect((await get(scene.as.careerTeacher, '/career/desk')).text).toContain('Objects to a report');
    const close = (outcome: string) =>
      post(scene.as.careerTeacher, `/cases/${opened?.id}/close`, { outcome, note: 'Looked at it' });
    expect((await close('improved')).status).toBe(409);
    expect((await close('settled')).status).toBe(303);
  });
});

describe('the traceability report', () => {
  it('tells goals, growth and fit, frozen with its hash', async () => {
    await aPath();
    const made = await post(scene.as.careerTeacher, '/reports', {
      kind: 'career_trace',
      personId: scene.learner,
      period: 'month',
    });
    expect(made.status).toBe(303);
    const { text } = await get(
      scene.as.careerTeacher,
      (made.headers['location'] ?? '').replace(scene.as.careerTeacher.base, ''),
    );
    for (const words of [
      'traceability report',
      'Near goal',
      'Ability: first and last',
      '0% of what the post asks for',
    ])
      expect(text).toContain(words);
    expect(text).toMatch(/[0-9a-f]{64}/);
  });
});
