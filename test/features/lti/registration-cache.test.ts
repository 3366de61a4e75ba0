import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createRegistration } from '../../../src/features/lti/index.ts';
import { createRegistrationCache } from '../../../src/features/lti/registration-cache.ts';
import { judgeRegistration } from '../../../src/features/lti/judge-registration.ts';
import type { Deps } from '../../../src/infra/deps.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aSchool } from '../../support/builders.ts';

let t: TestApp;
let schoolId: string;
beforeAll(async () => {
  t = await createTestApp();
  ({ schoolId } = await aSchool(t.deps));
});
afterAll(() => t.close());

/** Counts how often the registrations are read. */
function counting(): { deps: Deps; reads: () => number } {
  let reads = 0;
  const db = new Proxy(t.deps.db, {
    get(target, name) {
      if (name === 'select') reads += 1;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  return { deps: { ...t.deps, db }, reads: () => reads };
}

async function aRegistration(issuer: string, clientId: string): Promise<string> {
  const { registrationId } = await createRegistration(t.deps.db, t.deps, {
    schoolId,
    issuer,
    clientId,
    authLoginUrl: `${issuer}/auth`,
    tokenUrl: `${issuer}/token`,
    jwksUrl: `${issuer}/keys`,
    family: 'moodle',
  });
  return registrationId;
}

test('fifty logins at once read once, and none within the next minute', async () => {
  const issuer = 'https://one.example.edu';
  await aRegistration(issuer, 'a');
  const { deps, reads } = counting();
  const registrations = createRegistrationCache(deps);
  const all = await Promise.all(Array.from({ length: 50 }, () => registrations(issuer, ['a'])));
  expect(all.every((found) => found[0]?.clientId === 'a')).toBe(true);
  await registrations(issuer, []);
  expect(reads()).toBe(1);
  t.clock.advance(60_000);
  await registrations(issuer, ['a']);
  expect(reads()).toBe(2);
});

test('a client registered meanwhile is found at once, also by who waits for an older read', async () => {
  const issuer = 'https://two.example.edu';
  await aRegistration(issuer, 'a');
  const { deps, reads } = counting();
  const registrations = createRegistrationCache(deps);
  const early = registrations(issuer, ['a']);
  await aRegistration(issuer, 'b');
  const found = await registrations(issuer, ['b']);
  expect(found.map(({ clientId }) => clientId).sort()).toEqual(['a', 'b']);
  await early;
  expect(reads()).toBeLessThanOrEqual(2);
});

test('a change made here shows at the next login', async () => {
  const issuer = 'https://three.example.edu';
  const registrationId = await aRegistration(issuer, 'a');
  const registrations = createRegistrationCache(t.deps);
  expect((await registrations(issuer, ['a']))[0]?.active).toBe(true);
  const by = { schoolId, personId: null };
  const changed = await judgeRegistration(t.deps, by, { registrationId, verdict: 'switch-off' });
  registrations.forget(changed.issuer);
  expect((await registrations(issuer, ['a']))[0]?.active).toBe(false);
});

test('a read overtaken by a change is not kept', async () => {
  const issuer = 'https://four.example.edu';
  const registrationId = await aRegistration(issuer, 'a');
  const registrations = createRegistrationCache(t.deps);
  const early = registrations(issuer, ['a']);
  registrations.forget(issuer);
  await judgeRegistration(t.deps, { schoolId, personId: null }, { registrationId, verdict: 'switch-off' });
  await early;
  expect((await registrations(issuer, ['a']))[0]?.active).toBe(false);
});
