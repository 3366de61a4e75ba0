import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eq } from 'drizzle-orm';
import request from 'supertest';
import { createRegistration } from '../../../src/features/lti/index.ts';
import { ltiJobs } from '../../../src/features/lti/lti.jobs.ts';
import { ltiKeys, ltiLaunches, ltiRegistrationInvitations } from '../../../src/features/lti/login.tables.ts';
import { ltiDeployments, ltiRegistrations } from '../../../src/features/lti/lti.tables.ts';
import { REASONS } from '../../../src/features/lti/refusal.rules.ts';
import { auditEvents } from '../../../src/infra/infra.tables.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aCourse, aMember, aSchool, aSession } from '../../support/builders.ts';
import { aFace, type Face } from '../../support/faces.ts';

let test: TestApp;
let schoolId: string;
let administrator: Session;
let moodle: Face;
beforeAll(async () => {
  test = await createTestApp();
  ({ schoolId } = await aSchool(test.deps));
  administrator = await anAdministratorOf(schoolId);
  moodle = await aFace(test, 'moodle', { schoolId });
});
afterAll(async () => {
  await moodle.close();
  await test.close();
});

interface Session {
  base: string;
  cookie: string;
}

async function anAdministratorOf(school: string, role: 'administrator' | 'instructor' = 'administrator') {
  const { courseId } = await aCourse(test.deps, { schoolId: school });
  const { personId } = await aMember(test.deps, { schoolId: school, courseId, role });
  return aSession(test.deps, { schoolId: school, courseId, personId, locale: 'en' });
}
const get = (path = '/lms', who = administrator) =>
  request(test.app.express)
    .get(who.base + path)
    .set('cookie', who.cookie);
const post = (path: string, body: object = {}, who = administrator) =>
  request(test.app.express)
    .post(who.base + path)
    .set('cookie', who.cookie)
    .type('form')
    .send(body);
const pathOf = (url: string) => new URL(url).pathname;

/** A registration nobody launches from. */
async function aRegistration(given: { pending?: boolean } = {}, school = schoolId): Promise<string> {
  const { registrationId } = await createRegistration(test.deps.db, test.deps, {
    schoolId: school,
    issuer: 'https://lms.example.edu',
    clientId: test.deps.newId(),
    authLoginUrl: 'https://lms.example.edu/auth',
    tokenUrl: 'https://lms.example.edu/token',
    jwksUrl: 'https://lms.example.edu/keys',
    family: 'moodle',
  });
  await test.deps.db
    .update(ltiRegistrations)
    .set({ pending: given.pending ?? false })
    .where(eq(ltiRegistrations.id, registrationId));
  return registrationId;
}
const stateOf = async (registrationId: string) => {
  const [row] = await test.deps.db
    .select({ pending: ltiRegistrations.pending, active: ltiRegistrations.active })
    .from(ltiRegistrations)
    .where(eq(ltiRegistrations.id, registrationId));
  return row;
};
const auditOf = async (subjectId: string) =>
  (await test.deps.db.select().from(auditEvents).where(eq(auditEvents.subjectId, subjectId))).map(
    ({ action }) => action,
  );

describe('the administrator’s page', () => {
  it('says what to do before anything is connected, and shows the addresses an LMS needs', async () => {
    const school = await aSchool(test.deps);
    const { text } = await get('/lms', await anAdministratorOf(school.schoolId)).expect(200);
    expect(text).toContain('No LMS is registered yet.');
    expect(text).toContain('Nobody has opened Waymark from an LMS yet.');
    expect(text).toContain('http://localhost:3300/lti/config/canvas.json');
    expect(text).toMatch(/Sending grades \(AGS\).*not yet/s);
  });

  it('is for administrators alone', async () => {
    const teacher = await anAdministratorOf(schoolId, 'instructor');
    await get('/lms', teacher).expect(403);
    await post('/lms/invitations', {}, teacher).expect(403);
    await post('/lms/keys/rotate', {}, teacher).expect(403);
  });

  it('lists launches with who, what and how it ended; refused ones with reason and rule', async () => {
    const teacher = await moodle.launch(moodle.client(), moodle.people.teacher.id);
    expect(teacher.status).toBe(303);
    moodle.tool.deploymentId = '99';
    const refused = await moodle.launch(moodle.client(), moodle.people.learners[0]?.id ?? '');
    moodle.tool.deploymentId = '7';
    expect(refused.status).toBe(403);
    const { text } = await get().expect(200);
    expect(text).toContain('Teacher');
    expect(text).toContain('Opening a link');
    expect(text).toContain('This deployment isn’t approved.');
    expect(text).toContain('lti/v1p3#lti-deployment-id-claim');
    expect(text).toMatch(/Opening from a course \(LTI launch\)<\/th>[^\n]*1 failed/);
    // It waits, with where it was first seen.
    expect(text).toContain('1 thing waits for your approval');
    expect(text).toMatch(/<code>99<\/code>.*First course/s);
  });

  it('shows a launch’s claims without personal values', async () => {
    const launches = await test.deps.db.select().from(ltiLaunches).where(eq(ltiLaunches.schoolId, schoolId));
    const accepted = launches.find(({ refusal }) => refusal === null);
    const { text } = await get(`/lms/launches/${accepted?.id}`).expect(200);
    expect(text).toContain('context_history');
    expect(text).toContain('•••');
    expect(text).not.toContain('given_name</span></th><td><div><code>T');
    const refused = launches.find(({ refusal }) => refusal !== null);
    const other = await get(`/lms/launches/${refused?.id}`).expect(200);
    expect(other.text).toContain('href="https://www.imsglobal.org/spec/lti/v1p3#lti-deployment-id-claim"');
    expect(other.text).toContain(`href="${administrator.base}/lms#registration-${moodle.registrationId}"`);
    const stranger = await anAdministratorOf((await aSchool(test.deps)).schoolId);
    await get(`/lms/launches/${accepted?.id}`, stranger).expect(404);
  });

  it('has words for every reason of a refusal, in both languages', () => {
    const { views } = test.app.presentation;
    for (const locale of ['zh-CN', 'en'] as const)
      expect(REASONS.filter((reason) => views.t(locale, `lti.reasons.${reason}`).startsWith('lti.'))).toEqual(
        [],
      );
  });
});

describe('a deployment that waits', () => {
  const decide = (verdict: string, deploymentId: string, who = administrator) =>
    post(`/lms/registrations/${moodle.registrationId}/deployments/${verdict}`, { deploymentId }, who);
  const deployments = async () =>
    (
      await test.deps.db
        .select()
        .from(ltiDeployments)
        .where(eq(ltiDeployments.registrationId, moodle.registrationId))
    )
      .map(({ deploymentId, approvedAt }) => [deploymentId, approvedAt !== null])
      .sort();

  it('is struck off or let in by an administrator, and approval can be withdrawn', async () => {
    expect(await deployments()).toEqual([
      ['7', true],
      ['99', false],
    ]);
    const stranger = await anAdministratorOf((await aSchool(test.deps)).schoolId);
    await decide('approve', '99', stranger).expect(404);
    await decide('refuse', '99').expect(303);
    expect(await deployments()).toEqual([['7', true]]);
    moodle.tool.deploymentId = '99';
    const knock = () => moodle.launch(moodle.client(), moodle.people.teacher.id);
    expect((await knock()).status).toBe(403);
    await decide('approve', '99').expect(303);
    expect((await knock()).status).toBe(303);
    await decide('approve', '99').expect(404);
    await decide('withdraw', '99').expect(303);
    expect((await knock()).status).toBe(403);
    moodle.tool.deploymentId = '7';
    expect(await auditOf(moodle.registrationId)).toEqual(
      expect.arrayContaining(['lti.deploymentRefused', 'lti.deploymentApproved', 'lti.deploymentWithdrawn']),
    );
  });

  it('never loses the first one’s row: the next would be let in unasked', async () => {
    await decide('withdraw', '7').expect(303);
    await decide('refuse', '7').expect(404);
    await decide('approve', '7').expect(303);
  });
});

describe('a registration', () => {
  it('that waits is approved, or refused and approved after all', async () => {
    const registrationId = await aRegistration({ pending: true });
    const path = `/lms/registrations/${registrationId}`;
    expect((await get()).text).toContain('Approve this registration');
    await post(`${path}/refuse`).expect(303);
    expect(await stateOf(registrationId)).toEqual({ pending: true, active: false });
    expect((await get()).text).toContain('Approve after all');
    await post(`${path}/approve`).expect(303);
    expect(await stateOf(registrationId)).toEqual({ pending: false, active: true });
    await post(`${path}/approve`).expect(404);
    expect(await auditOf(registrationId)).toEqual([
      'lti.registrationCreated',
      'lti.registrationRefused',
      'lti.registrationApproved',
    ]);
  });

  it('is switched off, which the very next login feels, and on again', async () => {
    const path = `/lms/registrations/${moodle.registrationId}`;
    const knock = () => moodle.launch(moodle.client(), moodle.people.teacher.id);
    expect((await knock()).status).toBe(303);
    await post(`${path}/switch-off`).expect(303);
    expect((await knock()).status).toBe(403);
    await post(`${path}/switch-on`).expect(303);
    expect((await knock()).status).toBe(303);
  });

  it('of another school is out of reach', async () => {
    const other = await aSchool(test.deps);
    const registrationId = await aRegistration({ pending: true }, other.schoolId);
    await post(`/lms/registrations/${registrationId}/approve`).expect(404);
    await post('/lms/self-test', { registrationId }).expect(404);
    expect((await get()).text).not.toContain(registrationId);
  });
});

describe('registering by hand', () => {
  const form = { family: 'moodle', issuer: 'https://hand.example.edu', clientId: 'by-hand' };

  it('needs no more than issuer and client id for Moodle', async () => {
    await get('/lms/register').expect(200);
    await post('/lms/register', form).expect(303);
    const [row] = await test.deps.db
      .select()
      .from(ltiRegistrations)
      .where(eq(ltiRegistrations.issuer, form.issuer));
    expect(row).toMatchObject({
      schoolId,
      clientId: 'by-hand',
      jwksUrl: 'https://hand.example.edu/mod/lti/certs.php',
      registeredBy: 'manual',
      pending: false,
    });
  });

  it('says beside the field what is wrong, and keeps what was written', async () => {
    const taken = await post('/lms/register', form).expect(422);
    expect(taken.text).toMatch(/id="clientId-problem">This issuer and client id are registered already/);
    const { text } = await post('/lms/register', {
      family: 'other',
      issuer: 'http://lms.example.edu',
      clientId: '',
      tokenUrl: 'nonsense',
      deploymentId: 'kept',
    }).expect(422);
    expect(text).toMatch(/id="issuer-problem">It has to be https/);
    expect(text).toMatch(/id="clientId-problem">Please fill this in/);
    expect(text).toMatch(/id="tokenUrl-problem">This has to be a whole address/);
    expect(text).toMatch(/id="jwksUrl-problem">For this LMS/);
    expect(text).toContain('value="kept"');
    expect(text).toContain('<option value="other" selected>');
  });

  it('complains once where addresses only follow from a wrong issuer', async () => {
    const { text } = await post('/lms/register', { ...form, issuer: 'http://lms.example.edu' }).expect(422);
    expect(text.match(/field-problem/g)).toHaveLength(1);
  });

  it('fills in the addresses on demand', async () => {
    const asked = { family: 'canvas', issuer: 'https://canvas.instructure.com', step: 'fill' };
    const { text } = await post('/lms/register', asked).expect(200);
    expect(text).toContain('value="https://sso.canvaslms.com/api/lti/security/jwks"');
    expect(text).not.toContain('field-problem');
  });
});

describe('a one-time link', () => {
  it('is shown once and can be taken back', async () => {
    const { text } = await post('/lms/invitations').expect(200);
    const [url = ''] = /http:\/\/localhost:3300\/lti\/register\/[\w-]+/.exec(text) ?? [];
    await request(test.app.express).get(pathOf(url)).expect(400);
    const page = (await get()).text;
    expect(page).not.toContain(url);
    const [invitation] = await test.deps.db
      .select()
      .from(ltiRegistrationInvitations)
      .where(eq(ltiRegistrationInvitations.schoolId, schoolId));
    expect(page).toContain(invitation?.id);
    const withdraw = `/lms/invitations/${invitation?.id}/withdraw`;
    await post(withdraw, {}, await anAdministratorOf((await aSchool(test.deps)).schoolId)).expect(404);
    await post(withdraw).expect(303);
    await request(test.app.express).get(pathOf(url)).expect(404);
  });
});

describe('the self-test', () => {
  it('tries key set and token, reads the rest from the launches', async () => {
    // The platform's server tells the real time.
    test.clock.now = new Date();
    administrator = await anAdministratorOf(schoolId);
    await post('/lms/self-test', { registrationId: moodle.registrationId }).expect(200);
    const { text } = await post('/lms/self-test', { registrationId: moodle.registrationId })
      .set('hx-request', 'true')
      .expect(200);
    expect(text).not.toContain('<html');
    expect(text).toMatch(/Fetched 1 key in \d+ ms/);
    expect(text).toMatch(/They differ by \d s/);
    expect(text).toContain('The LMS grants all 4 permissions asked for.');
    expect(text).toContain('1 waiting');
    expect(text).toMatch(/\d of the last \d+/);
  });

  it('says what is wrong when nobody answers', async () => {
    const registrationId = await aRegistration();
    const gone = 'http://127.0.0.1:1/keys';
    await test.deps.db
      .update(ltiRegistrations)
      .set({ jwksUrl: gone, tokenUrl: gone })
      .where(eq(ltiRegistrations.id, registrationId));
    const { text } = await post('/lms/self-test', { registrationId }).expect(200);
    expect(text).toContain('can’t reach the key set address');
    expect(text).toContain('can’t reach the token address');
    expect(text).toContain('Back to the LMS page');
  });
});

describe('the signing keys', () => {
  it('are listed, and left to the operator where several schools share them', async () => {
    await aSchool(test.deps);
    const [key] = await test.deps.db.select().from(ltiKeys);
    const fresh = await anAdministratorOf(schoolId);
    const { text } = await get('/lms', fresh);
    expect(text).toContain(key?.kid);
    expect(text).not.toContain('/lms/keys/');
    await post('/lms/keys/rotate', {}, fresh).expect(403);
    await post(`/lms/keys/${key?.kid}/revoke`, {}, fresh).expect(403);
  });
});

describe('the purge of records', () => {
  it('keeps thirty days and the newest 500 of each registration', async () => {
    const registrationId = await aRegistration();
    const now = test.deps.now().getTime();
    const row = (ageMs: number) => ({
      schoolId,
      id: test.deps.newId(),
      registrationId,
      claims: {},
      requestId: 'r',
      at: new Date(now - ageMs),
    });
    const DAY = 86_400_000;
    await test.deps.db.insert(ltiLaunches).values([row(29 * DAY), row(31 * DAY)]);
    const job = ltiJobs().find(({ name }) => name === 'lti-purge-records');
    await job?.run(test.deps);
    const left = async () =>
      (await test.deps.db.select().from(ltiLaunches).where(eq(ltiLaunches.registrationId, registrationId)))
        .length;
    expect(await left()).toBe(1);
    await test.deps.db.insert(ltiLaunches).values(Array.from({ length: 520 }, (_, index) => row(index)));
    await job?.run(test.deps);
    expect(await left()).toBe(500);
    const invitations = () =>
      test.deps.db
        .select()
        .from(ltiRegistrationInvitations)
        .where(eq(ltiRegistrationInvitations.schoolId, schoolId));
    await post('/lms/invitations', {}, await anAdministratorOf(schoolId)).expect(200);
    await job?.run(test.deps);
    expect(await invitations()).toHaveLength(1);
    test.clock.advance(31 * DAY);
    await job?.run(test.deps);
    expect(await invitations()).toHaveLength(0);
  });
});
