import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { ltiDeepLinkings } from '../../../src/features/lti/login.tables.ts';
import { ltiContexts, ltiItems } from '../../../src/features/lti/lti.tables.ts';
import { loadCatalogue } from '../../../src/features/programme/index.ts';
import { units } from '../../../src/features/programme/programme.tables.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aMember, aSession } from '../../support/builders.ts';
import { aFace, readForm, type Face, type FaceLaunch, type FaceName } from '../../support/faces.ts';
import type { Answer, LaunchClient } from '../../support/launch-client.ts';
import { aPlan } from '../learning/class-scene.ts';

const DL = 'https://purl.imsglobal.org/spec/lti-dl/claim/';
const SKILLS = ['S102', 'S104', 'S012', 'S105'];

let t: TestApp;
beforeAll(async () => {
  t = await createTestApp();
}, 60_000);
afterAll(() => t.close());

/** A visit opened by a message: base of its pages, and the page it began with. */
async function visit(face: Face, client: LaunchClient, userId: string, given: FaceLaunch = {}) {
  let { location } = await face.launch(client, userId, given);
  if (location?.endsWith('/privacy')) ({ location } = await client.post(location, {}));
  if (location?.endsWith('/')) ({ location } = await client.get(location));
  const base = /^\/s\/[^/]+/.exec(location ?? '')?.[0] ?? '';
  return { base, path: (location ?? '').slice(base.length) };
}

interface Item {
  title: string;
  url: string;
  custom: { waymark_item: string };
  lineItem?: { scoreMaximum: number; resourceId: string; tag: string; submissionReview: object };
}

/** What the answer to a picking says, its signature checked with the keys we publish. */
async function readResponse(face: Face, answer: Answer) {
  const { action, fields } = readForm(answer.body);
  const keys = createRemoteJWKSet(new URL(`${face.origin}/lti/jwks`));
  const { payload } = await jwtVerify(fields['JWT'] ?? '', keys, {
    issuer: face.clientId,
    audience: face.issuer,
    currentDate: t.deps.now(),
  });
  return { action, jwt: fields['JWT'] ?? '', payload, items: payload[`${DL}content_items`] as Item[] };
}

async function giveBack(answer: Answer): Promise<void> {
  const { action, fields } = readForm(answer.body);
  const response = await fetch(action, {
    method: 'POST',
    body: new URLSearchParams(fields),
    redirect: 'manual',
  });
  expect(response.status).toBeLessThan(400);
}

async function courseOf(face: Face, contextId: string) {
  const [context] = await t.deps.db
    .select()
    .from(ltiContexts)
    .where(and(eq(ltiContexts.schoolId, face.schoolId), eq(ltiContexts.contextId, contextId)));
  return { schoolId: face.schoolId, courseId: context?.courseId ?? '' };
}

describe.each<[FaceName]>([['moodle'], ['canvas']])('Adding content from %s', (name) => {
  let face: Face;
  let teacher: LaunchClient;
  let unitId: string;
  const teacherId = () => face.people.teacher.id;
  const pick = (given: FaceLaunch = {}) =>
    visit(face, teacher, teacherId(), { message: 'deepLinking', ...given });

  beforeAll(async () => {
    face = await aFace(t, name);
    await loadCatalogue(t.deps, face.schoolId);
    teacher = face.client();
    await visit(face, teacher, teacherId());
    const course = await courseOf(face, face.courses[0].contextId);
    await aPlan(t.deps, course, SKILLS);
    const [unit] = await t.deps.db.select().from(units).where(eq(units.courseId, course.courseId));
    unitId = unit?.id ?? '';
  }, 60_000);
  afterAll(() => face.close());

  test('offers each kind of thing, and says what the plan still lacks', async () => {
    const { base, path } = await pick();
    expect(path).toBe('/link');
    const { status, body } = await teacher.get(`${base}/link`);
    expect(status).toBe(200);
    for (const words of [
      'Learning home',
      'Course package',
      'Practice: ',
      'Assessment: Unit 1',
      'Learning report',
      'Career planning',
    ])
      expect(body).toContain(words);
    expect(body).toContain('type="checkbox" name="item"');
    expect(body).toContain(`max="${name === 'moodle' ? 100 : 1000}"`);
  });

  test('signs what was picked, once, and the platform makes links that open it', async () => {
    const { base } = await pick();
    const assessment = `assessment:${unitId}`;
    const answer = await teacher.post(
      `${base}/link`,
      new URLSearchParams([
        ['item', assessment],
        ['item', 'practice:S102'],
        [`graded:${assessment}`, 'on'],
        [`points:${assessment}`, '50'],
      ]),
    );
    expect(answer.status).toBe(200);
    expect(answer.headers.get('referrer-policy')).toBe('strict-origin');
    const { payload, items } = await readResponse(face, answer);
    expect((payload.exp ?? 0) - Math.floor(t.deps.now().getTime() / 1000)).toBeLessThanOrEqual(300);
    expect(items.map(({ lineItem }) => lineItem?.scoreMaximum ?? null)).toEqual([null, 50]);
    const again = await teacher.post(`${base}/link`, { item: 'home:' });
    expect(again.status).toBe(409);
    expect(again.body).toContain('went to your LMS already');

    await giveBack(answer);
    const links = [...face.state.links.values()].filter(({ custom }) => custom['waymark_item'] !== undefined);
    expect(links.map(({ title }) => title).toSorted()).toEqual(items.map(({ title }) => title).toSorted());
    const linked = links.find(({ title }) => title === 'Assessment: Unit 1');
    const learner = face.client();
    const [first] = face.people.learners;
    const opened = await visit(face, learner, first?.id ?? '', { linkId: linked?.id ?? '' });
    expect(opened.path).toBe(`/assessments/${unitId}`);
    expect((await learner.get(opened.base + opened.path)).body).toContain('Begin the assessment');
    // Staff land on the same link, too, and see how the class does.
    const staff = await visit(face, teacher, teacherId(), { linkId: linked?.id ?? '' });
    const shown = await teacher.get(staff.base + staff.path);
    expect(shown.location).toBe(`${staff.base}/results/assessment/${unitId}`);
  });

  test('places the career page, where learners find their path and teachers the desk', async () => {
    const { base } = await pick();
    const answer = await teacher.post(`${base}/link`, { item: 'career:' });
    const { items } = await readResponse(face, answer);
    expect(items.map(({ lineItem }) => lineItem)).toEqual([undefined]);
    await giveBack(answer);
    const linked = [...face.state.links.values()].find(({ title }) => title === items[0]?.title);
    const learner = face.client();
    const [, second] = face.people.learners;
    const opened = await visit(face, learner, second?.id ?? '', { linkId: linked?.id ?? '' });
    expect(opened.path).toBe('/career/path');
    expect((await learner.get(opened.base + opened.path)).status).toBe(200);
    const staff = await visit(face, teacher, teacherId(), { linkId: linked?.id ?? '' });
    expect(staff.path).toBe('/career/desk');
    expect((await teacher.get(staff.base + staff.path)).status).toBe(200);
  });

  test('finds what was placed before: the id stays, and the page says so', async () => {
    const { base } = await pick();
    const page = await teacher.get(`${base}/link`);
    expect(page.body).toContain('In the course already');
    const { items } = await readResponse(
      face,
      await teacher.post(`${base}/link`, { item: `assessment:${unitId}` }),
    );
    const rows = await t.deps.db
      .select()
      .from(ltiItems)
      .where(and(eq(ltiItems.schoolId, face.schoolId), eq(ltiItems.kind, 'assessment')));
    expect(rows.map(({ id, scoreMaximum }) => [id, scoreMaximum])).toEqual([
      [items[0]?.custom.waymark_item, 50],
    ]);
    expect(items[0]?.lineItem).toBeUndefined();
  });

  test('asks again when nothing is chosen or the points are odd, and goes back without anything', async () => {
    const { base } = await pick();
    const nothing = await teacher.post(`${base}/link`, {});
    expect([nothing.status, nothing.body.includes('Nothing is chosen yet')]).toEqual([422, true]);
    const odd = await teacher.post(`${base}/link`, {
      item: 'practice:S102',
      'graded:practice:S102': 'on',
      'points:practice:S102': '12.5',
    });
    expect(odd.status).toBe(422);
    expect(odd.body).toContain('value="practice:S102" checked');
    const { items } = await readResponse(face, await teacher.post(`${base}/link`, { cancel: '1' }));
    expect(items).toEqual([]);
  });

  test('is closed to learners, and to visits that began elsewhere', async () => {
    const learner = face.client();
    const opened = await visit(face, learner, face.people.learners[1]?.id ?? '');
    expect((await learner.get(`${opened.base}/link`)).status).toBe(403);
    const { base } = await visit(face, teacher, teacherId());
    const closed = await teacher.get(`${base}/link`);
    expect([closed.status, closed.body.includes('from your course in the LMS')]).toEqual([404, true]);
    expect((await teacher.post(`${base}/link`, { item: 'home:' })).status).toBe(404);
  });

  test('keeps to what the platform takes', async () => {
    const { base } = await pick();
    const sessionId = base.slice('/s/'.length);
    const [row] = await t.deps.db
      .select()
      .from(ltiDeepLinkings)
      .where(eq(ltiDeepLinkings.sessionId, sessionId));
    if (!row) throw new Error('The picking was not recorded.');
    const change = (given: object) =>
      t.deps.db
        .update(ltiDeepLinkings)
        .set({ settings: { ...row.settings, ...given } })
        .where(eq(ltiDeepLinkings.sessionId, sessionId));
    await change({ acceptMultiple: false, acceptLineItem: false });
    const one = (await teacher.get(`${base}/link`)).body;
    expect(one).toContain('type="radio" name="item"');
    expect(one).toContain('takes no grades');
    expect(one).not.toContain('name="graded:');
    await change({ acceptMultiple: true, acceptLineItem: null, gradedOnly: true });
    const assignment = (await teacher.get(`${base}/link`)).body;
    expect(assignment).toContain('This makes an assignment');
    expect(assignment).not.toContain('value="home:"');
    await change({ acceptTypes: ['file'] });
    const none = (await teacher.get(`${base}/link`)).body;
    expect(none).toContain('can&#x27;t hold links');
    expect(none).toContain('name="cancel"');
  });
});

test('A review of somebody unknown says so and leads to the class', async () => {
  const face = await aFace(t, 'moodle');
  const client = face.client();
  await visit(face, client, face.people.teacher.id);
  const course = await courseOf(face, face.courses[0].contextId);
  const teacher = await aMember(t.deps, { ...course, role: 'instructor' });
  const session = await aSession(t.deps, { ...course, ...teacher, locale: 'en' });
  const answer = await fetch(`${face.origin}${session.base}/not-seen`, {
    headers: { cookie: session.cookie, accept: 'text/html' },
  });
  expect(answer.status).toBe(200);
  const body = await answer.text();
  expect(body).toContain('No records of this student yet');
  expect(body).toContain(`${session.base}/class`);
  await face.close();
});
