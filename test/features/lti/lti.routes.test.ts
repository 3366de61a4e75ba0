import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import { auditEvents } from '../../../src/infra/infra.tables.ts';
import {
  courses,
  identities,
  memberships,
  people,
  personKeys,
  serviceStages,
} from '../../../src/features/roster/roster.tables.ts';
import { sessions } from '../../../src/features/roster/sessions.tables.ts';
import { ltiDeployments } from '../../../src/features/lti/lti.tables.ts';
import { createRegistration, judgeDeploymentOf } from '../../../src/features/lti/index.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { ignoredActors, movedActors } from '../../../src/features/roster/identity.tables.ts';
import { selectIdentities } from '../../../src/features/roster/index.ts';
import { hashAddress } from '../../../src/features/roster/mailbox-hash.ts';
import { aPerson, aSchool } from '../../support/builders.ts';
import { aClient, loginForm, serve, type Answer } from '../../support/launch-client.ts';
import {
  INSTRUCTOR,
  LTI,
  ROLE,
  aPlatform,
  claimsOf,
  register,
  sign,
  type Claims,
  type TestPlatform,
} from '../../support/test-platform.ts';

let t: TestApp;
let origin: string;
let stop: () => Promise<void>;
let platform: TestPlatform;
let schoolId: string;

beforeAll(async () => {
  t = await createTestApp();
  ({ origin, close: stop } = await serve(t.app.express));
  ({ schoolId } = await aSchool(t.deps));
  platform = await aPlatform();
  await register(t.deps, schoolId, platform);
});
afterAll(async () => {
  await stop();
  await platform.close();
  await t.close();
});

async function launchAs(overrides: Claims = {}, of = platform): Promise<Answer> {
  const client = aClient(origin);
  const { state, nonce } = await client.login(of);
  return client.launch(await sign(of, claimsOf(of, t.clock.now, nonce, overrides)), state);
}

async function personOf(subject: string) {
  const [row] = await t.deps.db
    .select()
    .from(identities)
    .innerJoin(people, and(eq(people.schoolId, identities.schoolId), eq(people.id, identities.personId)))
    .innerJoin(personKeys, eq(personKeys.personId, people.id))
    .where(eq(identities.actorKey, `account|${platform.issuer}|${subject}`));
  if (!row) throw new Error(`Nobody goes by ${subject}.`);
  return { ...row.people, wrappedKey: row.person_keys.wrappedKey };
}

describe('A login', () => {
  test('sends the browser to the platform with what Moodle wants, and stores only hashes', async () => {
    const { authenticationUrl } = await aClient(origin).login(platform);
    expect(authenticationUrl.origin + authenticationUrl.pathname).toBe(
      'https://lms.example.edu/mod/lti/auth.php',
    );
    const query = Object.fromEntries(authenticationUrl.searchParams);
    expect(query).toMatchObject({
      scope: 'openid',
      response_type: 'id_token',
      response_mode: 'form_post',
      prompt: 'none',
      client_id: 'waymark-client',
      redirect_uri: 'http://localhost:3300/lti/launch',
      login_hint: '101',
      lti_message_hint: '{"cmid":"7","launchid":"ltilaunch7_1"}',
    });
    expect(query['state']).toMatch(/^[\w-]{43}$/);
    expect(query['nonce']).toMatch(/^[\w-]{43}$/);
    expect(query['nonce']).not.toBe(query['state']);
  });

  test('may come by GET too', async () => {
    const client = aClient(origin);
    const first = await client.get(`/lti/login?${new URLSearchParams(loginForm(platform)).toString()}`);
    const second = await client.get(first.location ?? '');
    expect(second.location).toMatch(/^https:\/\/lms\.example\.edu\/mod\/lti\/auth\.php\?/);
  });

  test('first finds out whether the browser gives cookies back, and offers a new window where not', async () => {
    const client = aClient(origin);
    const first = await client.post('/lti/login', loginForm(platform));
    expect(first.setCookies[0]).toMatch(
      /^__Secure-waymark-cookies=1; Path=\/lti; .*Secure; HttpOnly; SameSite=None; Partitioned$/,
    );
    client.cookies.clear();
    const second = await client.get(first.location ?? '');
    expect(second.status).toBe(200);
    expect(second.body).toContain('target="_blank"');
    expect(second.body).toContain('name="waymark_step" value="open"');
    // In the new window the login starts again with what the platform sent.
    const third = await client.post('/lti/login', { ...loginForm(platform), waymark_step: 'open' });
    const fourth = await client.get(third.location ?? '');
    expect(fourth.location).toMatch(/^https:\/\/lms\.example\.edu\/mod\/lti\/auth\.php\?/);
    // A browser that refuses cookies there too is told so.
    client.cookies.clear();
    const fifth = await client.get(third.location ?? '');
    expect(fifth.status).toBe(400);
    expect(fifth.body).toContain('cookies_refused');
  });
});

test('The address an LMS knows the tool by says where to come from', async () => {
  const { status, body } = await aClient(origin).get('/');
  expect([status, body.includes('opened_directly')]).toEqual([400, true]);
});

describe('A launch', () => {
  test('opens a session at a path of its own, with the cookie that frames return', async () => {
    const answer = await launchAs();
    expect(answer.status).toBe(303);
    expect(answer.location).toMatch(/^\/s\/[0-9a-f-]{36}\/privacy$/);
    const path = answer.location?.replace(/\/privacy$/, '') ?? '';
    expect(answer.setCookies).toContainEqual(
      expect.stringMatching(
        new RegExp(`^__Secure-waymark=[\\w.-]+; Path=${path}; Secure; HttpOnly; SameSite=None; Partitioned$`),
      ),
    );
    const [session] = await t.deps.db
      .select()
      .from(sessions)
      .where(eq(sessions.id, path.slice('/s/'.length)));
    expect(session).toMatchObject({
      role: 'learner',
      locale: 'en',
      embedOrigins: ["'self'", 'https://lms.example.edu'],
    });
  });

  test('records who came, from which course and in which role', async () => {
    await launchAs({ sub: '102', name: 'Learner 02', [`${LTI}ext`]: { user_username: 'l02' } });
    const person = await personOf('102');
    expect(person.displayName).toBe('Learner 02');
    expect(person.emailSealed).not.toContain('learner01');
    expect(t.deps.vault.open(person.wrappedKey, person.emailSealed ?? '')).toBe('learner01@lms.example.edu');
    const known = await t.deps.db.select().from(identities).where(eq(identities.personId, person.id));
    expect(known.map(({ actorKey, method, confidence }) => [actorKey, method, confidence]).sort()).toEqual([
      [`account|http://localhost:3300|${person.id}`, 'waymark', 'certain'],
      ['account|https://lms.example.edu|102', 'lti', 'certain'],
      ['account|https://lms.example.edu|l02', 'username', 'likely'],
    ]);
    const [membership] = await t.deps.db
      .select()
      .from(memberships)
      .innerJoin(courses, eq(courses.id, memberships.courseId))
      .where(eq(memberships.personId, person.id));
    expect(membership?.memberships).toMatchObject({ role: 'learner', active: true, schoolId });
    expect(membership?.courses).toMatchObject({
      title: 'Digital skills practicum',
      activityIds: ['https://lms.example.edu/course/view.php?id=2'],
    });
    const stages = await t.deps.db.select().from(serviceStages).where(eq(serviceStages.personId, person.id));
    expect(stages).toMatchObject([{ stage: 'teaching', source: 'launch', endedAt: null }]);
  });

  test('a later launch updates name, e-mail, role and course title, and makes nothing twice', async () => {
    await launchAs({ sub: '103', name: 'Old name' });
    const before = await personOf('103');
    await launchAs({
      sub: '103',
      name: 'New name',
      email: 'new@lms.example.edu',
      [`${LTI}roles`]: [INSTRUCTOR],
      [`${LTI}context`]: { id: '2', title: 'Practicum, renamed', type: ['CourseSection'] },
    });
    const after = await personOf('103');
    expect(after).toMatchObject({ id: before.id, displayName: 'New name' });
    expect(t.deps.vault.open(after.wrappedKey, after.emailSealed ?? '')).toBe('new@lms.example.edu');
    const rows = await t.deps.db.select().from(memberships).where(eq(memberships.personId, after.id));
    expect(rows).toMatchObject([{ role: 'instructor' }]);
    const inSchool = await t.deps.db.select().from(courses).where(eq(courses.schoolId, schoolId));
    expect(inSchool.filter(({ title }) => title.startsWith('Practicum'))).toHaveLength(1);
    expect(inSchool.filter(({ activityIds }) => activityIds.length > 0)).toHaveLength(1);
  });

  test('a login name that equals somebody’s subject opens nobody else’s door', async () => {
    await launchAs({ sub: '104', name: 'Impostor', [`${LTI}ext`]: { user_username: '105' } });
    await launchAs({ sub: '105', name: 'Rightful' });
    expect((await personOf('105')).displayName).toBe('Rightful');
    expect((await personOf('104')).displayName).toBe('Impostor');
  });

  /** Somebody whom statements told of by `name` before any launch. */
  const toldOf = async (name: string) => {
    const { personId } = await aPerson(t.deps, { schoolId, name });
    const actorKey = `account|https://lms.example.edu|${name}`;
    const createdAt = t.deps.now();
    const told = {
      schoolId,
      actorKey,
      personId,
      method: 'statement',
      confidence: 'certain' as const,
      createdAt,
    };
    await t.deps.db.insert(identities).values(told);
    return personId;
  };

  test('takes over what statements told under the same login name, once', async () => {
    const personId = await toldOf('li.hua');
    await launchAs({ sub: '106', name: 'Learner 06', [`${LTI}ext`]: { user_username: 'li.hua' } });
    expect(await personOf('106')).toMatchObject({ id: personId, displayName: 'Learner 06' });
    await launchAs({ sub: '107', name: 'Learner 07', [`${LTI}ext`]: { user_username: 'li.hua' } });
    expect((await personOf('107')).id).not.toBe(personId);
  });

  test('takes nobody over where a login name looks like a subject', async () => {
    const personId = await toldOf('109');
    await launchAs({ sub: '108', name: 'Learner 08', [`${LTI}ext`]: { user_username: '109' } });
    expect((await personOf('108')).id).not.toBe(personId);
  });

  const attach = (actorKey: string, personId: string, method: string, confidence: 'certain' | 'likely') =>
    t.deps.db
      .insert(identities)
      .values({ schoolId, actorKey, personId, method, confidence, createdAt: t.deps.now() });

  test('remembers each name by which statements may call somebody, and the address by which mailboxes are found', async () => {
    const told = {
      sub: '120',
      name: 'Learner 120',
      [`${LTI}ext`]: { user_username: 'l120' },
      [`${LTI}lis`]: { person_sourcedid: 'S-120' },
      [`${LTI}custom`]: { login_id: 'login.120', user_id: '$Canvas.user.id' },
    };
    await launchAs({ sub: '120', name: 'Learner 120', email: null });
    await launchAs({ ...told, email: 'Learner.120@lms.example.edu' });
    await launchAs({ ...told, email: 'Learner.120@lms.example.edu' });
    const person = await personOf('120');
    const known = await t.deps.db.select().from(identities).where(eq(identities.personId, person.id));
    expect(
      known
        .filter(({ confidence }) => confidence === 'likely')
        .map(({ actorKey, method }) => [actorKey, method]),
    ).toEqual([
      ['account|https://lms.example.edu|l120', 'username'],
      ['account|https://lms.example.edu|S-120', 'sourcedid'],
      ['account|https://lms.example.edu|login.120', 'custom'],
    ]);
    expect(person).toMatchObject({
      mailboxHash: hashAddress(t.deps, 'learner.120@lms.example.edu'),
      mailboxToldBy: 'https://lms.example.edu',
    });
  });

  test('takes no name that is somebody else’s', async () => {
    await launchAs({ sub: '121', name: 'First', [`${LTI}ext`]: { user_username: 'shared' } });
    await launchAs({ sub: '122', name: 'Second', [`${LTI}ext`]: { user_username: 'shared' } });
    const key = 'account|https://lms.example.edu|shared';
    const [row] = await t.deps.db.select().from(identities).where(eq(identities.actorKey, key));
    expect(row?.personId).toBe((await personOf('121')).id);
  });

  test.each([
    ['a login name that staff confirmed', 'username', '131'],
    ['what staff attached by hand', 'manual', '132'],
  ])('goes through no door that is only %s, and has its own subject back', async (_what, method, subject) => {
    const { personId } = await aPerson(t.deps, { schoolId, name: 'Somebody else' });
    const actorKey = `account|https://lms.example.edu|${subject}`;
    await attach(actorKey, personId, method, 'certain');
    await launchAs({ sub: subject, name: 'Rightful' });
    const person = await personOf(subject);
    expect(person.id).not.toBe(personId);
    expect(person.displayName).toBe('Rightful');
    const moved = await t.deps.db.select().from(movedActors).where(eq(movedActors.actorKey, actorKey));
    expect(moved).toMatchObject([{ fromPersonId: personId }]);
  });

  test('of an account that staff ignored makes it somebody’s', async () => {
    const actorKey = 'account|https://lms.example.edu|133';
    await t.deps.db.insert(ignoredActors).values({ schoolId, actorKey, createdAt: t.deps.now() });
    await launchAs({ sub: '133', name: 'Rightful' });
    const known = await selectIdentities(t.deps.db, schoolId, [actorKey]);
    expect(known.get(actorKey)).toBe((await personOf('133')).id);
  });

  test('from no course keeps the role in the session', async () => {
    const answer = await launchAs({
      sub: '2',
      [`${LTI}context`]: undefined,
      [`${LTI}roles`]: [`${ROLE}institution/person#Administrator`],
    });
    expect(answer.status).toBe(303);
    const [session] = await t.deps.db
      .select()
      .from(sessions)
      .where(eq(sessions.id, answer.location?.split('/')[2] ?? ''));
    expect(session).toMatchObject({ role: 'administrator', courseId: null });
  });

  test('first launches of a class at once make one course and one person each', async () => {
    const context = { id: '77', title: 'Fresh course', type: ['CourseSection'] };
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, i) => launchAs({ sub: `77-${i % 4}`, [`${LTI}context`]: context })),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(12).fill(303));
    const made = await t.deps.db.select().from(courses).where(eq(courses.title, 'Fresh course'));
    expect(made).toHaveLength(1);
    const members = await t.deps.db
      .select()
      .from(memberships)
      .where(eq(memberships.courseId, made[0]?.id ?? ''));
    expect(members).toHaveLength(4);
  });

  test('a posted copy enters once, whatever the number of copies at a time', async () => {
    const client = aClient(origin);
    const { state, nonce } = await client.login(platform);
    const token = await sign(platform, claimsOf(platform, t.clock.now, nonce));
    const cookies = [...client.cookies];
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => {
        const copy = aClient(origin);
        for (const [name, value] of cookies) copy.cookies.set(name, value);
        return copy.launch(token, state);
      }),
    );
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.includes('state_unknown'))).toHaveLength(19);
  });
});

describe('A deployment', () => {
  test('the first of a registration is approved by its launch; the next waits for an administrator', async () => {
    const other = await aPlatform({ clientId: 'without-deployment', deploymentId: 'a' });
    const { registrationId } = await createRegistration(t.deps.db, t.deps, {
      schoolId,
      issuer: other.issuer,
      clientId: other.clientId,
      authLoginUrl: 'https://lms.example.edu/mod/lti/auth.php',
      tokenUrl: 'https://lms.example.edu/mod/lti/token.php',
      jwksUrl: other.jwksUrl,
      family: 'moodle',
    });
    expect((await launchAs({ sub: '1' }, other)).status).toBe(303);

    const next = { ...other, deploymentId: 'b' };
    const refused = await launchAs({ sub: '1' }, next);
    expect(refused.status).toBe(403);
    expect(refused.body).toContain('waiting for the administrator');
    expect((await launchAs({ sub: '1' }, next)).status).toBe(403);
    const rows = await t.deps.db
      .select()
      .from(ltiDeployments)
      .where(eq(ltiDeployments.registrationId, registrationId));
    expect(rows.map(({ deploymentId, approvedAt }) => [deploymentId, approvedAt !== null]).sort()).toEqual([
      ['a', true],
      ['b', false],
    ]);

    const verdict = { registrationId, deploymentId: 'b', verdict: 'approve' } as const;
    await judgeDeploymentOf(t.deps, { schoolId, personId: null }, verdict);
    expect((await launchAs({ sub: '1' }, next)).status).toBe(303);
    const audit = await t.deps.db.select().from(auditEvents).where(eq(auditEvents.subjectId, registrationId));
    expect(audit.map(({ action }) => action)).toEqual([
      'lti.registrationCreated',
      'lti.deploymentApproved',
      'lti.deploymentSeen',
      'lti.deploymentApproved',
    ]);
    await other.close();
  });
});

describe('Our own keys', () => {
  test('are public, cacheable, RS256 and the same at each request', async () => {
    const client = aClient(origin);
    const [first, second] = await Promise.all([client.get('/lti/jwks'), client.get('/lti/jwks')]);
    const { keys } = JSON.parse(first.body) as { keys: Record<string, string>[] };
    // The one that signs and the next one.
    expect(keys).toHaveLength(2);
    expect(keys[0]).toMatchObject({ kty: 'RSA', alg: 'RS256', use: 'sig', e: 'AQAB' });
    expect(keys[0]).not.toHaveProperty('d');
    expect(second.body).toBe(first.body);
    expect(first.headers.get('cache-control')).toBe('public, max-age=3600');
  });
});
