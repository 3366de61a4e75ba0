import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import request from 'supertest';
import { foldSchool } from '../../../src/features/learning/index.ts';
import { taskFacts } from '../../../src/features/trajectory/facts.tables.ts';
import { units } from '../../../src/features/programme/programme.tables.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aMember, aSession } from '../../support/builders.ts';
import { LMS, aKnownActor, aScene, send, tell } from './fold-scene.ts';

let test: TestApp;
beforeAll(async () => {
  test = await createTestApp();
});
afterAll(() => test.close());

it('a task that is planned after its statements came gets its facts without a word from anybody', async () => {
  const { deps } = test;
  const scene = await aScene(deps);
  const learner = await aMember(deps, { ...scene, role: 'learner' });
  await aKnownActor(deps, { ...scene, ...learner, actorKey: `account|${LMS}|1` });
  const activityId = `${LMS}/mod/assign/view.php?id=99`;
  await send(deps, scene.schoolId, [tell({ actor: '1', verb: 'submitted', activityId, at: deps.now() })]);
  await foldSchool(deps, scene.schoolId);

  const teacher = await aMember(deps, { ...scene, role: 'instructor' });
  const { base, cookie } = await aSession(deps, { ...scene, ...teacher });
  const [unit] = await deps.db.select().from(units).where(eq(units.schoolId, scene.schoolId));
  const form = {
    unitId: unit?.id,
    title: 'Planned late',
    kind: 'assignment',
    activity: activityId,
    dueAt: '',
    tier: '',
  };
  await request(test.app.express)
    .post(`${base}/plan/tasks/new`)
    .set('cookie', cookie)
    .type('form')
    .send(form)
    .expect(303);

  const facts = () =>
    deps.db
      .select({ completedAt: taskFacts.completedAt })
      .from(taskFacts)
      .where(and(eq(taskFacts.schoolId, scene.schoolId), eq(taskFacts.personId, learner.personId)));
  while ((await facts()).length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await facts()).toEqual([{ completedAt: deps.now() }]);
});
