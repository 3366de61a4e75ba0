import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eq } from 'drizzle-orm';
import request from 'supertest';
import { invitePlatform } from '../../../src/features/lti/invite-platform.ts';
import { ltiRegistrationInvitations } from '../../../src/features/lti/login.tables.ts';
import { ltiDeployments, ltiRegistrations } from '../../../src/features/lti/lti.tables.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aCourse, aMember, aSchool } from '../../support/builders.ts';
import { aRegisteringMoodle, moodleConfiguration, type RegisteringMoodle } from './registration-faces.ts';

let test: TestApp;
let schoolId: string;
let personId: string;
let moodle: RegisteringMoodle;
beforeAll(async () => {
  test = await createTestApp();
  ({ schoolId, personId } = await aSchoolWithAdministrator('Sample college'));
});
afterAll(() => test.close());
beforeEach(async () => {
  moodle = await aRegisteringMoodle();
});
afterEach(() => moodle.close());

async function aSchoolWithAdministrator(name: string) {
  const school = await aSchool(test.deps, { name });
  const course = await aCourse(test.deps, school);
  const person = await aMember(test.deps, { ...school, ...course, role: 'administrator' });
  return { ...school, ...person };
}

/** The path of a fresh one-time link. */
async function anInvitation(by = { schoolId, personId }): Promise<string> {
  const { url } = await invitePlatform(test.deps, { schoolId: by.schoolId, by: by.personId });
  return new URL(url).pathname;
}
const open = (path: string, query: Record<string, string> = {}) =>
  request(test.app.express)
    .get(path)
    .query({ openid_configuration: moodle.configurationUrl, registration_token: 'moodle.token', ...query })
    .set('accept', 'text/html')
    .set('accept-language', 'en')
    .set('referer', `${moodle.site}/mod/lti/startltiadvregistration.php`);
const press = (path: string, fields: Record<string, string> = {}) =>
  request(test.app.express)
    .post(path)
    .type('form')
    .send({
      openid_configuration: moodle.configurationUrl,
      registration_token: 'moodle.token',
      opener: moodle.site,
      ...fields,
    })
    .set('accept', 'text/html')
    .set('accept-language', 'en');
const registrationsHere = () =>
  test.deps.db.select().from(ltiRegistrations).where(eq(ltiRegistrations.issuer, moodle.site));
const registering = () => moodle.asked.filter(({ body }) => body !== null);

describe('a registration link, opened by an LMS', () => {
  it('shows who would register for what, and does nothing yet', async () => {
    const path = await anInvitation();
    const { text, headers } = await open(path).expect(200);
    expect(text).toContain('Sample college');
    expect(text).toContain('Moodle 4.5.6');
    expect(text).toContain(moodle.site);
    expect(text).toContain('Waymark asks for no e-mail address');
    expect(text).toContain(`name="opener" value="${moodle.site}"`);
    expect(headers['content-security-policy']).toContain('frame-ancestors *');
    expect(moodle.asked).toMatchObject([{ authorization: 'Bearer moodle.token', body: null }]);
    expect(await registrationsHere()).toEqual([]);
    // A second look, a prefetch: still good.
    await open(path).expect(200);
  });

  it('registers at the press of its button: pending, with what the platform told', async () => {
    const path = await anInvitation();
    const { text } = await press(path).expect(200);
    expect(text).toContain('activate Waymark');
    expect(text).toContain('presses Approve');
    expect(text).toContain(`data-close-registration="${moodle.site}"`);
    expect(text).not.toContain('moodle.token');
    const [row] = await registrationsHere();
    expect(row).toMatchObject({
      schoolId,
      clientId: 'abcdefghijklmno',
      tokenUrl: `${moodle.site}/mod/lti/token.php`,
      family: 'moodle',
      productVersion: '4.5.6 (Build: 20250811)',
      registeredBy: 'dynamic',
      pending: true,
      active: true,
    });
    expect(row?.scopesAsked).toHaveLength(4);
    const deployments = await test.deps.db
      .select()
      .from(ltiDeployments)
      .where(eq(ltiDeployments.registrationId, row?.id ?? ''));
    expect(deployments).toMatchObject([{ deploymentId: '7', first: true, approvedAt: test.clock.now }]);
    expect(registering()).toMatchObject([
      {
        path: '/mod/lti/openid-registration.php',
        authorization: 'Bearer moodle.token',
        body: { redirect_uris: ['http://localhost:3300/lti/launch'] },
      },
    ]);
  });

  it('waits for approval: a login is refused until then', async () => {
    await press(await anInvitation()).expect(200);
    const login = await request(test.app.express).post('/lti/login').type('form').send({
      iss: moodle.site,
      client_id: moodle.clientId,
      login_hint: '2',
      target_link_uri: 'http://localhost:3300/',
    });
    expect([login.status, login.text]).toEqual([403, expect.stringContaining('registration_inactive')]);
  });

  it('works once', async () => {
    const path = await anInvitation();
    await press(path).expect(200);
    const again = await press(path).expect(410);
    expect(again.text).toContain('was used already');
    await open(path).expect(410);
    expect(registering()).toHaveLength(1);
  });

  it('of two presses at once lets one go on', async () => {
    const path = await anInvitation();
    let letGo = () => {};
    moodle.hold = new Promise((resolve) => (letGo = resolve));
    const answers = [press(path), press(path)].map(async (one) => (await one).status);
    const first = await Promise.race(answers);
    letGo();
    expect(first).toBe(410);
    expect((await Promise.all(answers)).sort()).toEqual([200, 410]);
    expect(registering()).toHaveLength(1);
  });

  it('is given back when the platform refuses; its error id is shown, its text is not', async () => {
    const path = await anInvitation();
    moodle.refusal = { status: 401, body: 'token_already_used' };
    const refused = await press(path).expect(502);
    expect(refused.text).toContain('<code>token_already_used</code>');
    moodle.refusal = { status: 400, body: 'Sorry, Dave <b>Bowman</b>' };
    const wordy = await press(path).expect(502);
    expect(wordy.text).toContain('<code>HTTP 400</code>');
    expect(wordy.text).not.toContain('Bowman');
    expect(await registrationsHere()).toEqual([]);
    moodle.refusal = null;
    await press(path).expect(200);
  });

  it('ends after seven days, and is unknown when it was never made', async () => {
    const path = await anInvitation();
    const before = test.clock.now;
    test.clock.advance(7 * 86_400_000);
    expect((await open(path).expect(410)).text).toContain('has expired');
    await press(path).expect(410);
    test.clock.now = before;
    expect((await open('/lti/register/nonsense').expect(404)).text).toContain('no such registration link');
    expect(moodle.asked).toEqual([]);
  });
});

describe('the same client again', () => {
  it('updates its registration, which stays approved', async () => {
    await press(await anInvitation()).expect(200);
    await test.deps.db
      .update(ltiRegistrations)
      .set({ pending: false })
      .where(eq(ltiRegistrations.issuer, moodle.site));
    moodle.configuration = moodleConfiguration(moodle.site, {
      token_endpoint: `${moodle.site}/new/token.php`,
    });
    expect((await open(await anInvitation()).expect(200)).text).toContain('has a registration with this LMS');
    const { text } = await press(await anInvitation()).expect(200);
    expect(text).toContain('Registration updated');
    expect(text).not.toContain('presses Approve');
    expect(await registrationsHere()).toMatchObject([
      { pending: false, tokenUrl: `${moodle.site}/new/token.php` },
    ]);
  });

  it('by another school is refused, and changes nothing', async () => {
    await press(await anInvitation()).expect(200);
    const other = await aSchoolWithAdministrator('Other college');
    moodle.configuration = moodleConfiguration(moodle.site, { token_endpoint: `${moodle.site}/evil` });
    const path = await anInvitation(other);
    expect((await press(path).expect(409)).text).toContain('client_of_another_school');
    expect(await registrationsHere()).toMatchObject([
      { schoolId, tokenUrl: `${moodle.site}/mod/lti/token.php` },
    ]);
    const [invitation] = await test.deps.db
      .select()
      .from(ltiRegistrationInvitations)
      .where(eq(ltiRegistrationInvitations.schoolId, other.schoolId));
    expect(invitation).toMatchObject({ usedAt: null, registrationId: null });
  });
});

describe('an LMS that is not what it seems', () => {
  it.each([
    ['no configuration named', { openid_configuration: '' }, 400, 'opened_directly'],
    [
      'http beyond the allowed hosts',
      { openid_configuration: 'http://lms.example.edu/c' },
      400,
      'configuration_insecure',
    ],
    ['a private address', { openid_configuration: 'https://10.0.0.5/c' }, 400, 'configuration_insecure'],
    [
      'the cloud’s own',
      { openid_configuration: 'https://169.254.169.254/latest' },
      400,
      'configuration_insecure',
    ],
    ['nobody there', { openid_configuration: 'http://127.0.0.1:1/c' }, 502, 'configuration_unreachable'],
  ])('is refused: %s', async (_, query, status, reason) => {
    const path = await anInvitation();
    expect((await open(path, query).expect(status)).text).toContain(`<code>${reason}</code>`);
    expect((await press(path, query).expect(status)).text).toContain(`<code>${reason}</code>`);
    expect(moodle.asked).toEqual([]);
  });

  it('is refused when it claims another’s name, before it gets our registration', async () => {
    const path = await anInvitation();
    moodle.configuration = moodleConfiguration(moodle.site, { issuer: 'https://victim.example.edu' });
    expect((await open(path).expect(422)).text).toContain('issuer_foreign');
    await press(path).expect(422);
    expect(registering()).toEqual([]);
  });

  it('says so in Chinese first', async () => {
    const { text } = await open(await anInvitation(), { openid_configuration: '' }).set(
      'accept-language',
      'zh-CN',
    );
    expect(text).toContain('这个链接要由学习平台打开');
  });
});

describe('Canvas’s configuration', () => {
  it('is served for the real host', async () => {
    const { text } = await request(test.app.express).get('/lti/config/canvas.json').expect(200);
    expect(JSON.parse(text)).toMatchObject({
      oidc_initiation_url: 'http://localhost:3300/lti/login',
      public_jwk_url: 'http://localhost:3300/lti/jwks',
    });
  });
});
