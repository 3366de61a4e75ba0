import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { startDemoPlatform, type DemoPlatform } from '../../src/demo/demo-platform.ts';
import { mayRunDemo } from '../../src/demo/demo-school.ts';
import { readSampleCourse } from '../../src/demo/read-sample-course.ts';
import { readConfig } from '../../src/infra/config.ts';
import { createViews } from '../../src/infra/views.ts';
import { createTestApp } from '../support/app.ts';
import { aSchool } from '../support/builders.ts';

const TOOL = 'http://localhost:3300';
const LTI = 'https://purl.imsglobal.org/spec/lti/claim/';
let platform: DemoPlatform;

beforeAll(async () => {
  platform = await startDemoPlatform({
    views: createViews(),
    toolUrl: TOOL,
    port: 0,
    course: await readSampleCourse(),
    progress: () => ({ sent: 3, total: 9, state: 'loading' }),
    play: () => Promise.resolve(true),
    now: () => new Date('2026-09-07T01:00:00Z'),
  });
});
afterAll(() => platform.close());

async function get(path: string, headers: Record<string, string> = { 'accept-language': 'en' }) {
  const response = await fetch(platform.url + path, { redirect: 'manual', headers });
  return { status: response.status, body: await response.text(), headers: response.headers };
}

/** Address and fields of the form a page sends on. */
function readPost(body: string): { action: string; fields: Record<string, string> } {
  const unescape = (text: string) =>
    text.replaceAll('&quot;', '"').replaceAll('&#x3D;', '=').replaceAll('&amp;', '&');
  return {
    action: /action="([^"]+)"/.exec(body)?.[1] ?? '',
    fields: Object.fromEntries(
      [...body.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(
        ([, name, value]): [string, string] => [name ?? '', unescape(value ?? '')],
      ),
    ),
  };
}

async function authenticate(userId: number, changes: Record<string, string> = {}) {
  const { fields } = readPost((await get(`/mod/lti/launch.php?as=${userId}`)).body);
  const query = new URLSearchParams({
    scope: 'openid',
    response_type: 'id_token',
    response_mode: 'form_post',
    prompt: 'none',
    client_id: fields['client_id'] ?? '',
    redirect_uri: `${TOOL}/lti/launch`,
    login_hint: fields['login_hint'] ?? '',
    lti_message_hint: fields['lti_message_hint'] ?? '',
    state: 's',
    nonce: 'n',
    ...changes,
  });
  return { path: `/mod/lti/auth.php?${query.toString()}`, login: fields };
}

describe('The demo LMS', () => {
  test('shows the class as synthetic, forty learners to choose from, in the reader’s language', async () => {
    const { body } = await get('/');
    expect(body).toContain('This class is synthetic');
    expect(body.match(/<option /g)).toHaveLength(40);
    expect(body).toMatch(/>Learner 40 \(.+40\)</);
    expect((await get('/', { 'accept-language': 'zh-CN' })).body).toContain('lang="zh-CN"');
    expect((await get('/', { cookie: 'demo_language=zh-CN', 'accept-language': 'en' })).body).toContain(
      'lang="zh-CN"',
    );
  });

  test('begins a login as Moodle does', async () => {
    const { action, fields } = readPost((await get('/mod/lti/launch.php?as=140')).body);
    expect(action).toBe(`${TOOL}/lti/login`);
    expect(fields).toMatchObject({
      iss: platform.url,
      login_hint: '140',
      target_link_uri: `${TOOL}/`,
      client_id: 'waymark-demo',
      lti_deployment_id: '1',
    });
    expect(JSON.parse(fields['lti_message_hint'] ?? '')).toEqual({
      cmid: 90,
      launchid: expect.stringMatching(/^ltilaunch90_/),
    });
  });

  test('answers with a token in Moodle’s words, once per launch', async () => {
    const { path } = await authenticate(101);
    const { action, fields } = readPost((await get(path)).body);
    expect(action).toBe(`${TOOL}/lti/launch`);
    expect(fields['state']).toBe('s');
    expect(decodeJwt(fields['id_token'] ?? '')).toMatchObject({
      iss: platform.url,
      aud: 'waymark-demo',
      sub: '101',
      nonce: 'n',
      [`${LTI}roles`]: ['http://purl.imsglobal.org/vocab/lis/v2/membership#Learner'],
      [`${LTI}context`]: { id: '2', type: ['CourseSection'] },
      [`${LTI}ext`]: { user_username: 'learner01', lms: 'moodle-2' },
      [`${LTI}launch_presentation`]: { locale: 'en' },
    });
    expect((await get(path)).status).toBe(400);
  });

  test.each([
    ['another redirect address', { redirect_uri: `${TOOL}/elsewhere` }, 400],
    ['another client', { client_id: 'other' }, 400],
    ['a message hint of nobody’s', { lti_message_hint: '{}' }, 400],
  ])('refuses %s', async (_name, changes, status) => {
    const { path } = await authenticate(101, changes);
    expect((await get(path)).status).toBe(status);
  });

  test.each([
    ['more scopes than openid', { scope: 'openid profile' }, 'invalid_scope'],
    ['no nonce', { nonce: '' }, 'invalid_request'],
    ['somebody else’s login', { login_hint: '102' }, 'access_denied'],
  ])('posts an error back for %s', async (_name, changes, error) => {
    const { path } = await authenticate(101, changes);
    const { action, fields } = readPost((await get(path)).body);
    expect({ action, error: fields['error'] }).toEqual({ action: `${TOOL}/lti/launch`, error });
  });

  test('tells how far the learning records are, and sends the reader nowhere else', async () => {
    expect(JSON.parse((await get('/progress')).body)).toEqual({ sent: 3, total: 9, state: 'loading' });
    const away = await get('/language?to=en&back=//evil.example.net');
    expect(away.headers.get('location')).toBe('/');
    expect((await get('/')).headers.get('content-security-policy')).toContain(`frame-src 'self' ${TOOL}`);
  });
});

describe('The demo', () => {
  test('is refused in production and stays away from a real school', async () => {
    expect(() => readConfig({ NODE_ENV: 'production', WAYMARK_DEMO: '1' })).toThrow(/refused/);
    const t = await createTestApp();
    expect(await mayRunDemo(t.deps)).toBe(true);
    await aSchool(t.deps);
    expect(await mayRunDemo(t.deps)).toBe(false);
    await t.close();
  });

  test('lets the tool fetch the demo LMS’s keys, and only where the demo may run', () => {
    const secret = Buffer.alloc(32, 1).toString('base64');
    expect(readConfig({ NODE_ENV: 'test', DEMO_PORT: '3999' }).allowedPrivateHosts).toContain(
      '127.0.0.1:3999',
    );
    expect(
      readConfig({ NODE_ENV: 'production', WAYMARK_SECRET: secret, DEMO_PORT: '3999' }).allowedPrivateHosts,
    ).toEqual([]);
  });
});
