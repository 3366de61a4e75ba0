import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { ltiKeys } from '../../../src/features/lti/login.tables.ts';
import { tendKeys } from '../../../src/features/lti/index.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aCourse, aMember, aSchool, aSession } from '../../support/builders.ts';

let t: TestApp;
let schoolId: string;
beforeAll(async () => {
  t = await createTestApp();
  ({ schoolId } = await aSchool(t.deps));
  await tendKeys(t.deps);
});
afterAll(() => t.close());

/** A visit that begins now: the clock is moved on, and visits end when left alone. */
async function anAdministrator() {
  const { courseId } = await aCourse(t.deps, { schoolId });
  const { personId } = await aMember(t.deps, { schoolId, courseId, role: 'administrator' });
  return aSession(t.deps, { schoolId, courseId, personId, locale: 'en' });
}

describe('The administrator of the only school', () => {
  it('rotates the signing keys, not twice in a row, and revokes one', async () => {
    t.clock.advance(3 * 3_600_000);
    const { base, cookie } = await anAdministrator();
    const post = (path: string) =>
      request(t.app.express)
        .post(base + path)
        .set('cookie', cookie);
    const keys = () => t.deps.db.select().from(ltiKeys);
    const active = (await keys()).find(({ activatedAt, retiredAt }) => activatedAt && !retiredAt);
    const { text } = await request(t.app.express).get(`${base}/lms`).set('cookie', cookie);
    expect(text).toContain(`/lms/keys/${active?.kid}/revoke`);
    await post('/lms/keys/rotate').expect(303);
    expect((await keys()).find(({ kid }) => kid === active?.kid)?.retiredAt).not.toBeNull();
    await post('/lms/keys/rotate').expect(409);
    await post(`/lms/keys/${active?.kid}/revoke`).expect(303);
    expect((await request(t.app.express).get('/lti/jwks')).text).not.toContain(active?.kid);
  });
});
