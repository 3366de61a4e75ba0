import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import {
  careerAdjustments,
  careerConversations,
  careerGoals,
  careerGoalVersions,
} from '../../../src/features/career-goals/goals.tables.ts';
import {
  careerGoalsDataSources,
  forgetCareerGoals,
  onDemandChanged,
} from '../../../src/features/career-goals/index.ts';
import { watchDemand } from '../../../src/features/career-goals/demand-changed.ts';
import { cases } from '../../../src/features/cases/cases.tables.ts';
import { figureImports, occupationFigures } from '../../../src/features/occupations/occupations.tables.ts';
import { auditEvents } from '../../../src/infra/infra.tables.ts';
import { inTransaction } from '../../../src/infra/db.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { expectToFollow, selectToldStatements } from '../../support/vocabulary.ts';
import { asker } from '../training/training-scene.ts';
import { OPS, WEB, aCareerScene, type CareerScene } from './career-scene.ts';

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

const GOAL = {
  occupationId: WEB,
  measure: 'certificates',
  target: '1',
  dueOn: '2027-06-30',
  words: 'Build pages people like',
};
const setGoal = (given: Record<string, unknown> = {}, horizon = 'short') =>
  post(scene.as.learner, `/career/goals/${horizon}`, { ...GOAL, ...given });
const goalsOf = (personId: string) =>
  test.deps.db
    .select()
    .from(careerGoals)
    .where(and(eq(careerGoals.schoolId, scene.schoolId), eq(careerGoals.personId, personId)));
const student = () => `/career/students/${scene.learner}`;

describe('goals', () => {
  it('begin with the post whose page the learner comes from', async () => {
    const { text } = await get(scene.as.learner, `/career/goals?occupation=${WEB}`);
    expect(text.split(`value="${WEB}" selected`)).toHaveLength(4);
    expect((await get(scene.as.learner, '/career/goals')).text).not.toContain(' selected');
  });

  it('are set by the learner, kept in every wording, and told as statements', async () => {
    expect((await get(scene.as.learner, '/career/goals')).text).toContain('None yet.');
    expect((await setGoal()).status).toBe(303);
    await setGoal();
    await setGoal({ dueOn: '2027-05-30' });
    const { text } = await get(scene.as.learner, '/career/goals');
    for (const words of [
      'Front-end developer',
      'Build pages people like',
      '2027-05-30',
      'Complete',
      'Earlier wordings (1)',
    ])
      expect(text).toContain(words);
    const [goal] = await goalsOf(scene.learner);
    expect(goal?.version).toBe(2);
    await post(scene.as.learner, '/career/goals/short/end', { state: 'reached' });
    const told = await selectToldStatements(test.deps, scene.schoolId);
    expect(told.map(({ verb }) => verb.id.split('/').at(-1))).toEqual([
      'planned',
      'deselected',
      'planned',
      'achieved',
    ]);
    expect((await expectToFollow(told)).sort()).toEqual([
      'career-goal/templates/dropped',
      'career-goal/templates/reached',
      'career-goal/templates/set',
    ]);
    expect((await get(scene.as.learner, '/career/goals')).text).toContain('Goals reached or let go');
  });

  it('are sealed: the table holds no word of them', async () => {
    await setGoal();
    const rows = await test.deps.db
      .select()
      .from(careerGoalVersions)
      .where(eq(careerGoalVersions.schoolId, scene.schoolId));
    expect(JSON.stringify(rows)).not.toContain('Build pages');
  });

  it('are checked while they are typed, and may be saved incomplete', async () => {
    const answer = await post(scene.as.learner, '/career/goals/short/check', {
      ...GOAL,
      target: '',
      dueOn: '2030-01-01',
    });
    expect(answer.text).toContain('Not measurable');
    expect(answer.text).toContain('Outside its term');
    expect(answer.text).not.toContain('<html');
    await setGoal({ occupationId: '' });
    expect((await get(scene.as.learner, '/career/goals')).text).toContain('No post');
    expect(await selectToldStatements(test.deps, scene.schoolId)).toEqual([]);
  });

  it('are held against the farther ones', async () => {
    await setGoal({ occupationId: OPS, dueOn: '2028-06-30' }, 'mid');
    await setGoal();
    expect((await get(scene.as.learner, '/career/goals')).text).toContain('Another direction');
  });

  it.each([
    ['a post that isn’t there', { occupationId: 'nothing' }],
    ['a day that isn’t', { dueOn: '2026-02-30' }],
    ['half a certificate', { target: '0.5' }],
    ['a measure nobody knows', { measure: 'luck' }],
  ])('are refused with %s', async (_name, given) => {
    expect((await setGoal(given)).status).toBe(400);
    expect(await goalsOf(scene.learner)).toEqual([]);
  });

  it('can’t be ended where there are none, nor set by staff', async () => {
    expect((await post(scene.as.learner, '/career/goals/long/end', { state: 'reached' })).status).toBe(404);
    expect((await post(scene.as.teacher, '/career/goals/short', GOAL)).status).toBe(403);
  });

  it('are commented by career teachers and mentors, who leave a trace when they read', async () => {
    await setGoal();
    const [goal] = await goalsOf(scene.learner);
    const say = (who: CareerScene['as']['learner'], goalId = goal?.id) =>
      post(who, `${student()}/comments`, { goalId, words: 'Try a small page first' });
    expect((await say(scene.as.careerTeacher)).status).toBe(303);
    expect((await say(scene.as.mentor)).status).toBe(303);
    expect((await say(scene.as.learner)).status).toBe(403);
    expect((await say(scene.as.careerTeacher, test.deps.newId())).status).toBe(404);
    expect((await get(scene.as.learner, '/career/goals')).text).toContain('Try a small page first');
    expect((await get(scene.as.mentor, student())).text).toContain('Build pages people like');
    const reads = await test.deps.db
      .select()
      .from(auditEvents)
      .where(and(eq(auditEvents.schoolId, scene.schoolId), eq(auditEvents.action, 'career.read')));
    expect(reads.map(({ actorPersonId, subjectId }) => [actorPersonId, subjectId])).toEqual([
      [scene.mentor, scene.learner],
    ]);
  });

  it('of learners of other courses are nobody’s business', async () => {
    const elsewhere = await aCareerScene(test);
    expect((await get(elsewhere.as.careerTeacher, student())).status).toBe(404);
    expect((await get(scene.as.other, student())).status).toBe(403);
  });
});

describe('calibration', () => {
  const REPORT = {
    heldOn: '2026-09-05',
    place: 'Harbour Logistics',
    verdict: 'reasonable',
    words: 'As I thought',
  };
  it('asks each semester for an interview and a report, and says which is missing', async () => {
    expect((await get(scene.as.learner, '/career/calibration')).text).toContain('Still to do by');
    await post(scene.as.learner, '/career/calibration', REPORT);
    expect((await post(scene.as.careerTeacher, `${student()}/interviews`, REPORT)).status).toBe(303);
    const { text } = await get(scene.as.learner, '/career/calibration');
    expect(text).toContain('badge good">Done');
    expect(text).toContain('Harbour Logistics');
    expect((await post(scene.as.teacher, `${student()}/interviews`, REPORT)).status).toBe(403);
  });

  it('is refused in the future or without a reason', async () => {
    expect(
      (await post(scene.as.learner, '/career/calibration', { ...REPORT, heldOn: '2026-09-08' })).status,
    ).toBe(400);
    expect((await post(scene.as.learner, '/career/calibration', { ...REPORT, words: ' ' })).status).toBe(400);
  });

  it('that finds a goal wrong asks the learner, with a case until there is an answer', async () => {
    await setGoal();
    await post(scene.as.careerTeacher, `${student()}/interviews`, { ...REPORT, verdict: 'adjust' });
    const [asked] = await test.deps.db
      .select()
      .from(careerAdjustments)
      .where(eq(careerAdjustments.schoolId, scene.schoolId));
    const [opened] = await test.deps.db.select().from(cases).where(eq(cases.schoolId, scene.schoolId));
    expect(opened).toMatchObject({
      kind: 'goal_adjustment',
      ownerPersonId: scene.careerTeacher,
      closedAt: null,
    });
    expect((await get(scene.as.careerTeacher, `/cases/${opened?.id}`)).text).toContain(
      'Goal to look at again',
    );
    expect((await get(scene.as.teacher, '/warnings')).text).not.toContain('Learner 01');
    const answer = (id: string | undefined) =>
      post(scene.as.learner, `/career/adjustments/${id}`, { choice: 'keep', words: 'I know what I want' });
    expect((await get(scene.as.learner, '/career/calibration')).text).toContain('2026-09-05 found');
    expect(
      (await post(scene.as.other, `/career/adjustments/${asked?.id}`, { choice: 'keep', words: 'xx' }))
        .status,
    ).toBe(404);
    expect((await answer(asked?.id)).status).toBe(303);
    expect((await answer(asked?.id)).status).toBe(409);
    const [closed] = await test.deps.db.select().from(cases).where(eq(cases.schoolId, scene.schoolId));
    expect(closed).toMatchObject({ state: 'closed', outcome: 'settled' });
  });
});

describe('news of demand', () => {
  const CHANGE = {
    occupationId: WEB,
    of: 'pay' as const,
    before: 5000,
    after: 6500,
    source: 'City report',
    region: 'Harbour city',
    beforeOn: '2026-03-01',
    afterOn: '2026-09-01',
  };
  const asked = () =>
    test.deps.db.select().from(careerAdjustments).where(eq(careerAdjustments.schoolId, scene.schoolId));

  it('asks those who aim at the post, once, and nobody else', async () => {
    await setGoal();
    await post(scene.as.other, '/career/goals/short', { ...GOAL, occupationId: OPS });
    const change = { ...CHANGE, schoolId: scene.schoolId };
    await onDemandChanged(test.deps, { ...change, after: 5100 });
    expect(await asked()).toEqual([]);
    await onDemandChanged(test.deps, change);
    await onDemandChanged(test.deps, change);
    expect((await asked()).map(({ personId }) => personId)).toEqual([scene.learner]);
    expect((await get(scene.as.learner, '/career/calibration')).text).toContain('rose by 30%');
    expect((await get(scene.as.learner, '/career/goals')).text).toContain(
      'Questions waiting for your answer: 1',
    );
  });

  it('is found each morning in the figures that were taken in', async () => {
    await setGoal();
    const { schoolId } = scene;
    const importId = test.deps.newId();
    const { db } = test.deps;
    await db.insert(figureImports).values({
      schoolId,
      id: importId,
      fileName: 'f.csv',
      figures: 3,
      importedBy: scene.teacher,
      importedAt: test.deps.now(),
    });
    for (const [figureDate, openings] of [
      ['2026-01-01', 100],
      ['2026-05-01', 300],
      ['2026-08-01', 120],
    ] as const)
      await db.insert(occupationFigures).values({
        schoolId,
        id: test.deps.newId(),
        importId,
        occupationId: WEB,
        source: 'Portal',
        figureDate,
        region: 'Harbour city',
        openings,
      });
    await watchDemand(test.deps);
    await watchDemand(test.deps);
    const rows = await asked();
    expect(rows.map(({ evidence }) => evidence[0]?.id)).toEqual(['careerGoals.evidence.openings.down']);
    expect(rows[0]?.evidence[0]?.values).toMatchObject({ before: 300, after: 120, percent: 60 });
  });
});

describe('conversations', () => {
  const TALK = {
    heldOn: '2026-09-04',
    topic: 'family',
    nextOn: '2026-10-01',
    words: 'Wants to stay near home',
  };
  it('are sealed and read by career teachers alone', async () => {
    expect((await post(scene.as.careerTeacher, `${student()}/conversations`, TALK)).status).toBe(303);
    expect((await post(scene.as.mentor, `${student()}/conversations`, TALK)).status).toBe(403);
    expect((await get(scene.as.careerTeacher, student())).text).toContain('Wants to stay near home');
    for (const who of ['mentor', 'teacher', 'admin'] as const)
      expect((await get(scene.as[who], student())).text).not.toContain('Wants to stay');
    const rows = await test.deps.db
      .select()
      .from(careerConversations)
      .where(eq(careerConversations.schoolId, scene.schoolId));
    expect(JSON.stringify(rows)).not.toContain('near home');
    expect(
      (await post(scene.as.careerTeacher, `${student()}/conversations`, { ...TALK, nextOn: '2026-09-01' }))
        .status,
    ).toBe(400);
  });
});

it('a learner takes all of it along, and all of it goes with them', async () => {
  await setGoal();
  const [goal] = await goalsOf(scene.learner);
  await post(scene.as.careerTeacher, `${student()}/comments`, { goalId: goal?.id, words: 'Well chosen' });
  await post(scene.as.careerTeacher, `${student()}/conversations`, {
    heldOn: '2026-09-04',
    topic: 'goal',
    words: 'Said a lot',
  });
  await post(scene.as.careerTeacher, `${student()}/interviews`, {
    heldOn: '2026-09-05',
    verdict: 'adjust',
    words: 'Too far',
  });
  const key = { schoolId: scene.schoolId, personId: scene.learner };
  const taken = async () =>
    JSON.stringify(await Promise.all(careerGoalsDataSources(test.deps).map((source) => source.select(key))));
  for (const words of ['Build pages people like', 'Well chosen', 'Said a lot', 'Too far'])
    expect(await taken()).toContain(words);
  await inTransaction(test.deps.db, (tx) => forgetCareerGoals(tx, key));
  expect(await taken()).toBe('[[],[],[],[],[]]');
});
