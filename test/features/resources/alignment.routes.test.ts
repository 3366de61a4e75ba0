import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { compoundPosts, integrationTargets } from '../../../src/features/resources/alignment.tables.ts';
import { aResourcesScene, asker, type ResourcesScene } from './resources-scene.ts';

let test: TestApp;
let scene: ResourcesScene;
beforeAll(async () => {
  test = await createTestApp();
});
beforeEach(async () => {
  scene = await aResourcesScene(test);
});
afterAll(() => test.close());
const { get, post } = asker(() => test);
const plain = (html: string) => html.replace(/\s+/g, ' ');

async function aTarget(kind: string, name: string): Promise<string> {
  expect((await post(scene.as.teacher, '/resources/targets', { kind, name })).status).toBe(303);
  const rows = await test.deps.db
    .select()
    .from(integrationTargets)
    .where(eq(integrationTargets.schoolId, scene.schoolId));
  return rows.find((row) => row.name === name)?.id ?? '';
}

describe('coverage (R024, R052, R110)', () => {
  it('lists gaps in both directions, each with the way to mend it', async () => {
    const { text } = await get(scene.as.teacher, '/resources/coverage');
    expect(plain(text)).toContain('Innovation: no module leads to it');
    expect(text).toContain(`/resources/new?unit=${scene.unitId}`);
    expect(text).toMatch(/resources\/new\?kind(=|&#x3D;)tool_document/);
  });

  it('takes what a module leads to, and the ethics that it treats with their scene', async () => {
    const certificate = await aTarget('certificate', 'Web front-end');
    const before = (await get(scene.as.teacher, '/resources/coverage')).text;
    expect(plain(before)).toContain('Certificate: no module leads to it');
    const body = {
      targetIds: certificate,
      'ethics-data-privacy': 'on',
      'scene-data-privacy': 'A sign-up form that asks only what it needs',
      'ethics-nonsense': 'on',
    };
    const saved = await post(scene.as.teacher, `/resources/coverage/units/${scene.unitId}`, body);
    expect(saved.status).toBe(303);
    const after = (await get(scene.as.teacher, '/resources/coverage')).text;
    expect(plain(after)).not.toContain('Certificate: no module leads to it');
    expect(after).toContain('A sign-up form that asks only what it needs');
    await post(scene.as.teacher, `/resources/targets/${certificate}/delete`);
    expect(plain((await get(scene.as.teacher, '/resources/coverage')).text)).toContain(
      'Certificate: no module leads to it',
    );
  });

  it('refuses a module of another course, and those who may only look', async () => {
    const elsewhere = await aResourcesScene(test);
    const path = `/resources/coverage/units/${scene.unitId}`;
    expect((await post(elsewhere.as.teacher, path, {})).status).toBe(404);
    expect((await post(scene.as.supervisor, path, {})).status).toBe(403);
    expect((await get(scene.as.supervisor, '/resources/coverage')).text).not.toContain('name="targetIds"');
    expect((await get(scene.as.learner, '/resources/coverage')).status).toBe(403);
  });

  it('has no target twice', async () => {
    await aTarget('contest', 'City contest');
    const again = await post(scene.as.teacher, '/resources/targets', {
      kind: 'contest',
      name: 'City contest',
    });
    expect(again.status).toBe(409);
  });
});

describe('compound posts (R030)', () => {
  const FORM = {
    name: 'Data product engineer',
    note: '',
    cycleWeeks: '',
    schoolMentorId: '',
    enterpriseMentorId: '',
  };
  it('say what they lack until modules of two groups, two mentors and a cycle are there', async () => {
    await post(scene.as.teacher, '/resources/cross', { ...FORM, unitIds: scene.unitId });
    const lacking = (await get(scene.as.teacher, '/resources/cross')).text;
    for (const words of ['Modules of one type only', 'No enterprise mentor', 'No cycle'])
      expect(lacking).toContain(words);
    const [row] = await test.deps.db
      .select()
      .from(compoundPosts)
      .where(eq(compoundPosts.schoolId, scene.schoolId));
    const changed = {
      ...FORM,
      cycleWeeks: '40',
      schoolMentorId: scene.people.teacher.personId,
      enterpriseMentorId: scene.people.mentor.personId,
      unitIds: scene.unitId,
    };
    expect((await post(scene.as.teacher, `/resources/cross/${row?.id}`, changed)).status).toBe(303);
    const after = (await get(scene.as.supervisor, '/resources/cross')).text;
    expect(after).toContain('Mentor 01');
    expect(after).not.toContain('No enterprise mentor');
    expect(after).not.toContain('name="unitIds"');
    await post(scene.as.teacher, `/resources/cross/${row?.id}/delete`);
    expect((await get(scene.as.teacher, '/resources/cross')).text).toContain('No compound posts yet.');
  });

  it('take only teachers and appointed mentors of the school', async () => {
    const elsewhere = await aResourcesScene(test);
    for (const given of [
      { schoolMentorId: elsewhere.people.teacher.personId },
      { schoolMentorId: scene.people.learner.personId },
      { enterpriseMentorId: scene.people.teacher.personId },
    ])
      expect((await post(scene.as.teacher, '/resources/cross', { ...FORM, ...given })).status).toBe(400);
    expect((await post(scene.as.learner, '/resources/cross', FORM)).status).toBe(403);
  });
});
