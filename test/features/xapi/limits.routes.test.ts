import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import {
  createCredential,
  selectCredentials,
  type CredentialSettings,
  type NewCredential,
} from '../../../src/features/xapi/index.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aSchool } from '../../support/builders.ts';
import { sampleStatement } from './statement-samples.ts';

let test: TestApp;
let schoolId: string;
beforeAll(async () => {
  test = await createTestApp();
});
afterAll(() => test.close());
beforeEach(async () => {
  ({ schoolId } = await aSchool(test.deps));
});

const aCredential = (settings: Partial<CredentialSettings> = {}): Promise<NewCredential> =>
  createCredential(test.deps.db, test.deps, { schoolId, label: 'sender', scopes: ['all'], ...settings });
const ask = (method: 'get' | 'post', who: NewCredential, url = '/xapi/statements') =>
  request(test.app.express)[method](url).auth(who.key, who.secret).set('x-experience-api-version', '2.0.0');
const stored = async () => (await selectCredentials(test.deps.db, schoolId))[0];

describe('a credential’s limit of requests', () => {
  it('is answered with 429, the limit, and when to come again', async () => {
    const who = await aCredential({ requestsPerMinute: 2 });
    const other = await aCredential();
    await ask('get', who).expect(200);
    await ask('get', who).expect(200);
    const answer = await ask('get', who).expect(429).expect('retry-after', '30');
    expect(answer.body).toMatchObject({ error: { id: 'xapi.tooManyRequests', limit: 2, waitSeconds: 30 } });
    await ask('get', other).expect(200);
    test.clock.advance(30_000);
    await ask('get', who).expect(200);
    await ask('get', who).expect(429);
  });

  it('counts refused requests too, and notes that it was reached once a minute', async () => {
    const who = await aCredential({ requestsPerMinute: 1 });
    await ask('post', who).send({}).expect(400);
    for (let time = 0; time < 3; time += 1) await ask('post', who).send(sampleStatement()).expect(429);
    expect(await stored()).toMatchObject({
      refusedCount: 2,
      lastRefusal: { messageId: 'xapi.tooManyRequests' },
      earlierRefusals: [{ messageId: 'xapi.missingProperty' }],
    });
  });
});

describe('a credential’s limit of a request’s size', () => {
  const large = sampleStatement({ result: { response: 'x'.repeat(3000) } });

  it('is answered with 413 and the limit, before the body is read', async () => {
    const who = await aCredential({ maxBodyBytes: 2048 });
    const answer = await ask('post', who).send(large).expect(413);
    expect(answer.body).toMatchObject({ error: { id: 'xapi.bodyTooLarge', limit: 2048 } });
    expect(await stored()).toMatchObject({
      refusedCount: 1,
      lastRefusal: { messageId: 'xapi.bodyTooLarge' },
    });
    await ask('post', who).send(sampleStatement()).expect(200);
  });

  it('holds for bodies of a length that nobody told, and for what unpacks to more', async () => {
    const who = await aCredential({ maxBodyBytes: 2048 });
    const pieces = ask('post', who).type('json').set('transfer-encoding', 'chunked');
    pieces.write(JSON.stringify(large));
    const answer = await pieces.expect(413);
    expect(answer.body).toMatchObject({ error: { id: 'tooLarge', limit: 2048 } });
  });

  it('may be more than the usual', async () => {
    const who = await aCredential({ maxBodyBytes: 12 * 1024 * 1024 });
    const huge = sampleStatement({ result: { response: 'x'.repeat(11 * 1024 * 1024) } });
    await ask('post', who).send(huge).expect(200);
    await ask('post', await aCredential())
      .send(huge)
      .expect(413);
  });
});

describe('a credential’s scopes', () => {
  it('are told to who needs another, and noted', async () => {
    const who = await aCredential({ scopes: ['statements/write'] });
    const answer = await ask('get', who).expect(403);
    expect(answer.body).toMatchObject({ error: { id: 'xapi.scopeMissing', scope: 'statements/read/mine' } });
    expect(await stored()).toMatchObject({ lastRefusal: { messageId: 'xapi.scopeMissing' } });
  });

  it('statements/read/mine shows what the credential itself stored, alone and on pages', async () => {
    const mine = await aCredential({ scopes: ['statements/write', 'statements/read/mine'] });
    const others = await aCredential();
    const idOf = async (who: NewCredential) =>
      ((await ask('post', who).send(sampleStatement()).expect(200)).body as string[])[0] ?? '';
    const [own, foreign] = [await idOf(mine), await idOf(others)];
    await ask('get', mine, `/xapi/statements?statementId=${own}`).expect(200);
    await ask('get', mine, `/xapi/statements?statementId=${foreign}`).expect(404);
    const pageOf = async (url: string, who = mine) =>
      ((await ask('get', who, url).expect(200)).body as { statements: { id: string }[] }).statements.map(
        ({ id }) => id,
      );
    expect(await pageOf('/xapi/statements')).toEqual([own]);
    const verb = encodeURIComponent(String((sampleStatement()['verb'] as { id: string }).id));
    expect(await pageOf(`/xapi/statements?verb=${verb}`)).toEqual([own]);
    expect(await pageOf('/xapi/statements', others)).toEqual([foreign, own]);
  });

  it('a version that nobody named is answered with the credential’s own', async () => {
    const who = await aCredential({ defaultVersion: '1.0.3' });
    const answer = await request(test.app.express)
      .get('/xapi/statements')
      .auth(who.key, who.secret)
      .expect(400);
    expect(answer.headers['x-experience-api-version']).toBe('1.0.3');
  });
});
