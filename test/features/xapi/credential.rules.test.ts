import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { allows, findPreset, readScopes, readToken } from '../../../src/features/xapi/credential.rules.ts';
import { PRESET_NAMES, PRESETS, SCOPES, type Scope } from '../../../src/features/xapi/credential.schema.ts';
import { takeRequest, type Allowance } from '../../../src/infra/rate-limit.ts';

const allowed: [scopes: Scope[], needed: Scope, does: boolean][] = [
  [['all'], 'define', true],
  [['all'], 'statements/read/mine', true],
  [['all/read'], 'statements/read', true],
  [['all/read'], 'agents_profile/read', true],
  [['all/read'], 'state', false],
  [['statements/read'], 'statements/read/mine', true],
  [['statements/read/mine'], 'statements/read', false],
  [['statements/write'], 'statements/read/mine', false],
  [['statements/write'], 'define', false],
  [['state'], 'state/read', true],
  [['state/read'], 'state', false],
  [['activities_profile'], 'agents_profile/read', false],
];
test.each(allowed)('%j and %s: %s', (scopes, needed, does) => {
  expect(allows(scopes, needed)).toBe(does);
});

describe('words for scopes', () => {
  it('are a preset, or scopes with commas', () => {
    for (const name of PRESET_NAMES) expect(readScopes(name)).toEqual([...PRESETS[name]].sort(byOrder));
    expect(readScopes('state, statements/write')).toEqual(['statements/write', 'state']);
    for (const wrong of ['', 'sent', 'state,stat', 'all,']) expect(readScopes(wrong)).toBeNull();
  });

  it('find their preset again, in whatever order', () => {
    expect(findPreset(['define', 'statements/write'])).toBe('send');
    expect(findPreset(['statements/write'])).toBeNull();
  });
});
const byOrder = (a: Scope, b: Scope) => SCOPES.indexOf(a) - SCOPES.indexOf(b);

test('a Bearer header is told from others', () => {
  expect(readToken('bearer  a.b.c')).toBe('a.b.c');
  for (const other of [undefined, 'Basic abc', 'Bearer', 'Bearer ', 'a.b.c'])
    expect(readToken(other)).toBeNull();
});

describe('a limit of requests per minute', () => {
  it('lets a minute’s worth through at once, then one for each share of a minute', () => {
    let allowance: Allowance | null = null;
    const take = (now: number) => {
      const taken = takeRequest(allowance, 60, now);
      ({ allowance } = taken);
      return taken.waitSeconds;
    };
    for (let n = 0; n < 60; n += 1) expect(take(0)).toBe(0);
    expect(take(0)).toBe(1);
    expect(take(900)).toBe(1);
    expect(take(1000)).toBe(0);
    expect(take(1000)).toBe(1);
  });

  it('lets in no more than it says, whenever requests come, and whoever waits as told', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 200 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 120 }), gaps, (perMinute, waits) => {
        let allowance: Allowance | null = null;
        let now = 0;
        let admitted = 0;
        for (const gap of waits) {
          now += gap;
          const taken = takeRequest(allowance, perMinute, now);
          ({ allowance } = taken);
          if (taken.waitSeconds === 0) admitted += 1;
          else expect(takeRequest(allowance, perMinute, now + taken.waitSeconds * 1000).waitSeconds).toBe(0);
        }
        expect(admitted).toBeLessThanOrEqual(perMinute + (now / 60_000) * perMinute + 1e-6);
      }),
    );
  });
});
