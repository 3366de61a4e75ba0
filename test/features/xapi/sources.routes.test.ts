import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { selectCredentials } from '../../../src/features/xapi/index.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aCourse, aMember, aSchool, aSession } from '../../support/builders.ts';
import { sampleStatement } from './statement-samples.ts';

let test: TestApp;
let schoolId: string;
let courseId: string;
let administrator: Session;
beforeAll(async () => {
  test = await createTestApp();
  ({ schoolId } = await aSchool(test.deps));
  ({ courseId } = await aCourse(test.deps, { schoolId }));
  administrator = await aVisitor('administrator');
});
afterAll(() => test.close());

interface Session {
  base: string;
  cookie: string;
}

async function aVisitor(
  role: 'administrator' | 'instructor',
  where: { schoolId: string; courseId: string } = { schoolId, courseId },
): Promise<Session> {
  const { personId } = await aMember(test.deps, { ...where, role });
  return aSession(test.deps, { ...where, personId, locale: 'en' });
}

const get = (who: Session, path = '/sources') =>
  request(test.app.express)
    .get(who.base + path)
    .set('cookie', who.cookie);
const post = (who: Session, path: string, body: object = {}) =>
  request(test.app.express)
    .post(who.base + path)
    .set('cookie', who.cookie)
    .type('form')
    .send(body);
const FORM = {
  preset: 'send',
  defaultVersion: '2.0.0',
  requestsPerMinute: '60000',
  maxBodyMegabytes: '10',
};
const create = (who: Session, label: string) => post(who, '/sources/credentials', { ...FORM, label });
const valueOf = (html: string, id: string) =>
  new RegExp(`id="${id}"[^>]*value="([^"]+)"`).exec(html)?.[1] ?? '';

describe('the page about data sources', () => {
  it('shows the address and how to set up Moodle, before there is anything', async () => {
    const { text } = await get(administrator).expect(200);
    expect(valueOf(text, 'endpoint')).toBe(`${test.deps.config.publicUrl}/xapi`);
    expect(text).toContain('logstore_xapi');
    expect(text).toContain('No learning record has come in yet.');
    expect(text).toContain('href="/s/');
  });

  it('makes a credential that works, and shows its secret this once', async () => {
    const { text } = await create(administrator, 'Moodle <1>').expect(200);
    const [key, secret] = [valueOf(text, 'key'), valueOf(text, 'secret')];
    await request(test.app.express)
      .post('/xapi/statements')
      .auth(key, secret)
      .set('x-experience-api-version', '1.0.3')
      .send([sampleStatement({ object: {} })])
      .expect(400);
    await request(test.app.express)
      .post('/xapi/statements')
      .auth(key, secret)
      .set('x-experience-api-version', '1.0.3')
      .send(sampleStatement())
      .expect(200);
    const list = (await get(administrator).expect(200)).text;
    expect(list).toContain(key);
    expect(list).not.toContain(secret);
    expect(list).toContain('Moodle &lt;1&gt;');
    expect(list).toContain('The newest learning record came in');
    // What the sender did wrong, for whoever has to mend it.
    expect(list).toContain('Must have the property “id”.');
    expect(list).toContain('<code>/object</code>');
  });

  it('revokes a credential at once', async () => {
    const { text } = await create(administrator, 'Old sender').expect(200);
    const [key, secret] = [valueOf(text, 'key'), valueOf(text, 'secret')];
    const send = () =>
      request(test.app.express)
        .post('/xapi/statements')
        .auth(key, secret)
        .set('x-experience-api-version', '2.0.0')
        .send(sampleStatement());
    await send().expect(200);
    const row = (await selectCredentials(test.deps.db, schoolId)).find((one) => one.key === key);
    const path = `/sources/credentials/${row?.id}/revoke`;
    await post(administrator, path)
      .expect(303)
      .expect('location', /\/sources\?saved=1$/);
    await send().expect(401);
    await post(administrator, path).expect(404);
    expect((await get(administrator)).text).toContain('Revoked credentials');
  });

  it('is for administrators of the school alone', async () => {
    await get(await aVisitor('instructor')).expect(403);
    await create(await aVisitor('instructor'), 'x').expect(403);
    await create(administrator, 'Ours').expect(200);
    const elsewhere = await aSchool(test.deps);
    const foreignCourse = await aCourse(test.deps, elsewhere);
    const foreigner = await aVisitor('administrator', { ...elsewhere, ...foreignCourse });
    expect((await get(foreigner).expect(200)).text).not.toContain('Ours');
    const row = (await selectCredentials(test.deps.db, schoolId)).find(({ label }) => label === 'Ours');
    await post(foreigner, `/sources/credentials/${row?.id}/revoke`).expect(404);
    const after = await selectCredentials(test.deps.db, schoolId);
    expect(after.find(({ label }) => label === 'Ours')?.revokedAt).toBeNull();
    await get(foreigner, `/sources/credentials/${row?.id}`).expect(404);
    await post(foreigner, `/sources/credentials/${row?.id}`, { ...FORM, label: 'Theirs' }).expect(404);
  });

  it('gives exactly what is ticked, and lets it be changed', async () => {
    const scopes = ['statements/read/mine', 'state'];
    const made = await post(administrator, '/sources/credentials', {
      ...FORM,
      label: 'Player',
      preset: 'own',
      scopes,
    });
    const key = valueOf(made.text, 'key');
    const find = async () => (await selectCredentials(test.deps.db, schoolId)).find((one) => one.key === key);
    const before = await find();
    expect(before?.scopes).toEqual(scopes);
    const path = `/sources/credentials/${before?.id}`;
    await post(administrator, path, {
      ...FORM,
      label: 'Player 2',
      preset: 'provider',
      defaultVersion: '1.0.3',
      requestsPerMinute: '30',
      maxBodyMegabytes: '0.5',
    }).expect(303);
    expect(await find()).toMatchObject({
      label: 'Player 2',
      scopes: ['statements/write', 'statements/read/mine', 'state', 'activities_profile', 'agents_profile'],
      defaultVersion: '1.0.3',
      requestsPerMinute: 30,
      maxBodyBytes: 524_288,
    });
    const { text } = await get(administrator, path).expect(200);
    expect(text).toContain('Player 2');
    expect(text).toContain(
      `curl -i -u &#x27;${key}:SECRET&#x27; -H &#x27;X-Experience-API-Version: 1.0.3&#x27;`,
    );
  });

  it('shows lines to copy that really work, with the secret where it is shown', async () => {
    const { text } = await create(administrator, 'Tester').expect(200);
    const [key, secret] = [valueOf(text, 'key'), valueOf(text, 'secret')];
    expect(text).toContain(`-u &#x27;${key}:${secret}&#x27;`);
    expect(text).not.toContain('statements?limit=1');
    // What the line does.
    await request(test.app.express)
      .post('/xapi/statements')
      .auth(key, secret)
      .set('x-experience-api-version', '2.0.0')
      .send([])
      .expect(200, []);
  });

  it('tells the last refusals in words, the newest first, and keeps five', async () => {
    const { text } = await create(administrator, 'Clumsy').expect(200);
    const [key, secret] = [valueOf(text, 'key'), valueOf(text, 'secret')];
    const send = (version: string) =>
      request(test.app.express)
        .post('/xapi/statements')
        .auth(key, secret)
        .set('x-experience-api-version', version);
    for (let time = 0; time < 6; time += 1)
      await send('2.0.0')
        .send(sampleStatement({ verb: 1 }))
        .expect(400);
    await send('3.0').send(sampleStatement()).expect(400);
    const row = (await selectCredentials(test.deps.db, schoolId)).find((one) => one.key === key);
    const page = (await get(administrator, `/sources/credentials/${row?.id}`).expect(200)).text;
    expect(page).toContain('Only xAPI 1.0.x and 2.0.x are spoken here');
    expect(page.match(/Must be a JSON object\./g)).toHaveLength(4);
    expect(row?.refusedCount).toBe(7);
  });

  it('refuses a credential without any permission', async () => {
    await post(administrator, '/sources/credentials', { ...FORM, label: 'x', preset: 'own' }).expect(400);
  });

  it('refuses a credential without a name or with a scope that does not exist', async () => {
    await post(administrator, '/sources/credentials', { ...FORM, label: ' ' }).expect(400);
    await post(administrator, '/sources/credentials', { ...FORM, label: 'x', preset: 'all' }).expect(400);
  });
});
