import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { eq } from 'drizzle-orm';
import request from 'supertest';
import { issuePass, newVisitKey, rosterJobs } from '../../../src/features/roster/index.ts';
import { openSession } from '../../../src/features/roster/open-session.ts';
import { sessionPasses, sessions } from '../../../src/features/roster/sessions.tables.ts';
import type { VisitStore } from '../../../src/features/roster/session.rules.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aCourse, aMember, aSchool, aSession } from '../../support/builders.ts';

interface Visit {
  schoolId: string;
  sessionId: string;
  base: string;
  key: string;
}

const HOURS = 3_600_000;
const PLATFORM: VisitStore = { kind: 'platform', origin: 'https://lms.example.edu', target: 'storage' };

let app: TestApp;
let schoolId: string;
let courseId: string;
let visit: Visit;

beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  ({ schoolId } = await aSchool(app.deps));
  ({ courseId } = await aCourse(app.deps, { schoolId }));
  visit = await aVisit();
});

async function aVisit(
  given: { schoolId?: string; courseId?: string; store?: VisitStore; privacyAccepted?: boolean } = {},
): Promise<Visit> {
  const { store = { kind: 'web' }, privacyAccepted = true } = given;
  const place = { schoolId: given.schoolId ?? schoolId, courseId: given.courseId ?? courseId };
  const { personId } = await aMember(app.deps, { ...place, role: 'learner', privacyAccepted });
  const { key, keyHash } = newVisitKey(place.schoolId);
  const visitor = { ...place, personId, locale: 'en' as const, embedOrigins: ['https://lms.example.edu'] };
  const { path } = await openSession(app.deps.db, app.deps, { ...visitor, store, keyHash });
  return { schoolId: place.schoolId, sessionId: path.slice('/s/'.length), base: path, key };
}

const http = () => request(app.app.express);
const open = (path: string, headers: Record<string, string> = {}) =>
  http()
    .get(path)
    .set({ accept: 'text/html', 'sec-fetch-site': 'same-origin', ...headers });
const passOf = (of: Visit) => issuePass(app.deps, of);
const askPass = (of: Visit, key = of.key) =>
  http().post(`${of.base}/pass`).set('authorization', `Bearer ${key}`);
const endOf = async (of: Visit) =>
  (await app.deps.db.select().from(sessions).where(eq(sessions.id, of.sessionId)))[0]?.expiresAt;

describe('A visit without a cookie', () => {
  test('is walked by passes, each good for one page', async () => {
    const answer = await askPass(visit).expect(200);
    const { pass } = answer.body as { pass: string };
    const page = await open(`${visit.base}/my-data?pass=${pass}`).expect(200);
    expect(page.text).toContain('Learner 01');
    expect(page.text).toContain('assets/visit.js');
    // In a window of its own the cookie may stick; then no pass is needed any more.
    const cookie = String((page.headers['set-cookie'] as unknown as string[])[0]).split(';')[0] ?? '';
    const next = await open(`${visit.base}/my-data`, { cookie }).expect(200);
    expect(next.text).not.toContain('assets/visit.js');
    const again = await open(`${visit.base}/my-data?pass=${pass}`).expect(303);
    expect(again.headers['location']).toBe(`${visit.base}/resume?to=%2Fmy-data`);
    expect(await app.deps.db.select().from(sessionPasses)).toEqual([]);
  });

  test('takes a pass once, whatever the number of copies at a time', async () => {
    const pass = await passOf(visit);
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => open(`${visit.base}/my-data?pass=${pass}`)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(49);
  });

  test('takes a pass within a minute', async () => {
    const pass = await passOf(visit);
    app.clock.advance(61_000);
    await open(`${visit.base}/my-data?pass=${pass}`).expect(303);
  });

  test.each([
    ['from a foreign page', { 'sec-fetch-site': 'cross-site' }],
    ['from a message', { 'sec-fetch-site': 'none' }],
  ])('takes no pass %s, and keeps it', async (_name, headers) => {
    const address = `${visit.base}/my-data?pass=${await passOf(visit)}`;
    await open(address, headers).expect(303);
    await open(address).expect(200);
  });

  test('carries its reader on by a redirect, with a pass of its own', async () => {
    const landing = await open(`${visit.base}/?pass=${await passOf(visit)}`).expect(303);
    expect(landing.headers['location']).toMatch(new RegExp(`^${visit.base}/home\\?pass=[\\w.-]+$`));
    const asked = await http()
      .post(`${visit.base}/my-data/requests?pass=${await passOf(visit)}`)
      .type('form')
      .send({ kind: 'correction', note: 'My name is spelled otherwise.' })
      .set('sec-fetch-site', 'same-origin')
      .expect(303);
    const location = asked.headers['location'] ?? '';
    expect(location).toMatch(/\/my-data\?saved=1&pass=[\w.-]+#requests$/);
    await open(location.replace(/#.*/, '')).expect(200);
  });

  test('is led to the notice first, and from it on', async () => {
    const fresh = await aVisit({ privacyAccepted: false });
    const first = await open(`${fresh.base}/my-data?pass=${await passOf(fresh)}`).expect(303);
    expect(first.headers['location']).toMatch(new RegExp(`^${fresh.base}/privacy\\?pass=`));
    await open(first.headers['location'] ?? '').expect(200);
  });

  test('is walked by its key where a script asks', async () => {
    const authorization = `Bearer ${visit.key}`;
    const page = await open(`${visit.base}/my-data`, { authorization }).expect(200);
    expect(page.headers['set-cookie']).toBeUndefined();
    await http()
      .post(`${visit.base}/language`)
      .set({ authorization, origin: 'https://evil.example' })
      .expect(403);
  });

  test('leads a page that was asked for bare to where its browser keeps the key', async () => {
    const kept = await aVisit({ store: PLATFORM });
    const led = await open(`${kept.base}/package?x=1`).expect(303);
    expect(led.headers['location']).toBe(`${kept.base}/resume?to=%2Fpackage%3Fx%3D1`);
    const page = await open(led.headers['location'] ?? '').expect(200);
    expect(page.text).toContain('https://lms.example.edu');
    expect(page.text).toContain('/package?x&#x3D;1');
    expect(page.text).not.toContain('Learner 01');
    expect(page.headers['content-security-policy']).toContain('frame-ancestors https://lms.example.edu');
    // Once: a page that isn't let in after that is refused.
    await open(`${kept.base}/package?resumed=1`).expect(401);
    // Programs and parts of pages are told so at once.
    await open(`${kept.base}/package`, { accept: 'application/json' }).expect(401);
    await open(`${kept.base}/package`, { 'hx-request': 'true' }).expect(401);
  });

  test('ends for its browser when it is left', async () => {
    const left = await http()
      .post(`${visit.base}/leave?pass=${await passOf(visit)}`)
      .set({ accept: 'text/html', 'sec-fetch-site': 'same-origin' })
      .expect(200);
    expect(left.text).toContain('data-left');
    expect(left.text).toContain('assets/visit.js');
    await askPass(visit).expect(401);
    await open(`${visit.base}/my-data`).expect(401);
    await open(`${visit.base}/resume?to=/`).expect(401);
  });

  test('ends two hours after it was last used, and at the latest after a school day', async () => {
    const began = app.deps.now();
    expect(await endOf(visit)).toEqual(new Date(began.getTime() + 2 * HOURS));
    for (let hour = 1; hour <= 9; hour += 1) {
      app.clock.advance(HOURS);
      await askPass(visit).expect(200);
    }
    expect(await endOf(visit)).toEqual(new Date(began.getTime() + 10 * HOURS));
    app.clock.advance(HOURS);
    await askPass(visit).expect(401);

    const idle = await aVisit();
    app.clock.advance(2 * HOURS);
    await askPass(idle).expect(401);
  });

  test('that goes on by a cookie in a window of its own lasts while it is used', async () => {
    const page = await open(`${visit.base}/my-data?pass=${await passOf(visit)}`).expect(200);
    let cookie = String((page.headers['set-cookie'] as unknown as string[])[0]);
    for (let hour = 1; hour <= 4; hour += 1) {
      app.clock.advance(HOURS);
      const next = await open(`${visit.base}/my-data`, { cookie: cookie.split(';')[0] ?? '' }).expect(200);
      cookie = String((next.headers['set-cookie'] as unknown as string[])[0]);
    }
  });
});

describe('Nobody else', () => {
  test.each([
    ['another visit of the school', () => aVisit()],
    [
      'a visit of another school',
      async () => {
        const other = await aSchool(app.deps);
        return aVisit({ ...other, ...(await aCourse(app.deps, other)) });
      },
    ],
  ])('opens it: %s', async (_name, stranger) => {
    const other = await stranger();
    await askPass(visit, other.key).expect(401);
    await open(`${visit.base}/my-data`, { authorization: `Bearer ${other.key}` }).expect(401);
    // Another's pass is no pass here, and stays good where it belongs.
    const pass = await passOf(other);
    await open(`${visit.base}/my-data?pass=${pass}`).expect(303);
    await open(`${other.base}/my-data?pass=${pass}`).expect(200);
    // Nor does a secret help that names the visit's school.
    const forged = `${visit.schoolId}.${other.key.split('.')[1]}`;
    await askPass(visit, forged).expect(401);
  });

  test('gets a pass by a cookie, or by a pass', async () => {
    const { personId } = await aMember(app.deps, { schoolId, courseId, role: 'learner' });
    const session = await aSession(app.deps, { schoolId, courseId, personId });
    await http().post(`${session.base}/pass`).set('cookie', session.cookie).expect(401);
    await http()
      .post(`${visit.base}/pass?pass=${await passOf(visit)}`)
      .expect(401);
  });

  test('learns of a visit with a cookie, or of none, whether it is there', async () => {
    const { personId } = await aMember(app.deps, { schoolId, courseId, role: 'learner' });
    const session = await aSession(app.deps, { schoolId, courseId, personId });
    const bases = [session.base, `/s/${app.deps.newId()}`, '/s/nonsense'];
    for (const base of bases)
      for (const path of ['/home', '/home?pass=x', '/resume?to=/home'])
        expect((await open(base + path)).text).toContain('<code>sessionMissing</code>');
  });
});

test('A tool below a path of its host leads within that path', async () => {
  const below = await createTestApp({ PUBLIC_URL: 'http://localhost:3300/waymark' });
  const { deps } = below;
  const school = await aSchool(deps);
  const place = { ...school, ...(await aCourse(deps, school)) };
  const { personId } = await aMember(deps, { ...place, role: 'learner' });
  const { key, keyHash } = newVisitKey(school.schoolId);
  const visitor = { ...place, personId, locale: 'en' as const, embedOrigins: [] };
  const { path } = await openSession(deps.db, deps, { ...visitor, store: PLATFORM, keyHash });
  const ask = () => request(below.app.express).get(`/waymark${path}/my-data`).set('accept', 'text/html');
  expect((await ask().expect(303)).headers['location']).toBe(`/waymark${path}/resume?to=%2Fmy-data`);
  const page = await ask().set('authorization', `Bearer ${key}`).expect(200);
  expect(page.text).toContain(`&quot;base&quot;: &quot;/waymark${path}&quot;`);
  await below.close();
});

test('Passes that nobody used are cleared away', async () => {
  await passOf(visit);
  app.clock.advance(61_000);
  const lately = await passOf(visit);
  for (const job of rosterJobs) await job.run(app.deps);
  expect(await app.deps.db.select().from(sessionPasses)).toHaveLength(1);
  await open(`${visit.base}/my-data?pass=${lately}`).expect(200);
});
