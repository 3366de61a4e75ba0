import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { createTestApp, type TestApp } from '../support/app.ts';
import { readConfig } from '../../src/infra/config.ts';

let test: TestApp;
beforeAll(async () => {
  test = await createTestApp({ PUBLIC_URL: 'https://school.example.edu/waymark' });
});
afterAll(() => test.close());
const ask = () => request(test.app.express);

describe('the edge', () => {
  it('works below a path behind a proxy', async () => {
    expect((await ask().get('/waymark/healthz')).status).toBe(200);
    expect((await ask().get('/waymark/readyz')).body).toEqual({ status: 'ready' });
    expect((await ask().get('/healthz')).status).toBe(404);
  });

  it('says what is missing in the reader’s language, with a number to quote', async () => {
    const zh = await ask().get('/waymark/nothing').set('accept', 'text/html').set('accept-language', 'zh-CN');
    expect(zh.status).toBe(404);
    expect(zh.text).toContain('没有找到');
    expect(zh.text).toContain(zh.headers['x-request-id']);
    const en = await ask().get('/waymark/nothing').set('accept', 'text/html').set('accept-language', 'en-GB');
    expect(en.text).toContain('There is no such page.');
  });

  it('answers programs in JSON', async () => {
    const answer = await ask().get('/waymark/nothing').set('accept', 'application/json');
    expect(answer.body).toMatchObject({ error: { id: 'notFound' } });
  });

  it('sends the headers every answer shares', async () => {
    const { headers } = await ask().get('/waymark/nothing').set('accept', 'text/html');
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'strict-transport-security': 'max-age=31536000',
    });
    expect(headers['content-security-policy']).toContain("script-src 'self'");
    expect(headers['x-powered-by']).toBeUndefined();
  });

  it('refuses a post from a foreign page', async () => {
    const answer = await ask()
      .post('/waymark/s/x/language')
      .set('origin', 'https://evil.example')
      .set('accept', 'application/json');
    expect(answer.status).toBe(403);
    expect(answer.body).toMatchObject({ error: { id: 'foreignOrigin' } });
  });

  it.each([['%'], ['s/%00/home'], ['s/../../etc/passwd'], ['s/' + 'a'.repeat(5000) + '/home']])(
    'survives the address %j',
    async (path) => {
      const answer = await ask().get(`/waymark/${path}`);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
    },
  );
});

describe('the environment', () => {
  it.each([
    ['a port that is none', { PORT: 'many' }, /PORT/],
    ['a secret of the wrong length', { WAYMARK_SECRET: 'c2hvcnQ=' }, /32 bytes/],
    [
      'the demo in production',
      { NODE_ENV: 'production', WAYMARK_DEMO: '1', WAYMARK_SECRET: Buffer.alloc(32).toString('base64') },
      /demo LMS is refused/,
    ],
    ['production without a secret', { NODE_ENV: 'production' }, /WAYMARK_SECRET/],
  ])('is refused with %s', (_what, env, message) => expect(() => readConfig(env)).toThrow(message));

  it('never starts the demo in production', () => {
    expect(
      readConfig({ NODE_ENV: 'production', WAYMARK_SECRET: Buffer.alloc(32).toString('base64') }).demo,
    ).toBe(false);
  });
});
