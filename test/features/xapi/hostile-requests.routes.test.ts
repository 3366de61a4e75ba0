import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
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
  credential = await createCredential(test.deps.db, test.deps, { schoolId, label: 'fuzz', scopes: ['all'] });
});
afterAll(() => test.close());

type Headers = Record<string, string>;
const GOOD: Headers = { 'content-type': 'application/json', 'x-experience-api-version': '2.0.0' };

const send = (
  method: 'get' | 'post' | 'put',
  url: string,
  body: string | Buffer | null,
  headers: Headers = {},
) => {
  const started = request(test.app.express)[method](url).auth(credential.key, credential.secret);
  const ready = started.set({ ...GOOD, ...headers }).serialize((value: unknown) => value as string);
  return body === null ? ready : ready.send(body);
};

async function stillWorks(): Promise<void> {
  await send('post', '/xapi/statements', JSON.stringify(sampleStatement())).expect(200);
}

/** Any JSON, and statements in which one place was replaced by any JSON, which come much further. */
const PLACES = [
  'actor',
  'verb',
  'object',
  'result',
  'context',
  'timestamp',
  'attachments',
  'id',
  'version',
  'authority',
  '__proto__',
  'toString',
];
const KEYS = [
  'id',
  'objectType',
  'account',
  'homePage',
  'name',
  'mbox',
  'member',
  'definition',
  'extensions',
  'score',
  'duration',
  'registration',
  'contextActivities',
  'parent',
  'agent',
  'display',
];
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '\0',
    '\ud800',
    'http://a/\u0000',
    'StatementRef',
    'SubStatement',
    'Group',
    'Agent',
    '9999-12-31T23:59:59-14:00',
    '0001-01-01T00:00:00+14:00',
    'P1Y',
    'mailto:a@b',
    'x'.repeat(5000),
    '7f1f5b0e-6c83-4b1c-9d5f-0a1b2c3d4e5f',
  ),
);
const { value: anyJson } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.oneof(text, fc.double(), fc.integer(), fc.boolean(), fc.constant(null)),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.constantFrom(...KEYS), text), tie('value'), { maxKeys: 5 }),
  ),
}));
const nearlyStatement = fc
  .array(fc.tuple(fc.constantFrom(...PLACES), anyJson), { minLength: 1, maxLength: 2 })
  .map((changes) => sampleStatement(Object.fromEntries(changes)));
const anyBody = fc
  .oneof(anyJson, nearlyStatement, fc.array(nearlyStatement, { maxLength: 3 }))
  .map((value) => JSON.stringify(value));

/** Header values as HTTP can carry them. */
const headerValue = fc.string({
  unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
  maxLength: 60,
});
const anyHeaders = fc.dictionary(
  fc.constantFrom(
    'x-experience-api-version',
    'content-type',
    'accept',
    'accept-language',
    'authorization',
    'content-encoding',
    'if-none-match',
    'cookie',
    'origin',
    'x-forwarded-for',
    'x-forwarded-proto',
  ),
  fc.oneof(
    headerValue,
    fc.constantFrom(
      'gzip',
      'br',
      'application/json; charset=utf-16',
      'multipart/mixed',
      'text/html',
      'Basic Og==',
      'zh',
      '*',
    ),
  ),
);

describe('whatever is sent to the store', () => {
  it('any body is stored or refused, never a failure of ours', async () => {
    await fc.assert(
      fc.asyncProperty(anyBody, fc.boolean(), async (body, put) => {
        const url = put
          ? '/xapi/statements?statementId=7f1f5b0e-6c83-4b1c-9d5f-0a1b2c3d4e5f'
          : '/xapi/statements';
        const { status } = await send(put ? 'put' : 'post', url, body);
        expect(status).toBeLessThan(500);
      }),
      { numRuns: 400 },
    );
    await stillWorks();
  });

  it('any bytes under any headers neither', async () => {
    const body = fc.oneof(
      anyBody,
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    );
    await fc.assert(
      fc.asyncProperty(body, anyHeaders, async (bytes, headers) => {
        const { status } = await send('post', '/xapi/statements', bytes, headers);
        expect(status).toBeLessThan(500);
      }),
      { numRuns: 300 },
    );
    await stillWorks();
  });

  it('any query and path neither', async () => {
    const path = fc.oneof(
      fc.constantFrom('statements', '%E0%A4%A', '%00', '..', 'activities/state', ''),
      headerValue.map(encodeURI),
    );
    const query = fc.dictionary(
      fc.constantFrom('statementId', 'voidedStatementId', 'format', 'agent', '__proto__', 'statementId[a]'),
      headerValue,
    );
    const method = fc.constantFrom('get' as const, 'put' as const);
    await fc.assert(
      fc.asyncProperty(path, query, method, async (below, given, by) => {
        const url = `/xapi/${below}?${new URLSearchParams(given).toString()}`;
        const { status } = await send(by, url, by === 'put' ? '{}' : null);
        expect(status).toBeLessThan(500);
      }),
      { numRuns: 200 },
    );
    await stillWorks();
  });

  it('nesting far beyond any use neither', async () => {
    for (const deep of [
      '['.repeat(100_000) + ']'.repeat(100_000),
      '{"a":'.repeat(50_000) + '1' + '}'.repeat(50_000),
    ]) {
      await send('post', '/xapi/statements', deep).expect(400);
      const extensions = `{"http://e/x":${deep}}`;
      const statement = JSON.stringify(sampleStatement({ result: { extensions: 0 } })).replace(
        '"extensions":0',
        `"extensions":${extensions}`,
      );
      await send('post', '/xapi/statements', statement).expect(400);
    }
    await stillWorks();
  });

  it('numbers that JSON can spell and nobody can keep are refused', async () => {
    const statement = JSON.stringify(
      sampleStatement({ result: { extensions: { 'http://e/x': 0 } } }),
    ).replace(':0', ':1e999');
    const answer = await send('post', '/xapi/statements', statement).expect(400);
    expect(answer.body).toMatchObject({ error: { id: 'xapi.notFinite' } });
  });
});
