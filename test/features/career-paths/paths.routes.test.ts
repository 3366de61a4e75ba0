import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import { selectLearners } from '../../../src/features/career-goals/index.ts';
import { followPaths } from '../../../src/features/career-paths/follow-path.ts';
import { careerPathsDataSources, forgetCareerPaths } from '../../../src/features/career-paths/index.ts';
import { loadGauges } from '../../../src/features/career-paths/load-desk.ts';
import { careerPathItems, careerPaths } from '../../../src/features/career-paths/paths.tables.ts';
import { skillFacts, taskFacts } from '../../../src/features/trajectory/facts.tables.ts';
import { resources, taskSkills, tasks, units } from '../../../src/features/programme/programme.tables.ts';
import type { InCourse } from '../../../src/features/roster/index.ts';
import { projectSkills, trainingProjects } from '../../../src/features/training/projects.tables.ts';
import { inTransaction } from '../../../src/infra/db.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aSession } from '../../support/builders.ts';
import { countQueries } from '../../support/count-queries.ts';
import { WEB, aCareerScene, type CareerScene } from '../career-goals/career-scene.ts';
import { asker } from '../training/training-scene.ts';

let test: TestApp;
let scene: CareerScene;
beforeAll(async () => {
  test = await createTestApp();
});
const START = new Date('2026-09-07T01:00:00Z');
beforeEach(async () => {
  test.clock.now = START;
  scene = await aCareerScene(test);
});
afterAll(() => test.close());
const { get, post } = asker(() => test);
const both = (text: string) => ({ 'zh-CN': text, en: text });

const GOAL = { occupationId: WEB, measure: 'skills', target: '80', dueOn: '2027-06-30', words: '' };
async function aGoal(who = scene.as.learner): Promise<string> {
  await post(who, '/career/goals/short', GOAL);
  const { text } = await get(who, '/career/path');
  return /<option value="([\w-]{36})"/.exec(text)?.[1] ?? '';
}
const plan = async (goalId: string, weeklyHours = '6') =>
  post(scene.as.learner, '/career/path', { goalId, weeklyHours });
const itemsNow = async () =>
  test.deps.db
    .select({ key: careerPathItems.key, progress: careerPathItems.progress, doneOn: careerPathItems.doneOn })
    .from(careerPathItems)
    .innerJoin(
      careerPaths,
      and(eq(careerPaths.schoolId, careerPathItems.schoolId), eq(careerPaths.id, careerPathItems.pathId)),
    )
    .where(and(eq(careerPaths.schoolId, scene.schoolId), eq(careerPaths.current, true)));

/** One piece for each of the skills: a unit of the course, a resource, a certificate of the list. */
async function teaching() {
  const { schoolId, courseId } = scene;
  const { db, newId } = test.deps;
  const [unitId, taskId, projectId] = [newId(), newId(), newId()];
  await db.insert(units).values({ schoolId, id: unitId, courseId, position: 1, title: 'First pages' });
  await db.insert(tasks).values({
    schoolId,
    id: taskId,
    courseId,
    unitId,
    position: 1,
    title: 'Write one',
    kind: 'assignment',
    dueAt: new Date('2026-10-01T00:00:00Z'),
  });
  await db.insert(taskSkills).values({ schoolId, taskId, skillId: 'basics' });
  await db.insert(resources).values({
    schoolId,
    id: 'r-js',
    skillId: 'javascript',
    tier: 'zero_basis',
    kind: 'theory',
    minutes: 90,
    title: both('Reading JavaScript'),
    body: both('…'),
  });
  await db.insert(trainingProjects).values({
    schoolId,
    id: projectId,
    courseId,
    title: 'Dispatch board',
    source: 'product',
    startsOn: '2026-11-01',
    endsOn: '2027-01-31',
    createdBy: scene.teacher,
    createdAt: test.deps.now(),
  });
  await db.insert(projectSkills).values({ schoolId, projectId, skillId: 'javascript' });
  const certificate = {
    kind: 'certificate',
    title: 'React certificate',
    hours: '30',
    heldOn: '2027-05-20',
    skillIds: 'react',
    from: '0',
    to: '4',
  };
  expect((await post(scene.as.careerTeacher, '/career/offers', certificate)).status).toBe(303);
  return { unitId, taskId };
}

describe('a path', () => {
  it('leads from what is missing to the post, by semester, and says why', async () => {
    await teaching();
    expect((await get(scene.as.learner, '/career/path')).text).toContain('First set a goal');
    const goalId = await aGoal();
    expect((await plan(goalId)).status).toBe(303);
    const { text } = await get(scene.as.learner, '/career/path');
    for (const words of [
      'First pages',
      'Reading JavaScript',
      'Dispatch board',
      'React certificate',
      'prerequisite',
      'not measured',
      'comes after',
    ])
      expect(text).toContain(words);
    const [path] = await test.deps.db
      .select()
      .from(careerPaths)
      .where(eq(careerPaths.schoolId, scene.schoolId));
    expect(path).toMatchObject({ unmet: [], weeklyMinutes: 360 });
    expect(path?.coveredImportance).toBeCloseTo(1.7);
  });

  it('names what nothing teaches, with the reason', async () => {
    await plan(await aGoal());
    const { text } = await get(scene.as.learner, '/career/path');
    expect(text).toContain('Gaps without a plan: 3');
    expect(text).toContain('Nothing teaches it');
    expect(text).toContain('>0%<');
  });

  it('is refused for a goal that is another’s, has no post, or with no time at all', async () => {
    await aGoal();
    const others = await aGoal(scene.as.other);
    expect((await plan(others)).status).toBe(400);
    expect((await plan(test.deps.newId())).status).toBe(400);
    expect((await plan(await aGoal(), '0')).status).toBe(400);
    expect((await post(scene.as.teacher, '/career/path', { goalId: others, weeklyHours: '4' })).status).toBe(
      403,
    );
  });

  it('is followed by the records: tasks completed and skills that got there', async () => {
    const { taskId } = await teaching();
    await plan(await aGoal());
    const { schoolId, learner: personId } = scene;
    const at = test.deps.now();
    await test.deps.db.insert(taskFacts).values({
      schoolId,
      taskId,
      personId,
      startedAt: at,
      completedAt: at,
      lastStatementId: test.deps.newId(),
    });
    await test.deps.db.insert(skillFacts).values({
      schoolId,
      personId,
      skillId: 'react',
      answers: 10,
      attempts: 10,
      correct: 10,
      outcomes: '1111111111',
      recent: 1,
      run: 10,
      lastAttemptAt: at,
      evidence: [],
    });
    await followPaths(test.deps);
    const done = (await itemsNow())
      .filter(({ progress }) => progress === 1)
      .map(({ key, doneOn }) => [key.split(':')[0], doneOn]);
    expect(done.sort()).toEqual([
      ['certificate', '2026-09-07'],
      ['unit', '2026-09-07'],
    ]);
  });

  it('is marked by the learner, with something to show for a certificate', async () => {
    await teaching();
    await plan(await aGoal());
    const key = (await itemsNow()).find((item) => item.key.startsWith('certificate'))?.key;
    const mark = (given: object) =>
      post(scene.as.learner, '/career/path/items', { key, done: 'yes', ...given });
    expect((await mark({})).status).toBe(400);
    expect((await mark({ evidence: 'No. 77' })).status).toBe(303);
    expect((await mark({ key: 'unit:none' })).status).toBe(404);
    expect((await get(scene.as.learner, '/career/path')).text).toContain('No. 77');
    await mark({ done: 'no' });
    expect((await itemsNow()).every(({ progress }) => progress === 0)).toBe(true);
  });

  it('is planned anew from where the learner stands; what is done stays, and the difference is told', async () => {
    await teaching();
    const goalId = await aGoal();
    await plan(goalId);
    const key = (await itemsNow()).find((item) => item.key.startsWith('resource'))?.key;
    await post(scene.as.learner, '/career/path/items', { key, done: 'yes' });
    test.clock.advance(30 * 86_400_000);
    const { schoolId, courseId, learner: personId } = scene;
    const later = await aSession(test.deps, { schoolId, courseId, personId, locale: 'en' });
    expect((await post(later, '/career/path', { goalId, weeklyHours: '8' })).status).toBe(303);
    const { text } = await get(later, '/career/path');
    expect(text).toContain('plan 2');
    expect(text).toMatch(/Against the plan before: added 0, dropped \d, moved \d/);
    expect(text).toContain('Reading JavaScript');
  });

  it('is confirmed by the learner, then approved by the career teacher', async () => {
    await teaching();
    await plan(await aGoal());
    const approve = (who: CareerScene['as']['learner']) =>
      post(who, `/career/students/${scene.learner}/path/approve`);
    expect((await approve(scene.as.careerTeacher)).status).toBe(409);
    await post(scene.as.learner, '/career/path/confirm');
    expect((await get(scene.as.careerTeacher, '/career/desk?need=approve')).text).toContain('Learner 01');
    expect((await approve(scene.as.teacher)).status).toBe(403);
    expect((await approve(scene.as.careerTeacher)).status).toBe(303);
    expect((await get(scene.as.learner, '/career/path')).text).toContain('Approved');
    const elsewhere = await aCareerScene(test);
    expect((await approve(elsewhere.as.careerTeacher)).status).toBe(404);
    expect((await get(elsewhere.as.careerTeacher, `/career/students/${scene.learner}/path`)).status).toBe(
      404,
    );
  });

  it('goes along with the learner’s data, and with the learner', async () => {
    await teaching();
    await plan(await aGoal());
    const key = { schoolId: scene.schoolId, personId: scene.learner };
    const sources = careerPathsDataSources(test.deps);
    expect(JSON.stringify(await Promise.all(sources.map((source) => source.select(key))))).toContain(
      'React certificate',
    );
    await inTransaction(test.deps.db, (tx) => forgetCareerPaths(tx, key));
    expect(await Promise.all(sources.map((source) => source.count(key)))).toEqual(sources.map(() => 0));
  });
});

describe('the list of certificates and contests', () => {
  const CONTEST = {
    kind: 'competition',
    title: 'City contest',
    hours: '20',
    applyBy: '2026-10-01',
    heldOn: '2026-11-01',
    skillIds: ['react', 'javascript'],
    from: '1',
    to: '4',
  };
  it('is kept by career teachers and teachers', async () => {
    expect((await post(scene.as.teacher, '/career/offers', CONTEST)).status).toBe(303);
    const { text } = await get(scene.as.careerTeacher, '/career/offers');
    expect(text).toContain('City contest');
    const id = /offers\/([\w-]{36})\/retire/.exec(text)?.[1];
    expect((await post(scene.as.learner, `/career/offers/${id}/retire`)).status).toBe(403);
    await post(scene.as.careerTeacher, `/career/offers/${id}/retire`);
    expect((await get(scene.as.careerTeacher, '/career/offers')).text).toContain('None yet.');
  });
  it.each([
    ['without a skill', { skillIds: [] }],
    ['with a skill nobody knows', { skillIds: 'astrology' }],
    ['that leads nowhere', { from: '4', to: '4' }],
    ['to apply for after it was held', { applyBy: '2026-12-01' }],
    ['with a link that runs a script', { url: 'javascript:alert(1)' }],
  ])('takes nothing %s', async (_name, given) => {
    expect((await post(scene.as.teacher, '/career/offers', { ...CONTEST, ...given })).status).toBe(400);
  });
});

describe('the desk', () => {
  it('says who needs what, how far classes are, and who is missing in which class', async () => {
    await aGoal();
    const { text } = await get(scene.as.careerTeacher, '/career/desk');
    for (const words of ['Goals incomplete 2', 'No path yet 1', 'Goal to comment 1', 'Class 1'])
      expect(text).toContain(words);
    expect((await get(scene.as.careerTeacher, '/career/desk?need=plan')).text).not.toContain('Learner 02');
    expect((await get(scene.as.careerTeacher, '/career/desk?find=learner+02')).text).not.toContain(
      'Learner 01',
    );
    expect((await get(scene.as.admin, '/career/desk')).text).toContain('Staff of each class');
    expect(text).not.toContain('Staff of each class');
    expect((await get(scene.as.learner, '/career/desk')).status).toBe(403);
  });

  it('turns pages', async () => {
    await scene.learners(45);
    expect((await get(scene.as.careerTeacher, '/career/desk')).text).toContain('Page 1 of 2');
    expect((await get(scene.as.careerTeacher, '/career/desk?page=2')).text).toContain('More 44');
    expect((await get(scene.as.careerTeacher, '/career/desk?page=999')).status).toBe(200);
  });
});

describe('the gauges', () => {
  it('are shown per learner, class and cohort, with their formulae', async () => {
    await teaching();
    await plan(await aGoal());
    await post(scene.as.learner, '/career/path/confirm');
    const { text } = await get(scene.as.careerTeacher, '/career/gauges');
    expect(text).toContain('post fixed 25');
    expect(text).toContain('Class 1');
    expect(text.replace(/\s+/g, ' ')).toMatch(
      /Learner 01<\/a> <span class="small muted">Class 1<\/span><\/th><td class="number">65<\/td><td class="number">100%/,
    );
    const classOnly = await get(scene.as.careerTeacher, `/career/gauges?group=class:${scene.classId}`);
    expect(classOnly.text).not.toContain('Learner 02');
    expect((await get(scene.as.mentor, '/career/gauges')).status).toBe(403);
  });

  it('take at most six queries for a class of sixty', async () => {
    await scene.learners(58);
    const { schoolId, courseId } = scene;
    expect(await selectLearners(test.deps.db, { schoolId, courseId })).toHaveLength(60);
    const who = {
      schoolId,
      courseId,
      timeZone: 'Asia/Shanghai',
      roles: ['career_teacher'],
    } as unknown as InCourse;
    let rows = 0;
    const queries = await countQueries(async () => {
      rows = (await loadGauges(test.deps, who, null)).rows.length;
    });
    expect(rows).toBe(60);
    expect(queries).toBeGreaterThan(0);
    expect(queries).toBeLessThanOrEqual(6);
  });
});
