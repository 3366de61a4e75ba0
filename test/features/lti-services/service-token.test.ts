import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose';
import request from 'supertest';
import {
  createPlatformCaller,
  type CallingRegistration,
  type PlatformCaller,
} from '../../../src/features/lti-services/index.ts';
import {
  assertionAudience,
  readTokenAnswer,
} from '../../../src/features/lti-services/service-token.rules.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { closeServer, listenOnLoopback } from '../../support/test-platform.ts';

const LINEITEM = 'https://purl.imsglobal.org/spec/lti-ags/scope/lineitem';
const SCORE = 'https://purl.imsglobal.org/spec/lti-ags/scope/score';

interface Asked {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

let t: TestApp;
let server: Server;
let origin: string;
let asked: Asked[];
let tokenAnswer: { status: number; body: string };
let serviceStatuses: number[];
let caller: PlatformCaller;

beforeAll(async () => {
  t = await createTestApp();
  server = createServer((req, res) => {
    let body = '';
    req.setEncoding('utf8').on('data', (part: string) => (body += part));
    req.on('end', () => {
      asked.push({ path: req.url ?? '', headers: req.headers, body });
      if (req.url === '/token') {
        // Moodle's label for its JSON.
        res.writeHead(tokenAnswer.status, { 'content-type': 'text/html' });
        res.end(tokenAnswer.body.replace('{n}', String(asked.length)));
      } else if (req.url === '/away') res.writeHead(302, { location: 'https://elsewhere.example/' }).end();
      else res.writeHead(serviceStatuses.shift() ?? 200).end('served');
    });
  });
  origin = await listenOnLoopback(server);
});
afterAll(async () => {
  await closeServer(server);
  await t.close();
});

beforeEach(() => {
  asked = [];
  serviceStatuses = [];
  tokenAnswer = granting(`${LINEITEM} ${SCORE}`);
  // A process of its own, with no token yet.
  caller = createPlatformCaller({ ...t.deps });
});

const granting = (scope: string, more: object = {}) => ({
  status: 200,
  body: JSON.stringify({ access_token: 'token-{n}', token_type: 'Bearer', expires_in: 3600, scope, ...more }),
});
const registration = (changes: Partial<CallingRegistration> = {}): CallingRegistration => ({
  schoolId: '00000000-0000-7000-8000-000000000001',
  id: '00000000-0000-7000-8000-000000000002',
  clientId: 'client-1',
  tokenUrl: `${origin}/token`,
  authorizationServer: null,
  family: 'moodle',
  ...changes,
});
const call = (scope: string[] = [SCORE], changes: Partial<CallingRegistration> = {}, path = '/service') =>
  caller.call(registration(changes), { scope, method: 'POST', url: origin + path, body: '{}' });
const tokensAsked = () => asked.filter(({ path }) => path === '/token');

describe('a call to a platform', () => {
  it('brings a token, got with an assertion that our published keys verify', async () => {
    expect((await call([SCORE, LINEITEM])).text).toBe('served');
    const [token, service] = asked;
    const form = new URLSearchParams(token?.body);
    expect(Object.fromEntries(form)).toMatchObject({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      scope: `${LINEITEM} ${SCORE}`,
    });
    const keys = (await request(t.app.express).get('/lti/jwks')).body as JSONWebKeySet;
    const { payload } = await jwtVerify(form.get('client_assertion') ?? '', createLocalJWKSet(keys), {
      issuer: 'client-1',
      subject: 'client-1',
      audience: `${origin}/token`,
      currentDate: t.clock.now,
    });
    expect(payload.jti).toBeTruthy();
    // Moodle's token endpoint allows its clock no second behind ours.
    expect(payload.iat).toBeLessThan(t.clock.now.getTime() / 1000);
    expect(service?.headers.authorization).toBe('Bearer token-1');
    expect(service?.headers['user-agent']).toMatch(/^Waymark/);
  });

  it('asks for one token however many call at a time, and keeps it whatever the order of scopes', async () => {
    await Promise.all(Array.from({ length: 8 }, () => call([SCORE, LINEITEM])));
    await call([LINEITEM, SCORE, SCORE]);
    expect(tokensAsked()).toHaveLength(1);
  });

  it('asks anew for other scopes, another registration and another client', async () => {
    await call([SCORE]);
    await call([LINEITEM]);
    await call([SCORE], { id: '00000000-0000-7000-8000-000000000003' });
    await call([SCORE], { clientId: 'client-2' });
    expect(tokensAsked()).toHaveLength(4);
  });

  it('renews a token a minute before its end', async () => {
    await call();
    t.clock.advance((3600 - 61) * 1000);
    await call();
    expect(tokensAsked()).toHaveLength(1);
    t.clock.advance(2000);
    await call();
    expect(tokensAsked()).toHaveLength(2);
  });

  it('tries once more with a fresh token after a 401, and only once', async () => {
    serviceStatuses = [401];
    expect((await call()).status).toBe(200);
    expect(tokensAsked()).toHaveLength(2);
    serviceStatuses = [401, 401];
    expect((await call()).status).toBe(401);
    expect(asked.at(-1)?.headers.authorization).not.toBe(asked.at(-3)?.headers.authorization);
  });

  it('says when the platform grants less than is needed, and notices at once when it grants it', async () => {
    tokenAnswer = granting(LINEITEM);
    await expect(call([SCORE, LINEITEM])).rejects.toMatchObject({
      id: 'services.scopeMissing',
      replacements: { scope: 'score' },
    });
    tokenAnswer = granting(`${LINEITEM} ${SCORE}`);
    expect((await call([SCORE, LINEITEM])).status).toBe(200);
  });

  it('says so, too, when the platform refuses the whole request for it', async () => {
    tokenAnswer = { status: 400, body: '{"error":"invalid_scope"}' };
    await expect(call([SCORE])).rejects.toMatchObject({ id: 'services.scopeMissing' });
  });

  it('follows to no other address than the one asked', async () => {
    await expect(call([SCORE], {}, '/away')).rejects.toMatchObject({ id: 'outbound.redirect' });
  });

  it('is not made when no token is given; the next one asks again', async () => {
    tokenAnswer = { status: 400, body: '{"error" : "invalid_client"}' };
    await expect(call()).rejects.toMatchObject({
      id: 'services.tokenRefused',
      replacements: { reason: 'invalid_client' },
    });
    expect(asked.map(({ path }) => path)).toEqual(['/token']);
    tokenAnswer = granting(SCORE);
    expect((await call()).status).toBe(200);
  });
});

describe('the administrator’s probe', () => {
  it('tells what is granted, by a token of its own', async () => {
    tokenAnswer = granting(LINEITEM);
    await expect(caller.probeToken(registration(), [SCORE, LINEITEM])).resolves.toEqual({
      kind: 'granted',
      granted: [LINEITEM],
    });
    await caller.probeToken(registration(), [SCORE, LINEITEM]);
    expect(tokensAsked()).toHaveLength(2);
  });

  it('tells the problem otherwise', async () => {
    tokenAnswer = { status: 500, body: 'oops' };
    await expect(caller.probeToken(registration(), [SCORE])).resolves.toEqual({
      kind: 'problem',
      problem: 'services.tokenRefused',
    });
  });
});

describe('a token endpoint’s answer', () => {
  const token = { kind: 'token', token: 'abc', granted: [SCORE], lifeSeconds: 3600 };
  it.each([
    ['as the standard has it', 200, `{"access_token":"abc","expires_in":3600,"scope":"${SCORE}"}`, token],
    ['with a lifetime in text', 200, `{"access_token":"abc","expires_in":"3600","scope":"${SCORE}"}`, token],
    ['without scopes: as asked', 200, '{"access_token":"abc","expires_in":3600}', token],
    ['without a lifetime', 200, '{"access_token":"abc"}', { ...token, lifeSeconds: 300 }],
    [
      'with a senseless lifetime: used once',
      200,
      '{"access_token":"abc","expires_in":"soon"}',
      { ...token, lifeSeconds: 0 },
    ],
    [
      'with an endless lifetime',
      200,
      '{"access_token":"abc","expires_in":1e12}',
      { ...token, lifeSeconds: 86_400 },
    ],
    [
      'that names a fault',
      400,
      '{"error":"invalid_scope"}',
      { kind: 'problem', problem: 'services.tokenRefused', reason: 'invalid_scope' },
    ],
    [
      'that names a fault in broken JSON (Moodle)',
      400,
      '{"error" : "invalid_grant", }',
      { kind: 'problem', problem: 'services.tokenRefused', reason: 'invalid_grant' },
    ],
    ['without words', 503, '', { kind: 'problem', problem: 'services.tokenRefused', reason: '503' }],
    ['without a token', 200, '{}', { kind: 'problem', problem: 'services.tokenUnreadable', reason: '' }],
    [
      'with a token that would break a header',
      200,
      '{"access_token":"a\\nb"}',
      { kind: 'problem', problem: 'services.tokenUnreadable', reason: '' },
    ],
    ['that is a page', 200, '<html>', { kind: 'problem', problem: 'services.tokenUnreadable', reason: '' }],
    ['that is null', 200, 'null', { kind: 'problem', problem: 'services.tokenUnreadable', reason: '' }],
  ])('is read: %s', (_name, status, body, expected) => {
    expect(readTokenAnswer(status, body, [SCORE])).toEqual(expected);
  });
});

describe('our assertion', () => {
  const urls = { tokenUrl: 'https://lms.example.edu/token' };
  it.each([
    ['the token address', { family: 'moodle', authorizationServer: null }, 'https://lms.example.edu/token'],
    [
      'the authorization server',
      { family: 'other', authorizationServer: 'https://auth.example' },
      'https://auth.example',
    ],
    [
      'Canvas’s token address all the same',
      { family: 'canvas', authorizationServer: 'https://auth.example' },
      'https://lms.example.edu/token',
    ],
  ])('is for %s', (_name, given, expected) =>
    expect(assertionAudience({ ...urls, ...given })).toBe(expected),
  );
});
