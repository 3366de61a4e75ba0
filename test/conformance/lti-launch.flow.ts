import { describe, expect, test } from '@jest/globals';
import { eq } from 'drizzle-orm';
import type { Reason } from '../../src/features/lti/refusal.rules.ts';
import { ltiLogins } from '../../src/features/lti/login.tables.ts';
import { ltiRegistrations } from '../../src/features/lti/lti.tables.ts';
import { aClient, loginForm, type Answer } from '../support/launch-client.ts';
import { claimsOf, register, sign, type KeySetAnswer, type SigningKey } from '../support/test-platform.ts';
import type { LaunchHarness } from './lti-launch.harness.ts';

/** State, nonce and browser; deployments and registrations; platforms' key sets. */
export function describeFlow(c: LaunchHarness): void {
  describe('state, nonce and browser', () => {
    const goodToken = (nonce: string) => sign(c.platform, claimsOf(c.platform, c.t.clock.now, nonce));

    test('state missing', async () => {
      const client = aClient(c.origin);
      const { nonce } = await client.login(c.platform);
      const token = await goodToken(nonce);
      c.expectRefusal(await client.post('/lti/launch', { id_token: token }), 'state_missing', 400, [token]);
    });
    test('token missing', async () => {
      const client = aClient(c.origin);
      const { state } = await client.login(c.platform);
      c.expectRefusal(await client.post('/lti/launch', { state }), 'token_missing', 400, [state]);
    });
    test('state never given out', async () => {
      const client = aClient(c.origin);
      const { nonce } = await client.login(c.platform);
      c.expectRefusal(await client.launch(await goodToken(nonce), 'made-up'), 'state_unknown', 401, [nonce]);
    });
    test('state after eleven minutes', async () => {
      const client = aClient(c.origin);
      const { state, nonce } = await client.login(c.platform);
      c.t.clock.advance(11 * 60_000);
      c.expectRefusal(await client.launch(await goodToken(nonce), state), 'state_expired', 401, [state]);
    });
    test('state used before', async () => {
      const client = aClient(c.origin);
      const { state, nonce } = await client.login(c.platform);
      const cookies = new Map(client.cookies);
      const token = await goodToken(nonce);
      expect((await client.launch(token, state)).status).toBe(303);
      for (const [name, value] of cookies) client.cookies.set(name, value);
      c.expectRefusal(await client.launch(token, state), 'state_unknown', 401, [state]);
    });
    test('nonce of another login', async () => {
      const client = aClient(c.origin);
      const first = await client.login(c.platform);
      const second = await client.login(c.platform);
      c.expectRefusal(
        await client.launch(await goodToken(second.nonce), first.state),
        'nonce_wrong',
        401,
        [],
      );
      expect((await client.launch(await goodToken(first.nonce), first.state)).status).toBe(303);
      expect((await client.launch(await goodToken(second.nonce), second.state)).status).toBe(303);
    });
    test('from a browser that started no login', async () => {
      const { state, nonce } = await aClient(c.origin).login(c.platform);
      c.expectRefusal(await aClient(c.origin).launch(await goodToken(nonce), state), 'binding_missing', 401, [
        state,
      ]);
    });
    test('from a browser with a forged binding', async () => {
      const client = aClient(c.origin);
      const { state, nonce } = await client.login(c.platform);
      for (const name of client.cookies.keys())
        if (name.includes('login')) client.cookies.set(name, 'forged');
      c.expectRefusal(await client.launch(await goodToken(nonce), state), 'binding_wrong', 401, [state]);
    });
    test('state of another client of the same issuer', async () => {
      const other = { ...c.platform, clientId: 'second-client' };
      await register(c.t.deps, c.schoolId, other);
      const client = aClient(c.origin);
      const { state, nonce } = await client.login(c.platform);
      const token = await sign(other, claimsOf(other, c.t.clock.now, nonce));
      c.expectRefusal(await client.launch(token, state), 'state_of_another_client', 401, [state]);
    });
    test('only hashes of state, nonce and binding are stored', async () => {
      const client = aClient(c.origin);
      const { state, nonce } = await client.login(c.platform);
      const stored = JSON.stringify(await c.t.deps.db.select().from(ltiLogins));
      for (const secret of [state, nonce, ...client.cookies.values()].filter((value) => value.length > 8))
        expect(stored).not.toContain(secret);
    });
  });

  describe('deployments and registrations', () => {
    test('a deployment nobody approved', async () => {
      const other = { ...c.platform, deploymentId: 'unapproved' };
      const client = aClient(c.origin);
      const { state, nonce } = await client.login(other);
      const token = await sign(other, claimsOf(other, c.t.clock.now, nonce));
      c.expectRefusal(await client.launch(token, state), 'deployment_not_approved', 403, [token]);
    });
    test('a registration that was switched off', async () => {
      const other = { ...c.platform, clientId: 'switched-off' };
      const { registrationId } = await register(c.t.deps, c.schoolId, other);
      const client = aClient(c.origin);
      const { state, nonce } = await client.login(other);
      await c.t.deps.db
        .update(ltiRegistrations)
        .set({ active: false })
        .where(eq(ltiRegistrations.id, registrationId));
      c.t.clock.advance(61_000);
      const token = await sign(other, claimsOf(other, c.t.clock.now, nonce));
      c.expectRefusal(await client.launch(token, state), 'registration_inactive', 403, [token]);
      c.lines = [];
      c.expectRefusal(await client.post('/lti/login', loginForm(other)), 'registration_inactive', 403, []);
    });
  });

  describe('platforms’ key sets', () => {
    const usual = (body: unknown): KeySetAnswer => ({ status: 200, body: JSON.stringify(body), headers: {} });
    const rows: {
      name: string;
      answer: (key: SigningKey) => KeySetAnswer;
      reason: Reason;
      status?: number;
    }[] = [
      {
        name: 'an error',
        answer: () => ({ status: 500, body: 'oops', headers: {} }),
        reason: 'keys_unreachable',
        status: 502,
      },
      {
        name: 'no JSON',
        answer: () => ({ status: 200, body: '<html>', headers: {} }),
        reason: 'keys_unreachable',
        status: 502,
      },
      {
        name: 'a redirect elsewhere',
        answer: () => ({ status: 302, body: '', headers: { location: 'http://10.0.0.1/jwks' } }),
        reason: 'keys_unreachable',
        status: 502,
      },
      { name: 'no keys', answer: () => usual({ keys: [] }), reason: 'kid_unknown' },
      {
        name: 'the kid twice',
        answer: (key) => usual({ keys: [key.publicJwk, c.foreignKey.publicJwk] }),
        reason: 'key_ambiguous',
      },
      {
        name: 'a key for encryption',
        answer: (key) => usual({ keys: [{ ...key.publicJwk, use: 'enc' }] }),
        reason: 'kid_unknown',
      },
    ];

    async function launchWith(jwksUrl: string, clientId: string): Promise<Answer> {
      const other = { ...c.platform, clientId, jwksUrl };
      await register(c.t.deps, c.schoolId, other);
      const client = aClient(c.origin);
      const { state, nonce } = await client.login(other);
      return client.launch(await sign(other, claimsOf(other, c.t.clock.now, nonce)), state);
    }

    test.each(rows)('$name → $reason', async ({ name, answer, reason, status = 401 }) => {
      c.platform.answer = answer(c.platform.key);
      const refused = await launchWith(`${c.platform.jwksUrl}?${encodeURIComponent(name)}`, `keys: ${name}`);
      c.platform.answer = null;
      c.expectRefusal(refused, reason, status, []);
    });
    test('at a private address that nobody allowed → keys_unreachable', async () => {
      const refused = await launchWith('https://10.1.2.3/jwks', 'private-keys');
      c.expectRefusal(refused, 'keys_unreachable', 502, []);
    });
  });
}
