import { describe, expect, test } from '@jest/globals';
import { REASONS } from '../../src/features/lti/refusal.rules.ts';
import { aClient } from '../support/launch-client.ts';
import { claimsOf, sign } from '../support/test-platform.ts';
import { BAD_MESSAGES, BAD_OIDC, BAD_SIGNATURES, ODD_VALID } from './lti-launch.extra.rows.ts';
import { describeFlow } from './lti-launch.flow.ts';
import type { BadToken } from './lti-launch.forge.ts';
import { LaunchHarness } from './lti-launch.harness.ts';
import { describeLogins } from './lti-launch.logins.ts';
import { OFFICIAL_BAD, OFFICIAL_VALID } from './lti-launch.official.rows.ts';

const c = new LaunchHarness();

async function refuseToken(row: BadToken): Promise<void> {
  const client = aClient(c.origin);
  const { state, nonce } = await client.login(c.platform);
  const { now } = c.t.clock;
  const claims = claimsOf(c.platform, now, nonce, row.claims?.(Math.floor(now.getTime() / 1000)));
  const signed = await sign(c.platform, claims, row.header, row.foreignKey && c.foreignKey.privateKey);
  const token = row.forge?.(signed, c.platform) ?? signed;
  const answer = await client.launch(token, state);
  c.expectRefusal(answer, row.reason, row.status ?? 401, [token, state, nonce, 'learner01@lms.example.edu']);
  // What fails a check burns nothing: the rightful token still enters.
  const rightful = await client.launch(await sign(c.platform, claimsOf(c.platform, now, nonce)), state);
  expect(rightful.status).toBe(303);
}

describe('1EdTech known bad payloads', () => {
  test.each(OFFICIAL_BAD)('$name → $reason', refuseToken);
});

describe('1EdTech valid launches', () => {
  const rows = (['Instructor', 'Learner'] as const).flatMap((role) =>
    OFFICIAL_VALID.map(({ name, claims }) => ({ role, name, claims: claims(role) })),
  );
  test.each(rows)('$role: $name', async ({ role, name, claims }) => {
    const client = aClient(c.origin);
    const { state, nonce } = await client.login(c.platform);
    const token = await sign(
      c.platform,
      claimsOf(c.platform, c.t.clock.now, nonce, { sub: `v-${role}`, ...claims }),
    );
    const told = name !== 'no role' && name !== 'unknown role';
    const expected = role === 'Instructor' && told ? 'instructor' : 'learner';
    await c.expectRole(await client.launch(token, state), expected);
  });
});

describe('signatures and tokens', () => {
  test.each(BAD_SIGNATURES)('$name → $reason', refuseToken);
});

describe('OpenID Connect claims', () => {
  test.each(BAD_OIDC)('$name → $reason', refuseToken);
});

describe('LTI claims', () => {
  test.each(BAD_MESSAGES)('$name → $reason', refuseToken);
});

describe('odd but harmless launches', () => {
  test.each(ODD_VALID)('$name → $role', async ({ claims, role }) => {
    const client = aClient(c.origin);
    const { state, nonce } = await client.login(c.platform);
    const { now } = c.t.clock;
    const overrides = { sub: `o-${role}`, ...claims(Math.floor(now.getTime() / 1000)) };
    await c.expectRole(
      await client.launch(await sign(c.platform, claimsOf(c.platform, now, nonce, overrides)), state),
      role,
    );
  });
});

describeFlow(c);
describeLogins(c);

test('every reason there is was met', () => {
  expect(REASONS.filter((reason) => !c.seen.has(reason))).toEqual([]);
});
