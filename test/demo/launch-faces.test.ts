import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTestApp, type TestApp } from '../support/app.ts';
import { aFace, type Face } from '../support/faces.ts';

let t: TestApp;
let faces: Record<'moodle' | 'canvas', Face>;

beforeAll(async () => {
  t = await createTestApp();
  faces = { moodle: await aFace(t, 'moodle'), canvas: await aFace(t, 'canvas') };
});
afterAll(async () => {
  await faces.moodle.close();
  await faces.canvas.close();
  await t.close();
});

describe.each(['moodle', 'canvas'] as const)('A launch from the %s face', (name) => {
  test.each(['teacher', 'administrator', 'learner'] as const)('lets a %s into the tool', async (who) => {
    const face = faces[name];
    const user = who === 'learner' ? face.people.learners[0] : face.people[who];
    const answer = await face.launch(face.client(), user?.id ?? '');
    expect({ status: answer.status, location: answer.location }).toEqual({
      status: 303,
      location: expect.stringMatching(/^\/s\/[\w-]+\//),
    });
  });

  test('is one of the account or the front page when it is of no course', async () => {
    const face = faces[name];
    const answer = await face.launch(face.client(), face.people.administrator.id, { courseId: null });
    expect(answer.location).toMatch(/^\/s\//);
  });
});
