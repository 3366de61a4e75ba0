import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { createCredential, type NewCredential } from '../../../src/features/xapi/index.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aSchool } from '../../support/builders.ts';
import { sampleStatement } from './statement-samples.ts';

let test: TestApp;
let credential: NewCredential;
beforeAll(async () => {
  test = await createTestApp();
  const { schoolId } = await aSchool(test.deps);
  credential = await createCredential(test.deps.db, test.deps, {
    schoolId,
    label: 'content',
    scopes: ['all'],
  });
});
afterAll(() => test.close());

const ORIGIN = 'https://content.example.org';
const http = () => request(test.app.express);

describe('content on another site', () => {
  it('may ask before it sends, with all headers that xAPI has', async () => {
    const { headers } = await http()
      .options('/xapi/activities/state?stateId=s')
      .set({ origin: ORIGIN, 'access-control-request-method': 'PUT' })
      .expect(204);
    expect(headers['access-control-allow-origin']).toBe('*');
    expect(headers['access-control-allow-methods']).toContain('PUT');
    for (const name of [
      'authorization',
      'content-type',
      'if-match',
      'if-none-match',
      'x-experience-api-version',
    ])
      expect(headers['access-control-allow-headers']?.toLowerCase()).toContain(name);
  });

  it('may read answers, refusals and the tags of documents', async () => {
    const refused = await http().get('/xapi/statements').set('origin', ORIGIN).expect(401);
    const about = await http().get('/xapi//about').set('origin', ORIGIN).expect(200);
    for (const { headers } of [refused, about]) {
      expect(headers['access-control-allow-origin']).toBe('*');
      expect(headers['access-control-allow-credentials']).toBeUndefined();
      expect(headers['access-control-expose-headers']).toContain('etag');
    }
  });

  it('is let into nothing but the store', async () => {
    const { headers } = await http().get('/healthz').set('origin', ORIGIN);
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });
});

describe('a form in place of a request', () => {
  const send = (type: string, body: string) =>
    http()
      .post('/xapi/statements?method=PUT')
      .auth(credential.key, credential.secret)
      .set({ 'x-experience-api-version': '1.0.3', 'content-type': type })
      .serialize((value: unknown) => value as string)
      .send(body);
  const FORM = 'application/x-www-form-urlencoded';

  it.each([
    ['nothing', FORM, '', 400],
    ['no form', 'application/json', '{}', 400],
    ['a form in no known letters', `${FORM}; charset=utf-7`, 'content=x', 415],
    ['content given twice', FORM, 'content=1&content=2', 400],
    ['a header given twice', FORM, 'If-Match=1&If-Match=2&content=1', 400],
    ['broken escapes', FORM, 'content=%&statementId=%ff%', 400],
    ['names of JavaScript’s own', FORM, '__proto__=1&constructor=2&content=1', 400],
    ['more than a form may hold', FORM, `content=${'x'.repeat(6_000_000)}`, 413],
  ])('that holds %s is refused, and the store goes on', async (_what, type, body, status) => {
    await send(type, body).expect(status);
    await http()
      .post('/xapi/statements')
      .auth(credential.key, credential.secret)
      .set('x-experience-api-version', '1.0.3')
      .send(sampleStatement())
      .expect(200);
  });
});
