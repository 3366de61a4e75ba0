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
const create = (who: Session, label: string) =>
  post(who, '/sources/credentials', { label, scope: 'statements/write' });
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
  });

  it('refuses a credential without a name or with a scope that does not exist', async () => {
    await post(administrator, '/sources/credentials', { label: ' ', scope: 'all' }).expect(400);
    await post(administrator, '/sources/credentials', { label: 'x', scope: 'everything' }).expect(400);
  });
});
