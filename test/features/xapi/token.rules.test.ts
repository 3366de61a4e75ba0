import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { allows, readableBy } from '../../../src/features/xapi/credential.rules.ts';
import { SCOPES, type Scope } from '../../../src/features/xapi/credential.schema.ts';
import { checkAuthority } from '../../../src/features/xapi/actor.rules.ts';
import {
  credentialIdOf,
  isAccessTokenType,
  mapScopes,
  readBearer,
  readScopeMap,
  toAuthority,
  writeScopeMap,
} from '../../../src/features/xapi/token.rules.ts';

const ISSUER = 'https://login.school.example';
const TRUST = '0199c0de-0000-7000-8000-000000000001';

const bearers: [sentence: string, claims: Record<string, unknown>, bearer: unknown][] = [
  ['a client for itself', { client_id: 'app' }, { client: 'app', subject: null }],
  ['a client whose subject it is itself', { client_id: 'app', sub: 'app' }, { client: 'app', subject: null }],
  ['a person', { sub: 'p1' }, { client: null, subject: 'p1' }],
  ['a client for a person', { azp: 'app', sub: 'p1' }, { client: 'app', subject: 'p1' }],
  ['nobody', { sub: ' ', client_id: 7 }, null],
  ['someone whose name can’t be kept', { sub: 'a\0b' }, null],
];
test.each(bearers)('reads %s', (_sentence, claims, bearer) => {
  expect(readBearer(claims)).toEqual(bearer);
});

describe('the authority of a token', () => {
  it('is an agent, or the pair of a client and a person', () => {
    expect(toAuthority(ISSUER, { client: 'app', subject: null })).toEqual({
      objectType: 'Agent',
      account: { homePage: ISSUER, name: 'app' },
    });
    const pair = toAuthority(ISSUER, { client: 'app', subject: 'p1' });
    expect(pair).toMatchObject({
      objectType: 'Group',
      member: [{ account: { name: 'app' } }, { account: { name: 'p1' } }],
    });
    expect(checkAuthority(pair)).toBeNull();
  });

  it('reads as its own only what the very same bearer sent', () => {
    const idOf = (client: string | null, subject: string | null) =>
      credentialIdOf(TRUST, { client, subject });
    expect(idOf('app', 'p1')).toBe(idOf('app', 'p1'));
    expect(new Set([idOf('app', 'p1'), idOf('app', 'p2'), idOf('app', null), idOf(null, 'app')]).size).toBe(
      4,
    );
    const authority = toAuthority(ISSUER, { client: 'app', subject: 'p1' });
    const reader = { schoolId: TRUST, credentialId: TRUST, authority };
    expect(readableBy({ ...reader, scopes: ['statements/read/mine'] }).own).toEqual({
      credentialId: TRUST,
      agentKey: `account|${ISSUER}|p1`,
    });
    expect(readableBy({ ...reader, scopes: ['statements/read'] }).own).toBeNull();
  });
});

test('a token’s scopes and its issuer’s meet where both allow', () => {
  const some = fc.subarray([...SCOPES]);
  fc.assert(
    fc.property(some, some, (meant, ceiling) => {
      const got = mapScopes({ scope: meant.join(' ') }, {}, ceiling);
      for (const scope of SCOPES)
        expect(allows(got, scope)).toBe(allows(meant, scope) && allows(ceiling, scope));
    }),
  );
});

const mapped: [
  sentence: string,
  claims: Record<string, unknown>,
  map: Record<string, Scope[]>,
  got: Scope[],
][] = [
  [
    'names of its own',
    { scope: 'openid lms.write' },
    { 'lms.write': ['statements/write'] },
    ['statements/write'],
  ],
  ['a list', { scp: ['statements/write'] }, {}, ['statements/write']],
  ['our names beside a map that hasn’t them', { scope: 'all' }, { x: ['state'] }, []],
  ['names every object has', { scope: 'constructor toString' }, { x: ['state'] }, []],
  ['nothing', {}, {}, []],
  ['something that is no scope', { scope: 7 }, {}, []],
];
test.each(mapped)('maps %s', (_sentence, claims, map, got) => {
  expect(mapScopes(claims, map, ['all'])).toEqual(got);
});

test('a map of scopes is read as it is written', () => {
  const text = 'lms.write = statements/write, define\nhttps://api.example/read = all/read';
  const read = readScopeMap(`\n ${text}  \n\n`);
  expect(read).toMatchObject({ ok: true });
  expect(writeScopeMap(read.ok ? read.map : {})).toBe(text);
  for (const wrong of ['x', 'x =', '= all', 'x = al', 'x = all, al', 'a b = all', '__proto__ = all\ny'])
    expect(readScopeMap(wrong)).toMatchObject({ ok: false });
});

test('only access tokens are taken', () => {
  for (const typ of [undefined, 'JWT', 'at+jwt', 'application/at+jwt'])
    expect(isAccessTokenType(typ)).toBe(true);
  for (const typ of ['logout+jwt', 'dpop+jwt', '', 7, null]) expect(isAccessTokenType(typ)).toBe(false);
});
