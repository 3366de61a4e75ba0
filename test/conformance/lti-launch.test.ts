import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import { ltiLogins } from '../../src/features/lti/login.tables.ts';
import { REASONS, type Reason } from '../../src/features/lti/refusal.rules.ts';
import { launchKeys } from '../../src/features/roster/record-launch.ts';
import { identities } from '../../src/features/roster/roster.tables.ts';
import { sessions } from '../../src/features/roster/sessions.tables.ts';
import { aClient, loginForm } from '../support/launch-client.ts';
import { claimsOf, sign } from '../support/test-platform.ts';
import { isBad, type BadRow, type GoodRow, type Outcome, type Row } from './row.ts';
import { openTheatre, playRow, type Stage, type Theatre } from './stage.ts';
import { TABLE } from './table.ts';
import { aWaymark, type WaymarkSubject } from './waymark.subject.ts';

let waymark: WaymarkSubject;
let theatre: Theatre;
/** Reasons met by any row. */
const seen = new Set<Reason>();

beforeAll(async () => {
  waymark = await aWaymark();
  theatre = await openTheatre(waymark);
});
beforeEach(() => void (waymark.lines.length = 0));
afterAll(async () => {
  await theatre.close();
  await waymark.close();
});

/** A refusal as promised: the status, a page with number and reason, a log line with the rule, nothing echoed, no session. */
function expectRefusal(outcome: Outcome, { reason, status = 401 }: BadRow, secrets: string[]): void {
  seen.add(reason);
  const { answer, refusals = 1 } = outcome;
  const shown = /· <code>([a-z_]+)<\/code>/.exec(answer?.body ?? '')?.[1];
  expect({ kind: outcome.kind, status: answer?.status, reason: shown }).toEqual({
    kind: 'refused',
    status,
    reason,
  });
  expect(answer?.body).toContain(answer?.headers.get('x-request-id'));
  expect(answer?.cookies).not.toHaveProperty('__Secure-waymark');
  // Launches that went well make others read on, and these may log something of their own.
  const logged = waymark.lines
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter(({ msg }) => msg === 'launch refused');
  expect(logged).toHaveLength(refusals);
  for (const line of logged) {
    expect(line).toMatchObject({ reason });
    expect(line['specSection']).toMatch(/^(security|lti|lti-dl|lti-srs)\/v\dp|^OpenID|^RFC/);
    expect(line).toHaveProperty('claim');
  }
  for (const secret of ['learner01@lms.example.edu', ...secrets].filter((value) => value.length > 8)) {
    expect(answer?.body).not.toContain(secret);
    expect(waymark.lines.join('')).not.toContain(secret);
  }
}

async function expectAcceptance(outcome: Outcome, { as }: GoodRow): Promise<void> {
  expect({ kind: outcome.kind, status: outcome.answer?.status }).toMatchObject({ kind: 'accepted' });
  if (!as) return;
  const session = await sessionOf(outcome);
  const landing = as.landing?.replace('<101>', (await personOf('101')) ?? '');
  expect({ role: session?.role, landing: session?.landing }).toEqual({
    role: as.role,
    landing: landing ?? null,
  });
}

async function sessionOf({ answer }: Outcome) {
  const id = /^\/s\/([\w-]+)\/\w+/.exec(answer?.location ?? '')?.[1] ?? '';
  const [session] = await waymark.t.deps.db.select().from(sessions).where(eq(sessions.id, id));
  return session;
}

async function personOf(subject: string): Promise<string | undefined> {
  const [identity] = await waymark.t.deps.db
    .select({ personId: identities.personId })
    .from(identities)
    .where(
      and(
        eq(identities.schoolId, waymark.schoolId),
        eq(identities.actorKey, launchKeys(theatre.platform.issuer, subject, null).actorKey),
      ),
    );
  return identity?.personId;
}

async function check(row: Row): Promise<void> {
  const { outcome, stage, login } = await playRow(theatre, row);
  if (!isBad(row)) return expectAcceptance(outcome, row);
  expectRefusal(outcome, row, stage.secrets);
  if (!login) return;
  // What fails a check burns nothing: the rightful token still enters.
  const rightful = await login.browser.launch({
    id_token: await stage.token(login.nonce),
    state: login.state,
  });
  expect(rightful.kind).toBe('accepted');
}

for (const { title, rows } of TABLE)
  describe(title, () => {
    test.each(rows.map((row) => ({ ...row, becomes: isBad(row) ? row.reason : 'accepted' })))(
      '$name → $becomes',
      check,
    );
  });

describe('beyond the table', () => {
  test('a browser that gives no cookie back, not even in a window of its own → cookies_refused', async () => {
    const query = new URLSearchParams({ ...loginForm(theatre.platform), waymark_step: 'window' }).toString();
    const answer = await aClient(waymark.origin).get(`/lti/login?${query}`);
    const row = { name: '', reason: 'cookies_refused', status: 400 } as const;
    expectRefusal({ kind: 'refused', answer }, row, []);
  });
  test('only hashes of state, nonce and binding are stored', async () => {
    const { browser, state, nonce } = await (await theatre.stage()).logIn();
    const stored = JSON.stringify(await waymark.t.deps.db.select().from(ltiLogins));
    for (const secret of [state, nonce, ...browser.cookies.values()].filter((value) => value.length > 8))
      expect(stored).not.toContain(secret);
  });
  test('an LTI 1.1 identity that nobody proved makes nobody somebody else', async () => {
    const enter = async (s: Stage, claims: Record<string, unknown>) => {
      const { browser, state, nonce } = await s.logIn();
      const signed = await sign(theatre.platform, claimsOf(theatre.platform, waymark.now(), nonce, claims));
      return sessionOf(await browser.launch({ id_token: signed, state }));
    };
    const stage = await theatre.stage();
    const lti1p1 = { user_id: 'old-teacher', oauth_consumer_key: 'key', oauth_consumer_key_sign: 'bad' };
    const teacher = await enter(stage, { sub: 'old-teacher' });
    const claimant = await enter(stage, {
      sub: 'claimant',
      'https://purl.imsglobal.org/spec/lti/claim/lti1p1': lti1p1,
    });
    expect(claimant?.personId).toBeDefined();
    expect(claimant?.personId).not.toBe(teacher?.personId);
  });
});

test('the table is whole', () => {
  const names = TABLE.flatMap(({ title, rows }) => rows.map(({ name }) => `${title}: ${name}`));
  expect(new Set(names).size).toBe(names.length);
  expect(TABLE[0]?.rows).toHaveLength(12);
  expect(TABLE[1]?.rows).toHaveLength(18);
});

test('every reason there is was met', () => {
  expect(REASONS.filter((reason) => !seen.has(reason))).toEqual([]);
});
