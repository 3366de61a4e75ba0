import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { dayFacts, taskFacts } from '../../../src/features/trajectory/facts.tables.ts';
import { foldSchool } from '../../../src/features/learning/index.ts';
import { tasks, units } from '../../../src/features/programme/programme.tables.ts';
import { identities } from '../../../src/features/roster/roster.tables.ts';
import { accountKey } from '../../../src/features/xapi/index.ts';
import { PUBLIC_URL } from '../../support/app.ts';
import { CMI5, createScene, type Scene } from './cmi5-scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await createScene();
  const { schoolId, learner, t } = scene;
  // As a launch from the LMS notes it.
  await t.deps.db.insert(identities).values({
    ...{ schoolId, personId: learner.personId, actorKey: accountKey(PUBLIC_URL, learner.personId) },
    ...{ method: 'own', confidence: 'certain', createdAt: t.deps.now() },
  });
});
afterAll(() => scene.close());

describe('what a learner does in a unit', () => {
  it('counts for their course, and for the task that names the unit', async () => {
    const { deps, clock } = scene.t;
    const packageId = await scene.importSample();
    const { quiz } = await scene.unitIds(packageId);
    const { text } = await scene.get(scene.teacher, `/cmi5/${packageId}/results`);
    const activityId = `http://localhost:3300/cmi5/units/${quiz}`;
    expect(text).toContain(`<code>${activityId}</code>`);

    const course = { schoolId: scene.schoolId, courseId: scene.courseId };
    const [unitId, taskId] = [deps.newId(), deps.newId()];
    await deps.db.insert(units).values({ ...course, id: unitId, position: 1, title: 'Queries' });
    const task = {
      ...course,
      id: taskId,
      unitId,
      position: 0,
      title: 'Quiz',
      kind: 'quiz' as const,
      activityId,
    };
    await deps.db.insert(tasks).values(task);

    const unit = await scene.launch(scene.learner, packageId, quiz);
    await unit.send(unit.statement('initialized')).expect(200);
    clock.advance(10 * 60_000);
    const judged = { success: true, score: { scaled: 0.9 } };
    await unit
      .send(
        unit.statement('answered', { allowed: true, result: { success: true } }),
        unit.statement('completed', { result: { completion: true, duration: 'PT10M' } }),
        unit.statement('passed', { result: judged, extensions: { [`${CMI5}extensions/masteryscore`]: 0.8 } }),
        unit.statement('terminated', { result: { duration: 'PT10M' } }),
      )
      .expect(200);
    await foldSchool(deps, scene.schoolId);

    const [fact] = await deps.db.select().from(taskFacts).where(eq(taskFacts.taskId, taskId));
    expect(fact).toMatchObject({ personId: scene.learner.personId, bestScaled: 0.9 });
    expect(fact?.startedAt).not.toBeNull();
    expect(fact?.completedAt).not.toBeNull();
    const days = await deps.db.select().from(dayFacts).where(eq(dayFacts.courseId, scene.courseId));
    const learnt = days.filter(({ personId }) => personId === scene.learner.personId);
    expect(learnt.reduce((sum, { seconds }) => sum + seconds, 0)).toBeGreaterThanOrEqual(600);
  });
});
