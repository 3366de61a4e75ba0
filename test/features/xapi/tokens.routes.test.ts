import { createSecretKey } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { SignJWT, exportSPKI, importJWK, type CryptoKey } from 'jose';
import { v7 } from 'uuid';
import {
  changeCredential,
  countRemovable,
  revokeCredential,
  selectCredentials,
  trustIssuer,
  type Scope,
} from '../../../src/features/xapi/index.ts';
import { listSenders } from '../../../src/features/records/index.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aCourse, aMember, aSchool, aSession } from '../../support/builders.ts';
import { aSigningKey } from '../../support/test-platform.ts';
import { sampleStatement } from './statement-samples.ts';
import { anIssuer, type TestIssuer } from './test-issuer.ts';

let test: TestApp;
let issuer: TestIssuer;
let schoolId: string;
let audience: string;
beforeAll(async () => {
  test = await createTestApp();
  issuer = await anIssuer();
});
afterAll(async () => {
  await issuer.close();
  await test.close();
});
beforeEach(async () => {
  ({ schoolId } = await aSchool(test.deps));
  audience = `https://school.example/${v7()}`;
});

const WANTED = { label: 'Login', scopes: ['all'] as Scope[], scopeMap: '' };
const trust = (changes: { scopes?: Scope[]; scopeMap?: string } = {}) =>
  trustIssuer(test.deps, {
    ...WANTED,
    schoolId,
    issuer: issuer.issuer,
    audience,
    ...changes,
  });
const token = (claims: Record<string, unknown> = {}, ...how: [by?: typeof issuer.key, header?: object]) =>
  issuer.sign(
    { aud: audience, sub: 'p1', client_id: 'app', scope: 'statements/write statements/read/mine', ...claims },
    test.clock.now,
    ...how,
  );
const ask = (method: 'get' | 'post', url: string, bearer: string) => {
  const started = request(test.app.express)[method](url);
  return started.set({ authorization: `Bearer ${bearer}`, 'x-experience-api-version': '2.0.0' });
};
const send = async (bearer: string | Promise<string>, statement = sampleStatement()) =>
  ask('post', '/xapi/statements', await bearer).send(statement);

describe('a token of an issuer that a school trusts', () => {
  it('lets its bearer in, who stands in the statements as the authority', async () => {
    await trust();
    const answer = await send(token());
    expect(answer.status).toBe(200);
    const [id] = answer.body as string[];
    const stored = await ask('get', `/xapi/statements?statementId=${id}`, await token());
    expect(stored.body).toMatchObject({
      authority: {
        objectType: 'Group',
        member: [
          { account: { homePage: issuer.issuer, name: 'app' } },
          { account: { homePage: issuer.issuer, name: 'p1' } },
        ],
      },
    });
    const [credential] = await selectCredentials(test.deps.db, schoolId);
    expect(credential).toMatchObject({ lastUsedAt: test.clock.now, lastStoredAt: test.clock.now });
  });

  it('shows its bearer only what came in with the same, however they are named in others’ statements', async () => {
    await trust();
    const read = async (bearer: Promise<string>) =>
      (
        (await ask('get', '/xapi/statements', await bearer).expect(200)).body as {
          statements: { id: string }[];
        }
      ).statements.length;
    await send(token());
    const about = { objectType: 'Agent', account: { homePage: issuer.issuer, name: 'p1' } };
    await send(token({ sub: 'p2' }), sampleStatement({ context: { instructor: about } }));
    await send(token({ client_id: 'other' }));
    expect(await read(token())).toBe(1);
    expect(await read(token({ sub: 'p2' }))).toBe(1);
    expect(await read(token({ sub: 'p3' }))).toBe(0);
    expect(await read(token({ scope: 'statements/read' }))).toBe(3);
  });

  it('is one of its credential’s when statements are followed or removed, whoever the bearer', async () => {
    const credentialId = await trust();
    const other = `${audience}/other`;
    await trustIssuer(test.deps, { ...WANTED, schoolId, issuer: issuer.issuer, audience: other });
    await send(token());
    await send(token({ sub: 'p2' }));
    await send(token({ aud: other }));
    const [sender] = await listSenders(test.deps, { senders: [] }, schoolId);
    expect(sender).toMatchObject({ credentialId, authorityKeys: [`account|${issuer.issuer}|app`] });
    const criteria = { schoolId, keys: null, credentialId, from: null, until: null };
    expect((await countRemovable(test.deps.db, criteria)).statements).toBe(2);
  });

  it('may do what its scopes say, within those of the credential', async () => {
    await trust({ scopes: ['statements/write'], scopeMap: 'lms.all = all\nlms.look = all/read' });
    expect((await send(token({ scope: 'openid lms.all' }))).status).toBe(200);
    await ask('get', '/xapi/statements', await token({ scope: 'lms.all' })).expect(403);
    const answer = await send(token({ scope: 'lms.look all' }));
    expect(answer.status).toBe(403);
    expect(answer.headers['www-authenticate']).toBe(
      'Bearer realm="xAPI", error="insufficient_scope", scope="statements/write"',
    );
  });

  it('ends with its credential, which can then be made anew', async () => {
    const credentialId = await trust();
    await expect(trust()).rejects.toMatchObject({ id: 'xapi.issuerTaken', status: 409 });
    await revokeCredential(test.deps, { schoolId, credentialId, revokedBy: null });
    test.clock.advance(31_000);
    expect((await send(token())).status).toBe(401);
    await trust();
    expect((await send(token())).status).toBe(200);
  });

  it('tells the school by issuer and audience, and no other', async () => {
    await trust();
    const other = await aSchool(test.deps);
    const theirs = `${audience}/other`;
    await trustIssuer(test.deps, {
      ...other,
      label: 'Login',
      scopes: ['all'],
      issuer: issuer.issuer,
      audience: theirs,
      scopeMap: '',
    });
    const sent = await send(token());
    const url = `/xapi/statements?statementId=${(sent.body as string[])[0]}`;
    await ask('get', url, await token({ aud: theirs, scope: 'all' })).expect(404);
    await ask('get', url, await token({ aud: ['account', audience], scope: 'all' })).expect(200);
  });
});

describe('a token that isn’t good', () => {
  const stranger = aSigningKey('issuer-key-1');
  const refused: [problem: string, sentence: string, make: () => Promise<string> | string][] = [
    ['tokenMalformed', 'is no token', () => 'abc'],
    ['tokenMalformed', 'names no key', () => token({}, issuer.key, { kid: undefined })],
    ['tokenMalformed', 'is for logging out', () => token({}, issuer.key, { typ: 'logout+jwt' })],
    ['tokenMalformed', 'has no audience', () => token({ aud: undefined })],
    ['tokenUntrusted', 'is for somebody else', () => token({ aud: 'https://elsewhere.example' })],
    ['tokenUntrusted', 'is of another issuer', () => token({ iss: 'https://evil.example' })],
    ['tokenExpired', 'has expired', () => token({ exp: Math.floor(test.clock.now.getTime() / 1000) - 61 })],
    ['tokenClaims', 'never expires', () => token({ exp: undefined })],
    [
      'tokenClaims',
      'isn’t valid yet',
      () => token({ nbf: Math.floor(test.clock.now.getTime() / 1000) + 120 }),
    ],
    ['tokenClaims', 'names nobody', () => token({ sub: undefined, client_id: undefined })],
    ['tokenWrong', 'was signed by somebody else', async () => token({}, await stranger)],
    ['tokenAlgorithm', 'is not signed', async () => unsigned(await token())],
    ['tokenAlgorithm', 'is signed with the public key as a secret', () => signedWithPublicKey()],
    ['tokenWrong', 'was changed', async () => changed(await token())],
  ];
  const unsigned = (good: string) =>
    `${Buffer.from('{"alg":"none","kid":"issuer-key-1"}').toString('base64url')}.${good.split('.')[1]}.`;
  const changed = (good: string) => {
    const [head = '', body = '', mac = ''] = good.split('.');
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as object;
    const other = Buffer.from(JSON.stringify({ ...claims, scope: 'all' })).toString('base64url');
    return [head, other, mac].join('.');
  };
  async function signedWithPublicKey(): Promise<string> {
    const pem = await exportSPKI((await importJWK(issuer.key.publicJwk, 'RS256')) as CryptoKey);
    const exp = Math.floor(test.clock.now.getTime() / 1000) + 300;
    return new SignJWT({ iss: issuer.issuer, aud: audience, sub: 'p1', scope: 'all', exp })
      .setProtectedHeader({ alg: 'HS256', kid: issuer.key.kid })
      .sign(createSecretKey(Buffer.from(pem)));
  }

  it.each(refused)('%s: it %s', async (problem, _sentence, make) => {
    await trust();
    const answer = await send(make());
    expect(answer.status).toBe(401);
    expect(answer.body).toMatchObject({ error: { id: `xapi.${problem}` } });
    expect(answer.headers['www-authenticate']).toBe(
      `Bearer realm="xAPI", error="invalid_token", error_description="${problem}"`,
    );
  });

  it('is told to whoever administers its credential, once a minute at most', async () => {
    await trust();
    const bad = await token({}, await stranger);
    for (let time = 0; time < 3; time += 1) await send(bad);
    const read = async () => (await selectCredentials(test.deps.db, schoolId))[0];
    expect(await read()).toMatchObject({ refusedCount: 1, lastRefusal: { messageId: 'xapi.tokenWrong' } });
    test.clock.advance(60_000);
    await send(bad);
    expect(await read()).toMatchObject({ refusedCount: 2 });
  });

  it('names both ways in to who comes without any', async () => {
    const { headers } = await request(test.app.express).get('/xapi/statements').expect(401);
    expect(headers['www-authenticate']).toBe('Basic realm="xAPI", charset="UTF-8", Bearer realm="xAPI"');
  });
});

describe('the keys of an issuer', () => {
  it('are read once for many tokens, and a storm of unknown ones doesn’t reach the issuer', async () => {
    test.clock.advance(3_600_000);
    await trust();
    const before = issuer.keyFetches;
    const good = await token();
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(good)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
    expect(issuer.keyFetches - before).toBe(1);
    const unknown = await aSigningKey('unknown');
    test.clock.advance(31_000);
    for (let time = 0; time < 10; time += 1)
      await send(issuer.sign({ aud: audience }, test.clock.now, { ...unknown, kid: `k${time}` }));
    expect(issuer.keyFetches - before).toBe(2);
  });

  it('may change: a token of the new key is taken when it comes', async () => {
    await trust();
    const newKey = await aSigningKey('issuer-key-2');
    issuer.keys = [issuer.key.publicJwk, newKey.publicJwk];
    test.clock.advance(31_000);
    expect((await send(token({}, newKey))).status).toBe(200);
    issuer.keys = [issuer.key.publicJwk];
  });
});

describe('registering an issuer', () => {
  const administrator = async () => {
    const { courseId } = await aCourse(test.deps, { schoolId });
    const { personId } = await aMember(test.deps, { schoolId, courseId, role: 'administrator' });
    return aSession(test.deps, { schoolId, courseId, personId, locale: 'en' });
  };
  const form = () => ({
    label: 'School login',
    preset: 'send',
    defaultVersion: '2.0.0',
    requestsPerMinute: '100',
    maxBodyMegabytes: '1',
    issuer: issuer.issuer,
    audience,
    scopeMap: 'lms.write = statements/write',
  });

  it('is done on the page, which reads the address of its keys', async () => {
    const { base, cookie } = await administrator();
    const answer = await request(test.app.express)
      .post(`${base}/sources/issuers`)
      .set('cookie', cookie)
      .type('form')
      .send(form())
      .expect(303);
    const { text } = await request(test.app.express)
      .get(String(answer.headers['location']))
      .set('cookie', cookie)
      .expect(200);
    expect(text).toContain(`${issuer.issuer}/keys`);
    expect(text).toContain('lms.write = statements/write');
    expect(text).toContain('Authorization: Bearer TOKEN');
    expect((await send(token({ scope: 'lms.write' }))).status).toBe(200);
    expect((await send(token())).status).toBe(403);
  });

  it('is refused with a reason, and nothing is kept', async () => {
    const { base, cookie } = await administrator();
    const register = (changes: object) =>
      request(test.app.express)
        .post(`${base}/sources/issuers`)
        .set({ cookie, accept: 'application/json' })
        .type('form')
        .send({ ...form(), ...changes });
    const idOf = async (changes: object) =>
      ((await register(changes)).body as { error: { id: string } }).error.id;
    expect(await idOf({ issuer: 'no address' })).toBe('badInput');
    expect(await idOf({ issuer: 'https://127.0.0.1:1' })).toBe('outbound.unreachable');
    expect(await idOf({ issuer: 'http://10.1.2.3' })).toBe('outbound.refused');
    expect(await idOf({ issuer: `${issuer.issuer}/realm` })).toBe('xapi.issuerUnreadable');
    expect(await idOf({ scopeMap: 'x = nothing' })).toBe('xapi.scopeMapWrong');
    for (const [configuration, id] of [
      [{ issuer: 'https://other.example', jwks_uri: `${issuer.issuer}/keys` }, 'xapi.issuerDiffers'],
      [{ issuer: issuer.issuer, jwks_uri: `${issuer.issuer}/none` }, 'xapi.issuerWithoutKeys'],
      [{ issuer: issuer.issuer }, 'xapi.issuerUnreadable'],
    ] as const) {
      issuer.configuration = configuration;
      expect(await idOf({})).toBe(id);
    }
    issuer.configuration = undefined;
    expect(await selectCredentials(test.deps.db, schoolId)).toEqual([]);
  });

  it('keeps its issuer when its scopes are changed', async () => {
    const credentialId = await trust();
    const settings = { scopes: ['statements/write' as const] };
    const change = { schoolId, credentialId, settings, scopeMap: 'w = statements/write', changedBy: null };
    expect(await changeCredential(test.deps, change)).toBe(true);
    test.clock.advance(31_000);
    expect((await send(token({ scope: 'w' }))).status).toBe(200);
  });
});
