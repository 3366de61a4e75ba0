import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { createTestApp, type TestApp } from '../support/app.ts';
import { readConfig } from '../../src/infra/config.ts';
import { aCourse, aMember, aSchool, aSession } from '../support/builders.ts';

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

  it('keeps a session’s pages, links and cookie below that path', async () => {
    const { deps } = test;
    const school = await aSchool(deps);
    const course = await aCourse(deps, school);
    const learner = await aMember(deps, { ...school, ...course, role: 'learner' });
    const { base, cookie } = await aSession(deps, { ...school, ...course, ...learner });
    const landing = await ask().get(`${base}/`).set('cookie', cookie);
    expect(landing.headers['location']).toBe(`${base}/home`);
    const home = await ask().get(`${base}/home`).set('cookie', cookie).set('accept', 'text/html');
    expect(home.status).toBe(200);
    const links = [...home.text.matchAll(/(?:href|src|action|hx-get)="([^"]+)"/g)].map(
      ([, link]) => link ?? '',
    );
    expect(links.filter((link) => link.startsWith('/') && !link.startsWith('/waymark/'))).toEqual([]);
    const language = await ask()
      .post(`${base}/language`)
      .set('cookie', cookie)
      .type('form')
      .send({ locale: 'en' });
    expect(language.headers['set-cookie']?.[0]).toContain(`Path=${base};`);
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

  it('leads somebody who is signed in back to their pages, and nobody else anywhere', async () => {
    const { deps } = test;
    const school = await aSchool(deps);
    const course = await aCourse(deps, school);
    const learner = await aMember(deps, { ...school, ...course, role: 'learner' });
    const { base, cookie } = await aSession(deps, { ...school, ...course, ...learner });
    const refused = await ask().get(`${base}/school`).set('cookie', cookie).set('accept', 'text/html');
    expect(refused.status).toBe(403);
    expect(refused.text).toContain(`href="${base}/"`);
    const nothing = await ask().get(`${base}/nothing`).set('cookie', cookie).set('accept', 'text/html');
    expect(nothing.text).toContain(`href="${base}/"`);
    const stranger = await ask().get(`${base}/school`).set('accept', 'text/html');
    expect(stranger.status).toBe(401);
    expect(stranger.text).not.toContain('href="/waymark/s/');
  });

  it('refuses a post from a foreign page', async () => {
    const answer = await ask()
      .post('/waymark/s/x/language')
      .set('origin', 'https://evil.example')
      .set('accept', 'application/json');
    expect(answer.status).toBe(403);
    expect(answer.body).toMatchObject({ error: { id: 'foreignOrigin' } });
  });

  it.each([
    ['a broken escape', '%'],
    ['a NUL', 's/%00/home'],
    ['a way up', 's/../../etc/passwd'],
    ['five thousand letters', `s/${'a'.repeat(5000)}/home`],
  ])('survives an address with %s', async (_what, path) => {
    const answer = await ask().get(`/waymark/${path}`);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
  });
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
    [
      'content on the tool’s own origin',
      { PUBLIC_URL: 'https://a.edu/w', CONTENT_URL: 'https://a.edu' },
      /CONTENT_URL/,
    ],
    ['content below a path', { CONTENT_URL: 'https://content.a.edu/files' }, /CONTENT_URL/],
    ['production without a secret', { NODE_ENV: 'production' }, /WAYMARK_SECRET/],
  ])('is refused with %s', (_what, env, message) => expect(() => readConfig(env)).toThrow(message));

  it.each([
    [
      'of its own where one is named',
      { CONTENT_URL: 'https://content.a.edu/' },
      'https://content.a.edu',
      null,
    ],
    ['on a second port on one’s own machine', {}, 'http://127.0.0.1:3303', 3303],
    ['nowhere where only the tool has an address', { PUBLIC_URL: 'https://a.edu' }, null, null],
    ['nowhere where none is named', { PUBLIC_URL: 'https://a.edu', CONTENT_URL: '' }, null, null],
  ])('serves content %s', (_where, env, contentUrl, contentPort) => {
    const config = readConfig({ WAYMARK_SECRET: Buffer.alloc(32).toString('base64'), ...env });
    expect(config).toMatchObject({ contentUrl, contentPort });
  });

  it('never starts the demo in production', () => {
    expect(
      readConfig({ NODE_ENV: 'production', WAYMARK_SECRET: Buffer.alloc(32).toString('base64') }).demo,
    ).toBe(false);
  });
});
