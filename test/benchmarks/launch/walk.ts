import { performance } from 'node:perf_hooks';
import type { Child } from '../../conformance/child.ts';
import { claimsOf, sign, type TestPlatform } from '../../support/test-platform.ts';
import type { Browser } from './browsers.ts';

/** Where a subject takes what LMSs send. */
export interface Doors {
  login: string;
  launch: string;
  targetLinkUri: string;
}

export interface Visitor {
  subject: string;
  name: string;
  browser: Browser;
}

export const PHASES = ['login', 'launch', 'landing'] as const;
export type Phase = (typeof PHASES)[number];

/** What a batch of walks took. */
export interface Batch {
  walks: number;
  /** Of all walks together. */
  elapsedMs: Record<Phase, number>;
  /** Of each walk, all three phases. */
  walkMs: number[];
  /** Of the subject's process, per walk: says something on a busy machine, too. */
  cpuMs: Record<Phase, number>;
  landedAt: string;
}

/**
 * A batch of people on the whole way: all log in, then the platform signs (its work, on no clock), then all launch,
 * then all see their page; `abreast` of them at a time.
 */
export async function walkAll(
  subject: Child,
  doors: Doors,
  platform: TestPlatform,
  visitors: Visitor[],
  given: { abreast: number; onPhase?: (phase: Phase) => Promise<void> },
): Promise<Batch> {
  const walkMs = visitors.map(() => 0);
  const elapsedMs = { login: 0, launch: 0, landing: 0 };
  const cpuMs = { login: 0, launch: 0, landing: 0 };
  const cpu = async () => Number(await subject.ask('cpuMicroseconds')) / 1000;

  async function phase<T>(name: Phase, step: (visitor: Visitor, index: number) => Promise<T>): Promise<T[]> {
    const results: T[] = [];
    let next = 0;
    const loop = async () => {
      for (let index = next++; index < visitors.length; index = next++) {
        const visitor = visitors[index];
        if (!visitor) return;
        const startedAt = performance.now();
        results[index] = await step(visitor, index);
        walkMs[index] = (walkMs[index] ?? 0) + performance.now() - startedAt;
      }
    };
    const cpuBefore = await cpu();
    const startedAt = performance.now();
    await Promise.all(Array.from({ length: given.abreast }, loop));
    elapsedMs[name] = performance.now() - startedAt;
    cpuMs[name] = ((await cpu()) - cpuBefore) / visitors.length;
    await given.onPhase?.(name);
    return results;
  }

  const started = await phase('login', (visitor) => logIn(doors, platform, visitor));
  const tokens: string[] = [];
  for (const [index, { nonce }] of started.entries())
    tokens.push(await tokenFor(platform, visitors[index], nonce, doors.targetLinkUri));
  const landings = await phase('launch', async ({ browser }, index) => {
    const form = { id_token: tokens[index] ?? '', state: started[index]?.state ?? '' };
    const answer = await browser.post(doors.launch, form);
    if (answer.status >= 400 || !answer.location)
      throw new Error(`A launch was answered ${answer.status}: ${answer.body.slice(0, 500)}`);
    return answer.location;
  });
  await phase('landing', async ({ browser }, index) => {
    const answer = await browser.get(landings[index] ?? '');
    if (answer.status !== 200) throw new Error(`${landings[index]} was answered ${answer.status}`);
  });
  const landedAt = (landings[0] ?? '').replace(/^\/s\/[^/]+/, '').replace(/\?.*/, '');
  return { walks: visitors.length, elapsedMs, walkMs, cpuMs, landedAt };
}

async function logIn(
  doors: Doors,
  platform: TestPlatform,
  { browser, subject }: Visitor,
): Promise<{ state: string; nonce: string }> {
  const form = {
    iss: platform.issuer,
    login_hint: subject,
    target_link_uri: doors.targetLinkUri,
    lti_message_hint: JSON.stringify({ cmid: '7', launchid: 'ltilaunch7_1' }),
    client_id: platform.clientId,
    lti_deployment_id: platform.deploymentId,
  };
  let answer = await browser.post(doors.login, form);
  // The first time in a browser Waymark looks whether its cookie comes back.
  if (answer.location.startsWith('/')) answer = await browser.get(answer.location);
  if (!answer.location)
    throw new Error(`A login was answered ${answer.status}: ${answer.body.slice(0, 500)}`);
  const { searchParams } = new URL(answer.location);
  return { state: searchParams.get('state') ?? '', nonce: searchParams.get('nonce') ?? '' };
}

function tokenFor(
  platform: TestPlatform,
  visitor: Visitor | undefined,
  nonce: string,
  targetLinkUri: string,
): Promise<string> {
  const told = {
    sub: visitor?.subject,
    name: visitor?.name,
    email: `${visitor?.subject}@lms.example.edu`,
    'https://purl.imsglobal.org/spec/lti/claim/target_link_uri': targetLinkUri,
    'https://purl.imsglobal.org/spec/lti/claim/ext': { user_username: visitor?.subject, lms: 'moodle-2' },
  };
  return sign(platform, claimsOf(platform, new Date(), nonce, told));
}
