import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify, type JSONWebKeySet } from 'jose';
import request from 'supertest';
import { signAsTool } from '../../../src/features/lti/index.ts';
import { keyState, planPool, type PooledKey } from '../../../src/features/lti/key-pool.rules.ts';
import { ltiKeys } from '../../../src/features/lti/login.tables.ts';
import { revokeKey, rotateKeys, selectKeys, tendKeys } from '../../../src/features/lti/tool-keys.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aPerson, aSchool } from '../../support/builders.ts';

const NOW = new Date('2026-09-07T01:00:00Z');
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const ago = (milliseconds: number) => new Date(NOW.getTime() - milliseconds);
const aKey = (kid: string, given: Partial<PooledKey> = {}): PooledKey => ({
  kid,
  createdAt: ago(200 * DAY_MS),
  activatedAt: null,
  retiredAt: null,
  revokedAt: null,
  ...given,
});
const active = (kid: string, days: number) => aKey(kid, { activatedAt: ago(days * DAY_MS) });
const NOTHING = { activate: null, retire: [], remove: [], make: 0 };

describe('The plan of the key pool', () => {
  test.each([
    ['nothing there: two are made, the first signs at once', [], 'when-due', { ...NOTHING, make: 2 }],
    [
      'a young key signs and the next is published: nothing to do',
      [active('a', 10), aKey('n')],
      'when-due',
      NOTHING,
    ],
    ['a key without a next one: one is made', [active('a', 10)], 'when-due', { ...NOTHING, make: 1 }],
    [
      'a key of ninety days goes, the next signs, another is made',
      [active('a', 90), aKey('n')],
      'when-due',
      { activate: 'n', retire: ['a'], remove: [], make: 1 },
    ],
    [
      'a next key that platforms may not know yet has to wait',
      [active('a', 90), aKey('n', { createdAt: ago(HOUR_MS) })],
      'when-due',
      NOTHING,
    ],
    [
      'an administrator may rotate before its time',
      [active('a', 1), aKey('n')],
      'now-please',
      { activate: 'n', retire: ['a'], remove: [], make: 1 },
    ],
    [
      'after a revocation the next signs at once, known or not',
      [active('a', 1), aKey('n', { createdAt: ago(60_000) })].map((key) =>
        key.kid === 'a' ? { ...key, revokedAt: ago(0) } : key,
      ),
      'when-due',
      { activate: 'n', retire: [], remove: [], make: 1 },
    ],
    [
      'retired keys stay for two weeks',
      [
        active('a', 1),
        aKey('n'),
        aKey('old', { retiredAt: ago(13 * DAY_MS) }),
        aKey('older', { retiredAt: ago(14 * DAY_MS) }),
      ],
      'when-due',
      { ...NOTHING, remove: ['older'] },
    ],
    [
      'of two that sign the younger one stays',
      [active('a', 5), active('b', 1), aKey('n')],
      'when-due',
      { ...NOTHING, retire: ['a'] },
    ],
  ] as const)('%s', (_sentence, keys, wish, plan) => {
    expect(planPool(keys, NOW, wish)).toEqual(plan);
  });

  test('whatever the pool holds, after the plan exactly one key signs and one is next', () => {
    const moment = fc.option(fc.integer({ min: 0, max: 200 }).map((days) => ago(days * DAY_MS)));
    const pool = fc.array(
      fc.record({
        createdAt: fc.constant(ago(201 * DAY_MS)),
        activatedAt: moment,
        retiredAt: moment,
        revokedAt: moment,
      }),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(pool, fc.constantFrom('when-due' as const, 'now-please' as const), (rows, wish) => {
        const keys = rows.map((row, index) => ({ ...row, kid: String(index) }));
        const plan = planPool(keys, NOW, wish);
        const after = keys
          .filter(({ kid }) => !plan.remove.includes(kid))
          .map((key) => ({
            ...key,
            retiredAt: plan.retire.includes(key.kid) ? NOW : key.retiredAt,
            activatedAt: plan.activate === key.kid ? NOW : key.activatedAt,
          }));
        const count = (state: string) => after.filter((key) => keyState(key) === state).length;
        const made = { active: plan.make > 1 ? 1 : 0, next: plan.make > 0 ? 1 : 0 };
        expect(count('active') + made.active).toBe(1);
        expect(count('next') + made.next).toBeGreaterThanOrEqual(1);
      }),
    );
  });
});

describe('The tool’s keys', () => {
  let t: TestApp;
  let by: { schoolId: string; personId: string };
  beforeAll(async () => {
    t = await createTestApp();
    const { schoolId } = await aSchool(t.deps);
    by = { schoolId, personId: (await aPerson(t.deps, { schoolId })).personId };
  });
  afterAll(() => t.close());

  const published = async () => (await request(t.app.express).get('/lti/jwks')).body as JSONWebKeySet;
  const sign = () => signAsTool(t.deps, { iss: 'waymark' }, { expiresInSeconds: 60 });
  const states = async () => (await selectKeys(t.deps.db)).map(({ state }) => state);

  test('the first request makes a pool; parallel ones agree on it', async () => {
    const sets = await Promise.all([published(), published(), published(), published()]);
    for (const set of sets) expect(set.keys).toHaveLength(2);
    expect((await states()).sort()).toEqual(['active', 'next']);
    expect(JSON.stringify(sets)).not.toContain('"d"');
    expect(JSON.stringify(await t.deps.db.select().from(ltiKeys))).not.toContain('PRIVATE');
  });

  test('platforms may keep the set for an hour', async () => {
    const answer = await request(t.app.express).get('/lti/jwks');
    expect(answer.headers['cache-control']).toBe('public, max-age=3600');
  });

  test('what we sign is checked with what we publish, before and after a rotation', async () => {
    const before = await sign();
    t.clock.advance(3 * HOUR_MS);
    const known = createLocalJWKSet(await published());
    await rotateKeys(t.deps, by);
    const after = await sign();
    expect(decodeProtectedHeader(after).kid).not.toBe(decodeProtectedHeader(before).kid);
    // The platform's copy is from before the rotation and holds the new key already.
    const options = { currentDate: t.clock.now };
    await expect(jwtVerify(after, known, options)).resolves.toBeDefined();
    expect((await published()).keys).toHaveLength(3);
    expect((await states()).sort()).toEqual(['active', 'next', 'retired']);
  });

  test('a second rotation has to wait until platforms can know the key', async () => {
    await expect(rotateKeys(t.deps, by)).rejects.toMatchObject({ id: 'lti.nextKeyTooYoung', status: 409 });
  });

  test('a revoked key is published no more, and another signs at once', async () => {
    const { kid } = decodeProtectedHeader(await sign());
    await revokeKey(t.deps, by, String(kid));
    expect((await published()).keys.map((key) => key.kid)).not.toContain(kid);
    expect(decodeProtectedHeader(await sign()).kid).not.toBe(kid);
    await expect(revokeKey(t.deps, by, String(kid))).rejects.toMatchObject({ status: 404 });
  });

  test('where several schools live, no administrator of one changes what signs for all', async () => {
    const { kid } = decodeProtectedHeader(await sign());
    await aSchool(t.deps, { name: 'Another school' });
    const refused = { id: 'lti.keysShared', status: 403 };
    await expect(rotateKeys(t.deps, by)).rejects.toMatchObject(refused);
    await expect(revokeKey(t.deps, by, String(kid))).rejects.toMatchObject(refused);
    await revokeKey(t.deps, null, String(kid));
    expect(decodeProtectedHeader(await sign()).kid).not.toBe(kid);
  });

  test('after two weeks the retired ones are gone, after ninety days the next one signs', async () => {
    const { kid } = decodeProtectedHeader(await sign());
    t.clock.advance(91 * DAY_MS);
    await tendKeys(t.deps);
    expect(decodeProtectedHeader(await sign()).kid).not.toBe(kid);
    expect((await states()).sort()).toEqual(['active', 'next', 'retired']);
  });
});
