import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { SCOPES } from '../../src/demo/platform/platform.schema.ts';
import { aSigningKey } from '../support/test-platform.ts';
import { aPlatformStand, keySetUrl, secondsOf, type PlatformStand } from './platform-stand.ts';

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
let stands: Record<'moodle' | 'canvas', PlatformStand>;
let jti = 0;

beforeAll(async () => {
  stands = { moodle: await aPlatformStand('moodle'), canvas: await aPlatformStand('canvas') };
});
beforeEach(() => {
  jti += 1;
});
afterAll(async () => {
  for (const stand of Object.values(stands)) await stand.platform.close();
});

interface Ask {
  claims?: Record<string, unknown>;
  form?: Record<string, string>;
  headers?: Record<string, string>;
  scope?: string;
}

async function ask(face: 'moodle' | 'canvas', { claims = {}, form = {}, headers = {}, scope }: Ask = {}) {
  const stand = stands[face];
  const { clientId } = stand.tool;
  const now = secondsOf(stand);
  const assertion = await stand.sign({
    iss: clientId,
    sub: clientId,
    aud: stand.platform.addresses.token,
    iat: now - 5,
    exp: now + 60,
    jti: `jti-${jti}`,
    ...claims,
  });
  const answer = await fetch(stand.platform.addresses.token, {
    method: 'POST',
    headers,
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: ASSERTION_TYPE,
      client_assertion: assertion,
      scope: scope ?? SCOPES.score,
      ...form,
    }),
  });
  return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
}
const scopeIn = (text: string) => (JSON.parse(text) as { scope: string }).scope;

describe('Moodle’s token endpoint', () => {
  test('gives a token in JSON that is labelled as HTML, for those of the scopes that the tool has', async () => {
    const { status, type, text } = await ask('moodle', { scope: `${SCOPES.score} urn:other` });
    expect({ status, type }).toEqual({ status: 200, type: 'text/html; charset=utf-8' });
    expect(JSON.parse(text)).toEqual({
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 3600,
      scope: SCOPES.score,
    });
  });

  test.each<[string, Ask | (() => Ask), string]>([
    ['another grant type', { form: { grant_type: 'password' } }, 'unsupported_grant_type'],
    ['no scope', { scope: '' }, 'invalid_request'],
    ['no scope of the tool’s', { scope: 'urn:other' }, 'invalid_scope'],
    ['a client nobody knows', { claims: { sub: 'other' } }, 'invalid_client'],
    ['JSON instead of a form', { headers: { 'content-type': 'application/json' } }, 'invalid_request'],
    [
      'a moment in the future, be it a second',
      () => ({ claims: { iat: secondsOf(stands.moodle) + 1 } }),
      'iat',
    ],
    ['a moment gone by', () => ({ claims: { exp: secondsOf(stands.moodle) - 1 } }), 'Expired'],
  ])('answers %s with 400', async (_name, given, error) => {
    const { status, text } = await ask('moodle', typeof given === 'function' ? given() : given);
    expect(status).toBe(400);
    expect(text).toContain(error);
  });

  test('answers an unknown key in JSON that is none', async () => {
    const { tool, key } = stands.moodle;
    tool.jwksUrl = keySetUrl(await aSigningKey('another'));
    const { status, text } = await ask('moodle');
    expect(status).toBe(400);
    expect(() => JSON.parse(text) as unknown).toThrow();
    tool.jwksUrl = keySetUrl(key);
  });

  test('doesn’t look at the audience, nor whether an assertion was used before', async () => {
    expect((await ask('moodle', { claims: { aud: 'elsewhere' } })).status).toBe(200);
    expect((await ask('moodle', { claims: { aud: 'elsewhere' } })).status).toBe(200);
  });
});

describe('Canvas’s token endpoint', () => {
  test('gives a token for all scopes or none', async () => {
    const both = await ask('canvas', { scope: `${SCOPES.score} ${SCOPES.lineItem}` });
    expect({ status: both.status, type: both.type, scope: scopeIn(both.text) }).toEqual({
      status: 200,
      type: 'application/json; charset=utf-8',
      scope: `${SCOPES.score} ${SCOPES.lineItem}`,
    });
    jti += 1000;
    const more = await ask('canvas', { scope: `${SCOPES.score} urn:other` });
    expect(more.status).toBe(400);
    expect(more.text).toContain('invalid_scope');
  });

  test.each<[string, Ask | (() => Ask), number]>([
    [
      'an audience without the token endpoint',
      () => ({ claims: { aud: stands.canvas.platform.issuer } }),
      400,
    ],
    [
      'an audience with it among others',
      () => ({ claims: { aud: [stands.canvas.platform.issuer, stands.canvas.platform.addresses.token] } }),
      200,
    ],
    ['an assertion of six minutes ago', () => ({ claims: { iat: secondsOf(stands.canvas) - 360 } }), 400],
    ['an assertion without an id', { claims: { jti: '' } }, 400],
  ])('answers %s with its status', async (_name, given, status) => {
    expect((await ask('canvas', typeof given === 'function' ? given() : given)).status).toBe(status);
  });

  test('takes an assertion once', async () => {
    expect((await ask('canvas')).status).toBe(200);
    expect((await ask('canvas')).text).toContain('jti');
  });
});

describe.each(['moodle', 'canvas'] as const)('The %s face', (face) => {
  test('asks for the tool’s keys anew when a token doesn’t fit those it has', async () => {
    const stand = stands[face];
    const { key } = stand;
    expect((await ask(face)).status).toBe(200);
    stand.key = await aSigningKey('tool-key-2');
    jti += 10_000;
    expect((await ask(face)).status).toBe(400);
    stand.tool.jwksUrl = keySetUrl(key, stand.key);
    expect((await ask(face)).status).toBe(200);
  });

  test('lets nobody in with a token that has run out', async () => {
    const stand = stands[face];
    const token = stand.platform.accessTokens.issue({
      clientId: stand.tool.clientId,
      scopes: stand.tool.scopes,
    });
    const path = face === 'moodle' ? '/mod/lti/services.php/11/lineitems' : '/api/lti/courses/11/line_items';
    const ask = () =>
      fetch(stand.platform.url + path, {
        headers: {
          authorization: `Bearer ${token}`,
          accept: 'application/vnd.ims.lis.v2.lineitemcontainer+json',
        },
      });
    expect((await ask()).status).toBe(200);
    stand.clock.now = new Date(stand.clock.now.getTime() + 3_601_000);
    expect((await ask()).status).toBe(401);
  });
});
