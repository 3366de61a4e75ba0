import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eq } from 'drizzle-orm';
import request from 'supertest';
import { rosterSyncJob } from '../../../src/features/lti-services/index.ts';
import { ltiContexts, ltiRegistrations } from '../../../src/features/lti/lti.tables.ts';
import { memberships } from '../../../src/features/roster/roster.tables.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aCourse, aMember, aSchool, aSession } from '../../support/builders.ts';
import { aFace, SCOPES, type Face } from '../../support/faces.ts';
import { aRosterScene, type RosterScene } from './roster-scene.ts';

const MEMBERSHIPS = /memberships|names_and_roles/;
let t: TestApp;
let face: Face;
let scene: RosterScene;
let teacher: Awaited<ReturnType<RosterScene['visit']>>;

beforeAll(async () => {
  t = await createTestApp();
  face = await aFace(t, 'canvas');
  const [first, second] = face.people.learners;
  if (first && second) {
    first.groups['11'] = ['5'];
    first.sections['11'] = ['2'];
    second.sections['11'] = ['2'];
  }
  scene = await aRosterScene(t, face);
}, 120_000);
// A visit ends when it is left alone for as long as some of these tests let pass.
beforeEach(async () => {
  teacher = await scene.visit(face.people.teacher.id);
});
afterAll(async () => {
  await face.close();
  await t.close();
});
afterEach(() => {
  face.tool.scopes = Object.values(SCOPES);
});

describe('the roster’s page', () => {
  it('tells the last reading, and who is only counted', async () => {
    const { status, text } = await teacher.get('/roster');
    expect(status).toBe(200);
    expect(text).toContain('<span class="big">63</span> on the roster');
    expect(text).toContain('1 observer (a parent, for example) isn’t a member');
    expect(text).not.toContain('Learner 01');
    expect(text).toMatch(/aria-current="page"[^>]*>People/);
  });

  it('reads it now, and says so', async () => {
    const before = scene.asked(MEMBERSHIPS);
    const answer = await teacher.post('/roster/read');
    expect(answer.status).toBe(303);
    expect(answer.headers['location']).toMatch(/\/roster\?asked=1$/);
    expect(scene.asked(MEMBERSHIPS)).toBe(before + 4);
    expect((await teacher.get('/roster?asked=1')).text).toContain('The roster was read.');
  });

  it('tells a problem in words with what to do, and keeps what it knew', async () => {
    face.tool.scopes = [];
    t.clock.advance(2 * 3_600_000);
    teacher = await scene.visit(face.people.teacher.id);
    await teacher.post('/roster/read');
    const { text } = await teacher.get('/roster?asked=1');
    expect(text).toContain('The LMS doesn’t allow Waymark to read the roster.');
    expect(text).toContain('Can retrieve user data associated with the context');
    expect(text).toContain('<span class="big">63</span> on the roster');
    expect(text).not.toContain('The roster was read.');
    face.tool.scopes = Object.values(SCOPES);
    await teacher.post('/roster/read');
    expect((await teacher.get('/roster')).text).not.toContain('doesn’t allow');
  });

  it('asks before most members are let go', async () => {
    const gone = face.people.learners.slice(5);
    for (const learner of gone) delete learner.roles['11'];
    await teacher.post('/roster/read');
    const { text } = await teacher.get('/roster?asked=1');
    expect(text).toContain('There were 63 members; 55 of them are missing');
    expect(await scene.active()).toBe(63);
    // Another problem says nothing of who is missing.
    face.state.failNext(MEMBERSHIPS, { status: 500, body: '' });
    await teacher.post('/roster/read');
    const failed = (await teacher.get('/roster?asked=1')).text;
    expect(failed).toContain('didn’t give the whole roster');
    expect(failed).not.toContain('/roster/confirm');
    await teacher.post('/roster/confirm');
    expect(await scene.active()).toBe(8);
    expect((await teacher.get('/roster?asked=1')).text).toContain('The roster was read.');
    for (const learner of gone) learner.roles['11'] = 'learner';
    await teacher.post('/roster/read');
    expect(await scene.active()).toBe(63);
  });

  it('says what it means that the LMS offers none, and that it is switched off', async () => {
    const { schoolId, contextId } = scene.key;
    const url = (await t.deps.db.select().from(ltiContexts).where(eq(ltiContexts.contextId, contextId)))[0]
      ?.membershipsUrl;
    const offer = (membershipsUrl: string | null | undefined) =>
      t.deps.db
        .update(ltiContexts)
        .set({ membershipsUrl: membershipsUrl ?? null })
        .where(eq(ltiContexts.contextId, contextId));
    await offer(null);
    const { text } = await teacher.get('/roster');
    expect(text).toContain('The LMS offers no roster for this course');
    expect(text).not.toContain('/roster/read');
    expect((await teacher.post('/roster/read')).status).toBe(303);
    await offer(url);
    const trust = (active: boolean) =>
      t.deps.db.update(ltiRegistrations).set({ active }).where(eq(ltiRegistrations.schoolId, schoolId));
    await trust(false);
    expect((await teacher.get('/roster')).text).toContain('switched off in Waymark');
    await trust(true);
  });

  it('is for teachers; a learner is refused, and a course without an LMS says so', async () => {
    const learner = await scene.visit(face.people.learners[0]?.id ?? '');
    expect((await learner.get('/roster')).status).toBe(403);
    expect((await learner.post('/roster/read')).status).toBe(403);
    const { schoolId } = await aSchool(t.deps);
    const { courseId } = await aCourse(t.deps, { schoolId });
    const { personId } = await aMember(t.deps, { schoolId, courseId, role: 'instructor' });
    const { base, cookie } = await aSession(t.deps, { schoolId, personId, courseId, locale: 'en' });
    const { text } = await request(t.app.express).get(`${base}/roster`).set('cookie', cookie);
    expect(text).toContain('No LMS stands behind this course');
  });
});

describe('the people page', () => {
  it('shows groups and sections as tags, and leads to the roster', async () => {
    const { text } = await teacher.get('/people');
    expect(text).toContain('/roster">Roster and the LMS');
    expect(text).toContain('<span class="badge plain">Group 5</span>');
    expect(text).toContain('<option value="section:2">Section 2</option>');
    expect(text).toContain('Learner 60');
  });

  it('shows one group’s learners', async () => {
    const { text } = await teacher.get('/people?group=section%3A2');
    expect(text).toContain('<option value="section:2" selected>');
    expect(text).toContain('Learner 01');
    expect(text).toContain('Learner 02');
    expect(text).not.toContain('Learner 03');
    expect((await teacher.get('/people?group=group%3Anone')).text).toContain(
      'There are no learners in this group.',
    );
  });
});

describe('the job', () => {
  it('reads courses in use each hour, and rests a platform that is away', async () => {
    const before = scene.asked(MEMBERSHIPS);
    await scene.launch(face.people.teacher.id);
    await rosterSyncJob.run(t.deps);
    expect(scene.asked(MEMBERSHIPS)).toBe(before);
    t.clock.advance(3_600_000);
    await rosterSyncJob.run(t.deps);
    expect(scene.asked(MEMBERSHIPS)).toBe(before + 4);
    t.clock.advance(3_600_000);
    face.state.failNext(MEMBERSHIPS, { status: 503, body: '' });
    await rosterSyncJob.run(t.deps);
    expect(await scene.sync()).toMatchObject({ problem: 'rosterPlatformDown' });
    await rosterSyncJob.run(t.deps);
    expect(scene.asked(MEMBERSHIPS)).toBe(before + 5);
  });

  it('leaves courses alone that nobody opens any more', async () => {
    const before = scene.asked(MEMBERSHIPS);
    await t.deps.db
      .update(memberships)
      .set({ lastLaunchAt: new Date(t.clock.now.getTime() - 121 * 86_400_000) })
      .where(eq(memberships.schoolId, scene.key.schoolId));
    t.clock.advance(40 * 3_600_000);
    await rosterSyncJob.run(t.deps);
    expect(scene.asked(MEMBERSHIPS)).toBe(before);
  });
});
