import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findCommon } from '../../../src/features/career-paths/findings.rules.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aCareerScene } from '../career-goals/career-scene.ts';
import { asker } from '../training/training-scene.ts';

const name = { 'zh-CN': 'React', en: 'React' };
const unmet = (learners: number) => ({ skillId: 'react', name, reason: 'no_offer' as const, learners });
const lacking = (count: number) =>
  Array.from({ length: count }, () => ({ points: 75, missing: ['post' as const] }));

describe('findings over a course (R079)', () => {
  it.each([
    ['tell what five have in common', [unmet(5)], lacking(0), ['unmet:react:no_offer'], 0],
    ['leave out what concerns four', [unmet(4)], lacking(4), [], 2],
    ['come by how many they concern', [unmet(5)], lacking(6), ['clarity:post', 'unmet:react:no_offer'], 0],
  ])('%s', (_name, counts, clarities, keys, hidden) => {
    const found = findCommon(counts, clarities);
    expect(found.findings.map(({ key }) => key)).toEqual(keys);
    expect(found.hidden).toBe(hidden);
  });
});

describe('on the page', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await createTestApp();
  });
  afterAll(() => test.close());
  const { get, post } = asker(() => test);

  it('findings become items to improve, once there are enough learners', async () => {
    const scene = await aCareerScene(test);
    const path = '/career/findings';
    const item = { key: 'clarity:post', words: 'A lesson on posts' };
    expect((await get(scene.as.teacher, path)).text).toContain('Too few for: 5');
    expect((await post(scene.as.teacher, path, item)).status).toBe(404);
    await scene.learners(4);
    expect((await post(scene.as.learner, path, item)).status).toBe(403);
    expect((await post(scene.as.teacher, path, item)).status).toBe(303);
    const { text } = await get(scene.as.careerTeacher, path);
    expect(text).toContain('A lesson on posts');
    expect(text).toContain('then 6 of 6');
    const id = /findings\/([\w-]{36})\/done/.exec(text)?.[1];
    const elsewhere = await aCareerScene(test);
    expect((await post(elsewhere.as.teacher, `${path}/${id}/done`)).status).toBe(404);
    expect((await post(scene.as.teacher, `${path}/${id}/done`)).status).toBe(303);
    expect((await get(scene.as.teacher, path)).text).not.toContain(`findings/${id}/done`);
  });
});
