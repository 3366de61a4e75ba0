import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { desc, eq } from 'drizzle-orm';
import { ltiLaunches, ltiLogins } from '../../../src/features/lti/login.tables.ts';
import { sessions } from '../../../src/features/roster/sessions.tables.ts';
import { sha256 } from '../../../src/infra/vault.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aSchool } from '../../support/builders.ts';
import {
  aCookielessClient,
  readData,
  type Begun,
  type Continued,
  type CookielessClient,
  type Held,
} from '../../support/cookieless-client.ts';
import { aClient, loginForm, serve } from '../../support/launch-client.ts';
import { aPlatform, claimsOf, register, sign, type TestPlatform } from '../../support/test-platform.ts';

let t: TestApp;
let origin: string;
let stop: () => Promise<void>;
let platform: TestPlatform;
let client: CookielessClient;

beforeAll(async () => {
  t = await createTestApp();
  ({ origin, close: stop } = await serve(t.app.express));
  const { schoolId } = await aSchool(t.deps);
  platform = await aPlatform();
  await register(t.deps, schoolId, platform);
  client = aCookielessClient(origin);
});
afterAll(async () => {
  await stop();
  await platform.close();
  await t.close();
});

const tokenFor = ({ nonce }: Begun, subject = '101') =>
  sign(platform, claimsOf(platform, t.clock.now, nonce, { sub: subject }));
const hold = async (begun: Begun, subject?: string): Promise<Held> => {
  const answer = await client.launch(await tokenFor(begun, subject), begun.state);
  return readData(answer.body, 'launch') as Held;
};
const loginOf = async ({ state }: Begun) =>
  (
    await t.deps.db
      .select()
      .from(ltiLogins)
      .where(eq(ltiLogins.stateHash, sha256(state)))
  )[0];
const lastLaunch = async () =>
  (await t.deps.db.select().from(ltiLaunches).orderBy(desc(ltiLaunches.id)).limit(1))[0];
const reasonIn = (body: string) => /<\/code> · <code>([a-z_]+)<\/code>/.exec(body)?.[1];

describe('A login in a frame without cookies', () => {
  test('is told what its script can try, and offers a new window beside', async () => {
    const browser = aClient(origin);
    const fields = { ...loginForm(platform), lti_storage_target: 'post_message_forwarding' };
    const first = await browser.post('/lti/login', fields);
    browser.cookies.clear();
    const second = await browser.get(first.location ?? '');
    expect(second.status).toBe(200);
    expect(readData(second.body, 'login')).toEqual({
      begin: '/lti/login/begin',
      fields: { ...fields, waymark_step: 'open' },
      stores: [
        { kind: 'platform', origin: 'https://lms.example.edu', target: 'post_message_forwarding' },
        { kind: 'web' },
      ],
    });
    expect(second.body).toContain('target="_blank"');
  });

  test('begins with a store; the platform is asked as ever, and only hashes are kept', async () => {
    const begun = await client.begin(platform, { store: 'platform', fields: { lti_storage_target: 'x' } });
    expect(begun.key).toBe(`waymark.login.${sha256(begun.state).slice(0, 12)}`);
    expect(await loginOf(begun)).toMatchObject({
      bindingStore: 'platform',
      storageTarget: 'x',
      bindingHash: sha256(begun.binding),
      heldSealed: null,
    });
  });

  test.each([
    ['from a foreign page', { origin: 'https://evil.example' }, 403, 'Waymark'],
    ['from our own', { origin: 'http://localhost:3300' }, 200, 'authenticationUrl'],
  ])('%s', async (_name, headers, status, text) => {
    const answer = await client.send('/lti/login/begin', {
      method: 'POST',
      headers,
      body: JSON.stringify({ fields: loginForm(platform), store: 'web' }),
    });
    expect(answer.status).toBe(status);
    expect(answer.body).toContain(text);
  });

  test.each([
    ['an unknown store', { fields: {}, store: 'cookie' }, 400],
    ['a login of nobody', { fields: { iss: 'https://x.example' }, store: 'web' }, 400],
    ['an unknown platform', { iss: 'https://x.example' }, 403],
  ])('is refused with %s', async (_name, given, status) => {
    const body = 'fields' in given ? given : { store: 'web', fields: { ...loginForm(platform), ...given } };
    const answer = await client.send('/lti/login/begin', { method: 'POST', body: JSON.stringify(body) });
    expect(answer.status).toBe(status);
  });
});

describe('A launch without cookies', () => {
  test.each(['web', 'platform'] as const)(
    'is held until the browser shows its binding: %s',
    async (store) => {
      const begun = await client.begin(platform, { store, fields: { lti_storage_target: 'x' } });
      const token = await tokenFor(begun);
      const answer = await client.launch(token, begun.state);
      expect(answer.status).toBe(200);
      expect(answer.setCookies).toEqual([]);
      const held = readData(answer.body, 'launch') as Held;
      expect(held).toMatchObject({
        continue: '/lti/launch/continue',
        key: begun.key,
        store: { kind: store },
      });
      // Neither the token nor the state stands in the page, and the database has them sealed.
      for (const secret of [token, begun.state, begun.binding]) expect(answer.body).not.toContain(secret);
      const row = await loginOf(begun);
      expect(row?.heldSealed).not.toContain(token);
      expect(row?.heldCodeHash).toBe(sha256(held.code));

      const continued = await client.continue({ code: held.code, binding: begun.binding });
      expect(continued.status).toBe(200);
      expect(continued.setCookies).toEqual([]);
      const { base, path, key } = JSON.parse(continued.body) as Continued;
      expect(path).toMatch(new RegExp(`^${base}/privacy\\?pass=[\\w.-]+$`));
      expect(await loginOf(begun)).toBeUndefined();
      expect(await lastLaunch()).toMatchObject({ refusal: null, bindingStore: store });
      const [session] = await t.deps.db
        .select()
        .from(sessions)
        .where(eq(sessions.id, base.slice('/s/'.length)));
      expect(session).toMatchObject({ store: held.store, keyHash: sha256(key) });
      expect((await client.open(path)).status).toBe(200);
    },
  );

  test('enters once, whatever the number of copies at a time', async () => {
    const begun = await client.begin(platform);
    const { code } = await hold(begun);
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => client.continue({ code, binding: begun.binding })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const refused = answers.filter(({ status }) => status === 401);
    expect(refused).toHaveLength(49);
    expect(new Set(refused.map(({ body }) => reasonIn(body)))).toEqual(new Set(['state_unknown']));
  });

  test('reloaded while it is held, goes on with the newer code', async () => {
    const begun = await client.begin(platform);
    const token = await tokenFor(begun);
    const codes: string[] = [];
    for (const _copy of [1, 2]) {
      const answer = await client.launch(token, begun.state);
      codes.push((readData(answer.body, 'launch') as Held).code);
    }
    const { binding } = begun;
    expect((await client.continue({ code: codes[0] ?? '', binding })).status).toBe(401);
    expect((await client.continue({ code: codes[1] ?? '', binding })).status).toBe(200);
  });

  test.each([
    ['no binding', () => Promise.resolve(null), 'binding_missing'],
    ['another login’s binding', async () => (await client.begin(platform)).binding, 'binding_wrong'],
  ])('is refused with %s, and burns nothing by it', async (_name, otherBinding, reason) => {
    // Of many refusals in one minute a few are kept.
    t.clock.advance(60_000);
    const begun = await client.begin(platform);
    const { code } = await hold(begun);
    const refused = await client.continue({ code, binding: await otherBinding() });
    expect(refused.status).toBe(401);
    expect(reasonIn(refused.body)).toBe(reason);
    expect(refused.body).toContain('not started in this browser window');
    expect(await lastLaunch()).toMatchObject({ refusal: reason });
    expect((await client.continue({ code, binding: begun.binding })).status).toBe(200);
  });

  test('is refused with another launch’s code', async () => {
    const [begun, another] = [await client.begin(platform), await client.begin(platform)];
    const { code } = await hold(another, '102');
    await hold(begun);
    const refused = await client.continue({ code, binding: begun.binding });
    expect(reasonIn(refused.body)).toBe('binding_wrong');
  });

  test.each([
    ['made up', () => 'code'],
    ['of a school alone', () => `${t.deps.newId()}..`],
  ])('is refused with a code that is %s', async (_name, code) => {
    const refused = await client.continue({ code: code(), binding: 'x' });
    expect(refused.status).toBe(401);
    expect(reasonIn(refused.body)).toBe('state_unknown');
  });

  test('is refused when the token expired while it was held', async () => {
    const begun = await client.begin(platform);
    const { code } = await hold(begun);
    t.clock.advance(5 * 60_000);
    expect(reasonIn((await client.continue({ code, binding: begun.binding })).body)).toBe('exp_past');
    t.clock.advance(6 * 60_000);
    expect(reasonIn((await client.continue({ code, binding: begun.binding })).body)).toBe('state_unknown');
  });

  test('is not held where the token fails a check, or the login was bound to a cookie', async () => {
    const begun = await client.begin(platform);
    const forged = await sign(platform, claimsOf(platform, t.clock.now, begun.nonce, { aud: 'other' }));
    expect(reasonIn((await client.launch(forged, begun.state)).body)).toBe('aud_unknown');
    expect(await loginOf(begun)).toMatchObject({ heldSealed: null });

    const { state, nonce } = await aClient(origin).login(platform);
    const token = await sign(platform, claimsOf(platform, t.clock.now, nonce));
    expect(reasonIn((await client.launch(token, state)).body)).toBe('binding_missing');
  });

  test('with another login’s nonce is refused when it is to enter', async () => {
    const [begun, another] = [await client.begin(platform), await client.begin(platform)];
    const { code } = await hold({ ...begun, nonce: another.nonce });
    const refused = await client.continue({ code, binding: begun.binding });
    expect(reasonIn(refused.body)).toBe('nonce_wrong');
  });
});

describe('A launch with a cookie', () => {
  test('enters once of 50 copies at a time', async () => {
    const browser = aClient(origin);
    const { state, nonce } = await browser.login(platform);
    const token = await sign(platform, claimsOf(platform, t.clock.now, nonce));
    const cookies = [...browser.cookies];
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => {
        const copy = aClient(origin);
        for (const [name, value] of cookies) copy.cookies.set(name, value);
        return copy.launch(token, state);
      }),
    );
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
    expect(answers.filter(({ body }) => reasonIn(body) === 'state_unknown')).toHaveLength(49);
  });
});
