import { beforeEach, describe, expect, test } from '@jest/globals';
import { createPlatformKeys, type PlatformKeys } from '../../../src/features/lti/platform-keys.client.ts';
import type { OutboundResponse } from '../../../src/infra/outbound.ts';
import { aSigningKey } from '../../support/test-platform.ts';

const first = await aSigningKey('first');
const second = await aSigningKey('second');

let now: Date;
let fetches: number;
let answer: () => Promise<OutboundResponse>;
let keys: PlatformKeys;

const serving =
  (...published: object[]) =>
  () =>
    Promise.resolve({ status: 200, headers: new Headers(), text: JSON.stringify({ keys: published }) });
const ask = (kid: string) => keys('https://lms.example.edu/jwks', { alg: 'RS256', kid });
const later = (seconds: number) => {
  now = new Date(now.getTime() + seconds * 1000);
};

beforeEach(() => {
  now = new Date('2026-09-07T01:00:00Z');
  fetches = 0;
  answer = serving(first.publicJwk);
  keys = createPlatformKeys(
    () => {
      fetches += 1;
      return answer();
    },
    () => now,
  );
});

describe('A platform’s keys', () => {
  test('are fetched once for a class that comes at the same time', async () => {
    const found = await Promise.all(Array.from({ length: 40 }, () => ask('first')));
    expect(found.map(({ kind }) => kind)).toEqual(Array(40).fill('key'));
    expect(fetches).toBe(1);
  });

  test('are fetched again when they are ten minutes old', async () => {
    await ask('first');
    later(599);
    await ask('first');
    expect(fetches).toBe(1);
    later(2);
    await ask('first');
    expect(fetches).toBe(2);
  });

  test('are fetched again for a kid that is new: the platform has rotated', async () => {
    await ask('first');
    later(31);
    answer = serving(first.publicJwk, second.publicJwk);
    expect(await ask('second')).toMatchObject({ kind: 'key' });
    expect(fetches).toBe(2);
  });

  test('made-up kids cause one fetch per half minute, however many come', async () => {
    await ask('first');
    later(31);
    for (let i = 0; i < 10; i += 1) expect(await ask(`made-up-${i}`)).toEqual({ kind: 'unknown' });
    expect(fetches).toBe(2);
    later(31);
    await Promise.all(Array.from({ length: 10 }, (_, i) => ask(`more-${i}`)));
    expect(fetches).toBe(3);
  });

  test('stay good for a day when the platform doesn’t answer', async () => {
    await ask('first');
    answer = () => Promise.reject(new Error('down'));
    later(3600);
    expect(await ask('first')).toMatchObject({ kind: 'key' });
    later(24 * 3600);
    expect(await ask('first')).toMatchObject({ kind: 'unreachable' });
  });

  test('a platform that never answered is asked again after half a minute', async () => {
    answer = () => Promise.reject(new Error('down'));
    expect(await ask('first')).toMatchObject({ kind: 'unreachable' });
    answer = serving(first.publicJwk);
    expect(await ask('first')).toMatchObject({ kind: 'unreachable' });
    expect(fetches).toBe(1);
    later(30);
    expect(await ask('first')).toMatchObject({ kind: 'key' });
  });
});
