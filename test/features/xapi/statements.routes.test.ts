import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { v7 } from 'uuid';
import { createCredential, revokeCredential, selectCredentials } from '../../../src/features/xapi/index.ts';
import type { NewCredential, Scope } from '../../../src/features/xapi/index.ts';
import { STATEMENT_PROBLEM_IDS } from '../../../src/features/xapi/statement-problem.rules.ts';
import { VOIDED_VERB } from '../../../src/features/xapi/statement.schema.ts';
import { createViews } from '../../../src/infra/views.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aSchool } from '../../support/builders.ts';
import { STATEMENT_ID, sampleStatement } from './statement-samples.ts';

let test: TestApp;
let schoolId: string;
let credential: NewCredential;
beforeAll(async () => {
  test = await createTestApp();
  ({ schoolId } = await aSchool(test.deps));
});
afterAll(() => test.close());
beforeEach(async () => {
  credential = await aCredential();
});

const aCredential = (scopes: Scope[] = ['all'], school = schoolId) =>
  createCredential(test.deps.db, test.deps, { schoolId: school, label: 'Moodle', scopes });

type Headers = Record<string, string>;
const URL = '/xapi/statements';

function send(
  method: 'get' | 'post' | 'put',
  url: string,
  by: { key: string; secret: string } | null = credential,
  headers: Headers = { 'x-experience-api-version': '1.0.3' },
) {
  const started = request(test.app.express)[method](url).set(headers);
  return by ? started.auth(by.key, by.secret) : started;
}
const post = (body: object, by?: { key: string; secret: string } | null, headers?: Headers) =>
  send('post', URL, by, headers).send(body);
const get = (id: string, by = credential) => send('get', `${URL}?statementId=${id}`, by);

interface Refused {
  error: { id: string; message: string; requestId: string } & Record<string, unknown>;
}
const errorOf = (answer: { body: unknown }) => (answer.body as Refused).error;

describe('sending statements', () => {
  it('answers one statement with a list of its id, and a batch with its ids in order', async () => {
    const one = await post(sampleStatement()).expect(200);
    expect(one.body).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/)]);
    const ids = [v7(), v7(), v7()];
    const many = await post(ids.map((id) => sampleStatement({ id }))).expect(200);
    expect(many.body).toEqual(ids);
  });

  it('returns a statement as it stored it: authority, stored and version are set', async () => {
    const id = v7();
    await post(sampleStatement({ id })).expect(200);
    const answer = await get(id)
      .expect(200)
      .expect('content-type', /^application\/json/);
    expect(answer.body).toMatchObject({
      ...sampleStatement(),
      id,
      version: '1.0.0',
      authority: { name: 'Moodle', account: { homePage: test.deps.config.publicUrl } },
    });
    expect(answer.headers['last-modified']).toBe(test.clock.now.toUTCString());
  });

  it('stores a PUT under the id of its URL, once', async () => {
    const id = v7();
    const put = (body: object) => send('put', `${URL}?statementId=${id}`).send(body);
    await put(sampleStatement()).expect(204);
    await put(sampleStatement({ id })).expect(204);
    expect(errorOf(await put(sampleStatement({ result: { success: true } })).expect(409))).toMatchObject({
      id: 'xapi.statementConflict',
      statementId: id,
    });
    expect(errorOf(await put(sampleStatement({ id: v7() })).expect(400)).id).toBe('xapi.statementIdDiffers');
    expect(errorOf(await put([sampleStatement()]).expect(400)).id).toBe('xapi.notAnObject');
    expect(errorOf(await send('put', URL).send(sampleStatement()).expect(400)).id).toBe(
      'xapi.statementIdMissing',
    );
    await get(id).expect(200);
  });

  it('finds a voided statement only by voidedStatementId', async () => {
    const id = v7();
    const object = { objectType: 'StatementRef', id };
    await post([sampleStatement({ id }), sampleStatement({ verb: { id: VOIDED_VERB }, object })]).expect(200);
    await get(id).expect(404);
    await send('get', `${URL}?voidedStatementId=${id.toUpperCase()}`).expect(200);
  });

  it('forgives a trailing slash and double slashes', async () => {
    for (const url of ['/xapi/statements/', '/xapi//statements', '//xapi//statements//']) {
      await send('post', url).send(sampleStatement()).expect(200);
    }
  });
});

describe('a refused request', () => {
  it('says which statement is wrong, where, by which requirement, in the reader’s language', async () => {
    const bad = [sampleStatement(), sampleStatement({ object: { id: 'no IRI' } })];
    const english = await post(bad)
      .set('accept-language', 'en-GB')
      .expect(400)
      .expect('content-type', /^application\/json/);
    expect(errorOf(english)).toEqual({
      id: 'xapi.notIri',
      message: 'Must be an IRI with a scheme.',
      index: 1,
      pointer: '/object/id',
      requirement: 'XAPI-00047',
      requestId: english.headers['x-request-id'],
    });
    const chinese = await post(bad).set('accept-language', 'zh-CN').expect(400);
    expect(errorOf(chinese).message).toMatch(/\p{Script=Han}/u);
  });

  it('has a sentence for each reason in both languages', () => {
    const views = createViews();
    for (const id of STATEMENT_PROBLEM_IDS) {
      for (const locale of ['zh-CN', 'en'] as const) {
        expect([id, views.t(locale, `errors.xapi.${id}`)]).not.toEqual([id, `errors.xapi.${id}`]);
      }
    }
  });

  it.each([
    ['not JSON', 'application/json', '{"actor":', 'badJson'],
    ['no body', 'application/json', '', 'badJson'],
    ['not UTF-8', 'application/json', Buffer.from('{"a":"\xff"}', 'latin1'), 'badJson'],
    ['another type', 'text/plain', '[]', 'xapi.contentType'],
    ['a number', 'application/json', '7', 'xapi.notAnObject'],
  ])('is 400 for %s', async (_what, type, body, id) => {
    const answer = await send('post', URL)
      .set('content-type', type)
      .serialize((value: unknown) => value as string)
      .send(body as string)
      .expect(400);
    expect(errorOf(answer).id).toBe(id);
  });

  it('is 413 above the limit, and the next good request works', async () => {
    const response = 'x'.repeat(11_000_000);
    await post(sampleStatement({ result: { response } })).expect(413);
    await post(sampleStatement()).expect(200);
  });

  it.each([
    ['statementId=7', 'xapi.statementIdWrong'],
    ['statementId=a&statementId=b', 'xapi.parameterRefused'],
    [`statementId=${STATEMENT_ID}&voidedStatementId=${STATEMENT_ID}`, 'xapi.oneIdOnly'],
    [`statementId=${STATEMENT_ID}&agent={}`, 'xapi.parameterRefused'],
    ['limit=-1', 'xapi.parameterWrong'],
    ['nosuch=1', 'xapi.parameterRefused'],
  ])('is 400 for the query "%s"', async (query, id) => {
    expect(errorOf(await send('get', `${URL}?${query}`).expect(400)).id).toBe(id);
  });

  it('is counted for the administrator with its reason', async () => {
    await post(sampleStatement({ verb: {} })).expect(400);
    const rows = await selectCredentials(test.deps.db, schoolId);
    const row = rows.find(({ id }) => id === credential.credentialId);
    expect(row).toMatchObject({
      refusedCount: 1,
      lastStoredAt: null,
      lastRefusal: { messageId: 'xapi.missingProperty', replacements: { property: 'id', pointer: '/verb' } },
    });
  });
});

describe('the version of a request', () => {
  it.each([
    ['1.0', '1.0.3', '1.0.0'],
    ['1.0.1', '1.0.3', '1.0.0'],
    ['2.0.0', '2.0.0', '2.0.0'],
  ])('%s is answered with %s and given to statements as %s', async (asked, answered, given) => {
    const id = v7();
    const answer = await post(sampleStatement({ id }), credential, { 'x-experience-api-version': asked });
    expect([answer.status, answer.headers['x-experience-api-version']]).toEqual([200, answered]);
    expect((await get(id)).body).toMatchObject({ version: given });
  });

  it('must be named and known', async () => {
    expect(errorOf(await post(sampleStatement(), credential, {}).expect(400)).id).toBe('xapi.versionMissing');
    for (const version of ['0.95', '1.1.0', '2.1', 'x']) {
      const answer = await post(sampleStatement(), credential, { 'x-experience-api-version': version });
      expect([answer.status, errorOf(answer).id]).toEqual([400, 'xapi.versionUnknown']);
    }
  });

  it('needs no credential to be asked for, and stands in every answer beside the time of consistency', async () => {
    const about = await request(test.app.express).get('/xapi/about/').expect(200);
    expect(about.body).toMatchObject({ version: ['1.0.3', '2.0.0'] });
    const answers = [await post(sampleStatement()), await post({}), await post([], null), await get(v7())];
    expect(answers.map(({ status }) => status)).toEqual([200, 400, 401, 404]);
    for (const { headers } of [about, ...answers]) {
      expect(headers['x-experience-api-version']).toMatch(/^(1\.0\.3|2\.0\.0)$/);
      expect(headers['x-experience-api-consistent-through']).toBe(test.clock.now.toISOString());
    }
  });
});

describe('a credential', () => {
  it('is asked for by name', async () => {
    for (const by of [
      null,
      { key: credential.key, secret: 'wrong' },
      { key: 'wm-unknown', secret: credential.secret },
      { key: '\0', secret: '\0' },
    ]) {
      const answer = await post(sampleStatement(), by).expect(401);
      expect(answer.headers['www-authenticate']).toMatch(/^Basic /);
      expect(errorOf(answer).message).not.toContain('errors.');
    }
  });

  it('does what its scopes say and no more', async () => {
    const writer = await aCredential(['statements/write']);
    const reader = await aCredential(['statements/read']);
    const id = v7();
    await post(sampleStatement({ id }), writer).expect(200);
    expect(errorOf(await get(id, writer).expect(403))).toMatchObject({ scope: 'statements/read/mine' });
    await get(id, reader).expect(200);
    await post(sampleStatement(), reader).expect(403);
  });

  it('opens its own school only', async () => {
    const foreign = await aCredential(['all'], (await aSchool(test.deps)).schoolId);
    const id = v7();
    await post(sampleStatement({ id })).expect(200);
    await get(id, foreign).expect(404);
    await send('get', `${URL}?voidedStatementId=${id}`, foreign).expect(404);
    // The same id is free there: nothing tells the foreigner that it exists elsewhere.
    await post(sampleStatement({ id, result: { success: true } }), foreign).expect(200);
  });

  it('stops within a minute of being revoked, also where it is known already', async () => {
    await post(sampleStatement()).expect(200);
    const { credentialId } = credential;
    expect(await revokeCredential(test.deps, { schoolId, credentialId, revokedBy: null })).toBe(true);
    expect(await revokeCredential(test.deps, { schoolId, credentialId, revokedBy: null })).toBe(false);
    test.clock.advance(60_000);
    await post(sampleStatement()).expect(401);
  });

  it('tells when it was last used, to the minute', async () => {
    const start = test.clock.now;
    await post(sampleStatement()).expect(200);
    test.clock.advance(61_000);
    await get(v7()).expect(404);
    const rows = await selectCredentials(test.deps.db, schoolId);
    const row = rows.find(({ id }) => id === credential.credentialId);
    expect(row).toMatchObject({ lastUsedAt: test.clock.now, lastStoredAt: start, refusedCount: 0 });
  });
});
