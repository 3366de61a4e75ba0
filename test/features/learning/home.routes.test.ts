import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadCatalogue } from '../../../src/features/programme/index.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aCourse, aMember, aSchool, aSession } from '../../support/builders.ts';
import { countQueries } from '../../support/count-queries.ts';
import { aPlan } from './class-scene.ts';
import {
  aLearner,
  withSkills,
  withTaskDone,
  withTier,
  withTime,
  withWarning,
  type Course,
} from './learner-scene.ts';
import { visitor } from '../../support/visitor.ts';

const SKILLS = ['S102', 'S104', 'S105', 'S106', 'S107', 'S108'];

let t: TestApp;
let course: Course;
let learner: string;
let session: { base: string; cookie: string };

const { get, post } = visitor(() => ({ t, as: session }));

beforeAll(async () => {
  t = await createTestApp();
  const { schoolId } = await aSchool(t.deps);
  await loadCatalogue(t.deps, schoolId);
  course = { schoolId, ...(await aCourse(t.deps, { schoolId, talentType: 'support' })) };
  const planned = await aPlan(t.deps, course, SKILLS);
  ({ personId: learner } = await aLearner(t.deps, course, 'Learner 01'));
  const key = { ...course, personId: learner };
  await withSkills(t.deps, key, [
    { skillId: 'S102', attempts: 9, correct: 3 },
    { skillId: 'S104', attempts: 8, correct: 8 },
  ]);
  await withTime(t.deps, key, { 0: 30, 2: 20 });
  await withTier(t.deps, key, 'zero_basis', true);
  await withWarning(t.deps, key, 'red');
  for (const task of planned.slice(0, 4)) await withTaskDone(t.deps, key, task.id);
  session = await aSession(t.deps, { ...key, locale: 'en' });
}, 60_000);
afterAll(() => t.close());

const liveUrl = (html: string) => /hx-get="[^"]*(\/home\/live\?v=[^"]+)"/.exec(html)?.[1] ?? '';

describe('the student’s home page', () => {
  test('tells what to do next, the tier and why, the weak spot and where in the process one is', async () => {
    const { status, text } = await get('/home');
    expect(status).toBe(200);
    expect(text).toContain('aria-current="step"');
    expect(text).toContain('value="S102"');
    expect(text).toContain('Beginner');
    expect(text).toContain('provisional');
    expect(text).toContain('3 of the last 9 right');
    expect(text).toContain('4 of 6 tasks done');
    expect(text).toContain(`action="${session.base}/practice"`);
  });

  test('never tells a student of levels or colours', async () => {
    const { text } = await get('/home');
    expect(text).toContain('A word for you');
    expect(text.replace(/<[^>]+>/g, ' ')).not.toMatch(/\b(red|yellow)\b|warning/i);
  });

  test('asks the database a handful of times', async () => {
    expect(await countQueries(() => get('/home').expect(200))).toBeLessThanOrEqual(8);
  });

  test('is refreshed when something changed, and left alone while nothing did', async () => {
    const url = liveUrl((await get('/home')).text);
    expect(await countQueries(() => get(url).expect(204))).toBe(1);
    await withSkills(t.deps, { ...course, personId: learner }, [
      { skillId: 'S105', attempts: 5, correct: 1 },
    ]);
    const { status, text } = await get(url);
    expect(status).toBe(200);
    expect(text).not.toContain('<html');
    expect(text).toContain('1 of the last 5 right');
    await get(liveUrl(text)).expect(204);
  });

  test('speaks Chinese, too', async () => {
    const chinese = await aSession(t.deps, { ...course, personId: learner, locale: 'zh-CN' });
    const next = t.app.presentation.views.t('zh-CN', 'learning.home.next');
    expect((await get('/home', chinese)).text).toContain(next);
  });

  test('shows a newcomer where to begin', async () => {
    const { personId } = await aLearner(t.deps, course, 'Learner 02');
    const { status, text } = await get(
      '/home',
      await aSession(t.deps, { ...course, personId, locale: 'en' }),
    );
    expect(status).toBe(200);
    expect(text).toContain('No answers yet');
  });

  test('is for students only', async () => {
    const teacher = await aMember(t.deps, { ...course, role: 'instructor' });
    await get('/home', await aSession(t.deps, { ...course, personId: teacher.personId })).expect(403);
  });
});

describe('asking to look at the tier again', () => {
  test('is kept once, sealed, shown to the student and to the teacher, and answered', async () => {
    await post('/tier-review', { note: '<b>two years of operations</b>' }).expect(303);
    await post('/tier-review', { note: 'twice' }).expect(303);
    const home = (await get('/home')).text;
    expect(home).toContain('You asked your teacher to look again');
    expect(home).toContain('&lt;b&gt;two years of operations');

    const { personId } = await aMember(t.deps, { ...course, role: 'instructor', name: 'Teacher 01' });
    const teacher = await aSession(t.deps, { ...course, personId, locale: 'en' });
    expect((await get('/class', teacher)).text).toContain('Asked to have their tier looked at');
    const page = (await get(`/learners/${learner}`, teacher)).text;
    expect(page).toContain('two years of operations');
    expect(page).not.toContain('<b>two');

    await post(
      `/learners/${learner}/tier-review`,
      { answer: 'Let us look after two more sets' },
      teacher,
    ).expect(303);
    expect((await get('/home')).text).toContain('Let us look after two more sets');
    expect((await get('/class', teacher)).text).not.toContain('Asked to have their tier looked at');
  });

  test('is part of what the student can see and take along', async () => {
    expect((await get('/my-data')).text).toContain('Requests about the tier');
    const mine = JSON.stringify((await get('/my-data/download')).body);
    expect(mine).toContain('two years of operations');
    expect(mine).toContain('Let us look after two more sets');
  });

  test('asks the database a handful of times even with an answer to open', async () => {
    expect(await countQueries(() => get('/home').expect(200))).toBeLessThanOrEqual(9);
  });
});
