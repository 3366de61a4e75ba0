import { describe, expect, it } from '@jest/globals';
import { judgeSelfTest, type SelfTestFacts } from '../../../src/features/lti/self-test.rules.ts';
import { SCOPES } from '../../../src/features/lti/tool-config.rules.ts';

const now = new Date('2026-09-07T01:00:00Z');
const at = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const AGS = 'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint';
const NRPS = 'https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice';
const GRADES = SCOPES.filter((scope) => scope.includes('/lti-ags/'));

type Launch = SelfTestFacts['launches'][number];
const aLaunch = (given: Partial<Launch> = {}): Launch => ({
  at: now,
  refusal: null,
  bindingStore: 'cookie',
  claims: { iat: now.getTime() / 1000, [AGS]: { scope: GRADES }, [NRPS]: {} },
  ...given,
});
const facts = (given: Partial<SelfTestFacts> = {}): SelfTestFacts => ({
  now,
  registration: { pending: false, active: true, scopesAsked: [...SCOPES] },
  keySet: { kind: 'reached', tookMs: 40, keys: 1, dateAtPlatform: at(1) },
  token: { kind: 'granted', granted: [...SCOPES] },
  launches: [aLaunch()],
  deployments: { approved: 1, waiting: 0 },
  ...given,
});
const find = (check: string, given: Partial<SelfTestFacts>) => {
  const line = judgeSelfTest(facts(given)).find((one) => one.check === check);
  const [outcome] = line?.sentence.id.split('.').slice(-1) ?? [];
  return [line?.finding, outcome];
};
const reached = (given: object) => ({
  keySet: { kind: 'reached' as const, tookMs: 40, keys: 1, dateAtPlatform: now, ...given },
});

describe('a self-test', () => {
  it('finds nothing wrong with a good connection', () => {
    expect(judgeSelfTest(facts()).map(({ finding, advice }) => [finding, advice])).toEqual(
      Array.from({ length: 8 }, () => ['ok', null]),
    );
  });

  it('says what to do wherever something is wrong', () => {
    const bad = facts({
      registration: { pending: true, active: true, scopesAsked: [...SCOPES] },
      keySet: { kind: 'problem', problem: 'unreachable' },
      token: { kind: 'problem', problem: 'services.tokenRefused' },
      launches: [],
      deployments: { approved: 0, waiting: 2 },
    });
    const lines = judgeSelfTest(bad);
    expect(lines.every(({ finding, advice }) => finding !== 'ok' && advice !== null)).toBe(true);
  });

  it.each<[string, string, Partial<SelfTestFacts>, [string, string]]>([
    [
      'state',
      'off',
      { registration: { pending: false, active: false, scopesAsked: [] } },
      ['warning', 'off'],
    ],
    ['keySet', 'slow', reached({ tookMs: 4000 }), ['warning', 'slow']],
    ['keySet', 'empty', reached({ keys: 0 }), ['problem', 'empty']],
    ['clock', 'a little ahead', reached({ dateAtPlatform: at(9) }), ['ok', 'agree']],
    ['clock', 'ahead', reached({ dateAtPlatform: at(30) }), ['warning', 'ahead']],
    ['clock', 'far behind', reached({ dateAtPlatform: at(-120) }), ['problem', 'behind']],
    [
      'clock',
      'by the last launch, without a Date header',
      { ...reached({ dateAtPlatform: null }), launches: [aLaunch({ at: at(90) })] },
      ['problem', 'behind'],
    ],
    ['clock', 'unknown', { ...reached({ dateAtPlatform: null }), launches: [] }, ['warning', 'unknown']],
    ['token', 'part', { token: { kind: 'granted', granted: [...GRADES] } }, ['warning', 'some']],
    ['token', 'nothing', { token: { kind: 'granted', granted: [] } }, ['problem', 'some']],
    [
      'token',
      'no way',
      { token: { kind: 'problem', problem: 'outbound.unreachable' } },
      ['problem', 'unreachable'],
    ],
    ['deployments', 'waiting', { deployments: { approved: 1, waiting: 1 } }, ['warning', 'waiting']],
    [
      'launches',
      'one refused',
      { launches: [aLaunch(), aLaunch({ refusal: 'exp_past' })] },
      ['warning', 'some'],
    ],
    ['launches', 'the last', { launches: [aLaunch({ refusal: 'exp_past' })] }, ['problem', 'lastRefused']],
    [
      'services',
      'no roster',
      { launches: [aLaunch({ claims: { [AGS]: { scope: GRADES } } })] },
      ['warning', 'some'],
    ],
    [
      'services',
      'odd claim',
      { launches: [aLaunch({ claims: { [AGS]: 'x', [NRPS]: 1 } })] },
      ['warning', 'some'],
    ],
    [
      'services',
      'a launch without a course beside one with',
      { launches: [aLaunch({ claims: {} }), aLaunch()] },
      ['ok', 'all'],
    ],
    ['browsers', 'storage', { launches: [aLaunch({ bindingStore: 'platform' })] }, ['ok', 'storage']],
    [
      'browsers',
      'refused',
      { launches: [aLaunch({ refusal: 'binding_missing', bindingStore: null })] },
      ['warning', 'refused'],
    ],
  ])('%s: %s', (check, _, given, expected) => {
    expect(find(check, given)).toEqual(expected);
  });

  it('names the permissions that are missing', () => {
    const [, , , token] = judgeSelfTest(facts({ token: { kind: 'granted', granted: [...GRADES] } }));
    expect(token?.sentence.values).toEqual({ count: 3, total: 4, missing: 'contextmembership.readonly' });
  });
});
