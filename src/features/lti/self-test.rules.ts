import type { BindingStore } from './launch.schema.ts';

export type Finding = 'ok' | 'warning' | 'problem';

/** One line of the self-test: what was found, and what to do about it (key below `lti.selfTest.advice`). */
export interface TestLine {
  check: string;
  finding: Finding;
  sentence: { id: string; values: Record<string, string | number> };
  advice: string | null;
}

/** What the self-test of one registration found out, before anything is judged. */
export interface SelfTestFacts {
  now: Date;
  registration: { pending: boolean; active: boolean; scopesAsked: string[] };
  keySet:
    | { kind: 'reached'; tookMs: number; keys: number; dateAtPlatform: Date | null }
    | { kind: 'problem'; problem: 'unreachable' | 'unreadable' };
  /** `problem` is an error id. */
  token: { kind: 'granted'; granted: string[] } | { kind: 'problem'; problem: string };
  /** The last ones, newest first. */
  launches: {
    at: Date;
    refusal: string | null;
    bindingStore: BindingStore | null;
    claims: Record<string, unknown>;
  }[];
  deployments: { approved: number; waiting: number };
}

const SLOW_MS = 2000;
/** Token times count in seconds and Moodle's tokens live for 60 of them. */
const SKEW_NOTED_SECONDS = 10;
const SKEW_TOO_MUCH_SECONDS = 50;
const AGS_CLAIM = 'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint';
const NRPS_CLAIM = 'https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice';
const AGS_SCOPE = 'https://purl.imsglobal.org/spec/lti-ags/scope/';
const BROWSER_REASONS = ['binding_missing', 'binding_wrong', 'cookies_refused', 'state_unknown'];

/** All checks, in the order in which a connection comes about. */
export function judgeSelfTest(facts: SelfTestFacts): TestLine[] {
  return [
    judgeState(facts),
    judgeKeySet(facts),
    judgeClock(facts),
    judgeToken(facts),
    judgeDeployments(facts),
    judgeLaunches(facts),
    judgeServices(facts),
    judgeBrowsers(facts),
  ];
}

function line(
  check: string,
  finding: Finding,
  outcome: string,
  rest: { values?: Record<string, string | number>; advice?: string } = {},
): TestLine {
  const sentence = { id: `lti.selfTest.${check}.${outcome}`, values: rest.values ?? {} };
  return { check, finding, sentence, advice: rest.advice ? `lti.selfTest.advice.${rest.advice}` : null };
}

function judgeState({ registration }: SelfTestFacts): TestLine {
  if (registration.pending) return line('state', 'warning', 'pending', { advice: 'approve' });
  return registration.active
    ? line('state', 'ok', 'on')
    : line('state', 'warning', 'off', { advice: 'switchOn' });
}

function judgeKeySet({ keySet }: SelfTestFacts): TestLine {
  if (keySet.kind === 'problem') return line('keySet', 'problem', keySet.problem, { advice: 'keySet' });
  const values = { ms: keySet.tookMs, count: keySet.keys };
  if (keySet.keys === 0) return line('keySet', 'problem', 'empty', { advice: 'keySet' });
  return keySet.tookMs > SLOW_MS
    ? line('keySet', 'warning', 'slow', { values, advice: 'slow' })
    : line('keySet', 'ok', 'reached', { values });
}

/** From the key set's Date header; without one, from when the last signed launch says it was issued. */
function judgeClock({ now, keySet, launches }: SelfTestFacts): TestLine {
  const header = keySet.kind === 'reached' ? keySet.dateAtPlatform : null;
  const aheadSeconds = header ? secondsBetween(now, header) : aheadAtLaunch(launches);
  if (aheadSeconds === null) return line('clock', 'warning', 'unknown', { advice: 'launchOnce' });
  const values = { seconds: Math.abs(aheadSeconds) };
  const outcome = aheadSeconds > 0 ? 'ahead' : 'behind';
  if (values.seconds <= SKEW_NOTED_SECONDS) return line('clock', 'ok', 'agree', { values });
  const finding = values.seconds > SKEW_TOO_MUCH_SECONDS ? 'problem' : 'warning';
  return line('clock', finding, outcome, { values, advice: 'clock' });
}

const secondsBetween = (from: Date, to: Date) => Math.round((to.getTime() - from.getTime()) / 1000);

function aheadAtLaunch(launches: SelfTestFacts['launches']): number | null {
  for (const { at, claims } of launches) {
    const iat = claims['iat'];
    if (typeof iat === 'number') return secondsBetween(at, new Date(iat * 1000));
  }
  return null;
}

function judgeToken({ token, registration }: SelfTestFacts): TestLine {
  if (token.kind === 'problem')
    return line('token', 'problem', tokenOutcome(token.problem), { advice: 'token' });
  const missing = registration.scopesAsked.filter((scope) => !token.granted.includes(scope));
  const values = {
    count: registration.scopesAsked.length - missing.length,
    total: registration.scopesAsked.length,
    missing: missing.map(shortScope).join(', '),
  };
  if (missing.length === 0) return line('token', 'ok', 'all', { values });
  return line('token', values.count === 0 ? 'problem' : 'warning', 'some', { values, advice: 'scopes' });
}

function tokenOutcome(problem: string): string {
  if (problem.startsWith('outbound.')) return 'unreachable';
  return problem === 'services.tokenUnreadable' ? 'unreadable' : 'refused';
}

const shortScope = (scope: string) => scope.replace(/^.*\//, '');

function judgeDeployments({ deployments }: SelfTestFacts): TestLine {
  const { approved, waiting } = deployments;
  if (waiting > 0)
    return line('deployments', 'warning', 'waiting', { values: { count: waiting }, advice: 'deployments' });
  return approved > 0
    ? line('deployments', 'ok', 'approved', { values: { count: approved } })
    : line('deployments', 'warning', 'none', { advice: 'launchOnce' });
}

function judgeLaunches({ launches }: SelfTestFacts): TestLine {
  const refused = launches.filter(({ refusal }) => refusal !== null).length;
  const values = { total: launches.length, refused };
  if (launches.length === 0) return line('launches', 'warning', 'none', { advice: 'launchOnce' });
  if (launches[0]?.refusal) return line('launches', 'problem', 'lastRefused', { values, advice: 'refusals' });
  return refused > 0
    ? line('launches', 'warning', 'some', { values, advice: 'refusals' })
    : line('launches', 'ok', 'all', { values });
}

/** What launches say of the services, against what was asked for; only launches in a course say anything. */
function judgeServices({ launches, registration }: SelfTestFacts): TestLine {
  const told = launches.filter(({ refusal }) => refusal === null).map(({ claims }) => claims);
  if (told.length === 0) return line('services', 'warning', 'unknown', { advice: 'launchOnce' });
  const granted = new Set(told.flatMap((claims) => agsScopes(claims[AGS_CLAIM])));
  const missing = registration.scopesAsked
    .filter((scope) => scope.startsWith(AGS_SCOPE) && !granted.has(scope))
    .map(shortScope);
  if (registration.scopesAsked.some((scope) => scope.includes('/lti-nrps/')))
    if (!told.some((claims) => claims[NRPS_CLAIM] !== undefined)) missing.push('contextmembership.readonly');
  return missing.length === 0
    ? line('services', 'ok', 'all')
    : line('services', 'warning', 'some', { values: { missing: missing.join(', ') }, advice: 'services' });
}

function agsScopes(claim: unknown): string[] {
  const scope = typeof claim === 'object' && claim !== null && 'scope' in claim ? claim.scope : null;
  return Array.isArray(scope) ? scope.filter((one) => typeof one === 'string') : [];
}

/** How browsers kept the sign-in at the last launches. */
function judgeBrowsers({ launches }: SelfTestFacts): TestLine {
  const count = (store: BindingStore) => launches.filter(({ bindingStore }) => bindingStore === store).length;
  const values = {
    cookie: count('cookie'),
    platform: count('platform'),
    web: count('web'),
    refused: launches.filter(({ refusal }) => refusal !== null && BROWSER_REASONS.includes(refusal)).length,
  };
  if (values.cookie + values.platform + values.web + values.refused === 0)
    return line('browsers', 'warning', 'unknown', { advice: 'launchOnce' });
  if (values.refused > 0) return line('browsers', 'warning', 'refused', { values, advice: 'browsers' });
  return values.platform + values.web > 0
    ? line('browsers', 'ok', 'storage', { values })
    : line('browsers', 'ok', 'cookies', { values });
}
