import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { deleteRunsOf } from '../../../src/features/scenes/index.ts';
import { sceneRuns } from '../../../src/features/scenes/scenes.tables.ts';
import { inTransaction } from '../../../src/infra/db.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aCourse, aMember, aSession } from '../../support/builders.ts';
import { expectToFollow, selectToldStatements } from '../../support/vocabulary.ts';
import { aTrainingScene, asker, type TrainingScene } from '../training/training-scene.ts';

let test: TestApp;
let scene: TrainingScene;
beforeAll(async () => {
  test = await createTestApp();
});
beforeEach(async () => {
  scene = await aTrainingScene(test);
});
afterAll(() => test.close());
const { get, post } = asker(() => test);

async function enter(kind = 'console', as = scene.as.learner): Promise<string> {
  const answer = await post(as, '/scenes', { kind });
  expect(answer.status).toBe(303);
  return /runs\/([\w-]+)/.exec(answer.headers['location'] ?? '')?.[1] ?? '';
}
const take = (runId: string, place: number, act: string, target = '', live = false) =>
  post(scene.as.learner, `/scenes/runs/${runId}/steps${live ? '/live' : ''}`, { place, act, target });
const runOf = async (id: string) =>
  (await test.deps.db.select().from(sceneRuns).where(eq(sceneRuns.id, id)))[0];
const told = async (runId: string) =>
  (await selectToldStatements(test.deps, scene.schoolId)).filter(
    ({ context }) => context?.registration === runId,
  );

describe('a scene', () => {
  it('is entered once, and gone on with where it was left', async () => {
    const [one, two] = await Promise.all([enter(), enter()]);
    expect(one).toBe(two);
    const { text } = await get(scene.as.learner, `/scenes/runs/${one}`);
    expect(text).toContain('42 % of requests fail');
    expect(text).toContain('Read the log');
    expect((await get(scene.as.learner, '/scenes')).text).toContain('Go on');
  });

  it('takes a step at a time, each once, kept and told; and is scored when it ends', async () => {
    const runId = await enter();
    // The trouble lies elsewhere than in the database, whose log is read.
    await test.deps.db.update(sceneRuns).set({ seed: 'one' }).where(eq(sceneRuns.id, runId));
    test.clock.advance(30_000);
    await take(runId, 0, 'notify').expect(303);
    // The second of two clicks.
    await take(runId, 0, 'notify').expect(303);
    const part = await take(runId, 1, 'read_log', 'database', true).expect(200);
    expect(part.text).not.toContain('<html');
    expect(part.text).toContain('Latest log of database');
    expect((await runOf(runId))?.steps).toHaveLength(2);
    test.clock.advance(30_000);
    await take(runId, 2, 'finish').expect(303);
    const run = await runOf(runId);
    expect(run).toMatchObject({ got: 4, most: 15 });
    const { text } = await get(scene.as.learner, `/scenes/runs/${runId}`);
    expect(text).toContain('What happened, and why');
    expect(text).toContain('27%');
    expect(await expectToFollow(await told(runId))).toEqual([
      'scene/templates/begun',
      'scene/templates/step',
      'scene/templates/completed',
    ]);
    const all = await told(runId);
    expect(all).toHaveLength(5);
    expect(all.at(-1)?.result).toMatchObject({ duration: 'PT60S', score: { raw: 4, max: 15 } });
    expect(JSON.stringify(all)).not.toContain('Learner 01');
    await take(runId, 3, 'notify').expect(303);
    expect((await runOf(runId))?.steps).toHaveLength(3);
  });

  it('refuses what it doesn’t offer, and nothing is kept', async () => {
    const runId = await enter('live_room');
    await take(runId, 0, 'pin', 'car').expect(409);
    await take(runId, 0, 'roll_back', 'web').expect(409);
    await take(runId, 0, 'pin', 'x'.repeat(81)).expect(400);
    expect((await runOf(runId))?.steps).toEqual([]);
    expect((await post(scene.as.learner, '/scenes', { kind: 'moon' })).status).toBe(400);
  });

  it('is the learner’s alone; teachers see how often and how well, of their course', async () => {
    const runId = await enter();
    await take(runId, 0, 'finish');
    expect((await get(scene.as.other, `/scenes/runs/${runId}`)).status).toBe(404);
    expect(
      (await post(scene.as.other, `/scenes/runs/${runId}/steps`, { place: 1, act: 'notify' })).status,
    ).toBe(404);
    expect((await get(scene.as.teacher, `/scenes/runs/${runId}`)).status).toBe(403);
    expect((await post(scene.as.teacher, '/scenes', { kind: 'console' })).status).toBe(403);
    expect((await get(scene.as.teacher, '/scenes')).text).toContain('Learner 01');
    const { schoolId } = scene;
    const elsewhere = await aCourse(test.deps, { schoolId });
    const { personId } = await aMember(test.deps, {
      schoolId,
      ...elsewhere,
      role: 'instructor',
      name: 'Teacher 02',
    });
    const other = await aSession(test.deps, { schoolId, ...elsewhere, personId, locale: 'en' });
    const { text } = await get(other, '/scenes');
    expect(text).not.toContain('Learner 01');
    expect(text).toContain('Nobody in the class');
  });

  it('stands among one’s own data and goes with its person', async () => {
    const runId = await enter();
    await take(runId, 0, 'notify');
    const file = await get(scene.as.learner, '/my-data/download');
    expect((file.body as { records: { sceneRuns: unknown[] } }).records.sceneRuns).toMatchObject([
      { kind: 'console', steps: [{ act: 'notify' }] },
    ]);
    await inTransaction(test.deps.db, (tx) =>
      deleteRunsOf(tx, { schoolId: scene.schoolId, personId: scene.learner }),
    );
    expect(await runOf(runId)).toBeUndefined();
  });
});

it('scenes are reached from training', async () => {
  for (const who of [scene.as.learner, scene.as.teacher])
    expect((await get(who, '/training/projects')).text).toContain('/scenes"');
});
