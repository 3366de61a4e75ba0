import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import request from 'supertest';
import { auditEvents } from '../../../src/infra/infra.tables.ts';
import { accountKey } from '../../../src/features/roster/launch-writes.ts';
import { identityChanges } from '../../../src/features/roster/identity.tables.ts';
import { erasePerson } from '../../../src/features/roster/erase-person.ts';
import { hashAddress } from '../../../src/features/roster/mailbox-hash.ts';
import { identities, memberships, people } from '../../../src/features/roster/roster.tables.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aMember, aSession, anAppointment } from '../../support/builders.ts';
import { catchUp } from '../../../src/features/learning/learning.jobs.ts';
import { taskFacts } from '../../../src/features/trajectory/facts.tables.ts';
import { createRegistration } from '../../../src/features/lti/index.ts';
import { inTransaction } from '../../../src/infra/db.ts';
import { COURSE_IRI, LMS, QUIZ_IRI, send, tell } from '../learning/fold-scene.ts';
import {
  aLaunchedPerson,
  anIdentityScene,
  counted,
  identityClient,
  tellAnswers,
  type IdentityScene,
} from './identity-scene.ts';

const OLD = 'http://old.school.example:8080';
let test: TestApp;
let scene: IdentityScene;
let http: ReturnType<typeof identityClient>;
beforeAll(async () => {
  test = await createTestApp();
});
afterAll(() => test.close());
beforeEach(async () => {
  scene = await anIdentityScene(test);
  http = identityClient(test, scene);
});

const at = (homePage: string, name: string, called?: string) => ({
  account: { homePage, name },
  ...(called ? { name: called } : {}),
});
const launched = (
  subject: string,
  name: string,
  names: Parameters<typeof aLaunchedPerson>[1]['names'] = [],
) => aLaunchedPerson(test, { scene, subject, name, names });
const countedFor = (person: { personId: string }) => counted(test, { ...scene, ...person });
const rowOf = async (actorKey: string) =>
  (
    await test.deps.db
      .select()
      .from(identities)
      .where(and(eq(identities.schoolId, scene.schoolId), eq(identities.actorKey, actorKey)))
  )[0];
const audited = async (action: string) =>
  (
    await test.deps.db
      .select()
      .from(auditEvents)
      .where(and(eq(auditEvents.schoolId, scene.schoolId), eq(auditEvents.action, action)))
  ).map(({ subjectId, actorPersonId }) => ({ subjectId, by: actorPersonId }));
const undoLast = async () => {
  const changes = await test.deps.db
    .select()
    .from(identityChanges)
    .where(eq(identityChanges.schoolId, scene.schoolId))
    .orderBy(identityChanges.madeAt, identityChanges.id);
  const last = changes.filter(({ kind, undoneAt }) => kind !== 'undo' && undoneAt === null).at(-1);
  return http.post(`/identities/changes/${last?.id}/undo`, {});
};

describe('the page of unknown accounts', () => {
  it('says so when everybody is known', async () => {
    const page = await http.get('/identities').expect(200);
    expect(page.text).toContain('No unknown accounts');
  });

  it('lists who waits, with how many records in which course, the most first, and finds them', async () => {
    await tellAnswers(test, scene.schoolId, at('https://elsewhere.example', 'few', 'Few Records'));
    await tellAnswers(test, scene.schoolId, at('https://elsewhere.example', 'many'), 3);
    const page = await http.get('/identities').expect(200);
    expect(page.text).toContain('3 records · Test course');
    expect(page.text.indexOf('many')).toBeLessThan(page.text.indexOf('Few Records'));
    const found = await http.get('/identities?find=few%20rec').expect(200);
    expect(found.text).toContain('Few Records');
    expect(found.text).not.toContain('many');
    expect((await http.get('/identities?find=nobody').expect(200)).text).toContain('contains “nobody”');
  });

  it('goes on to the next page', async () => {
    for (let number = 0; number < 27; number += 1)
      await tellAnswers(test, scene.schoolId, at('https://elsewhere.example', `user-${number}`));
    expect((await http.get('/identities').expect(200)).text).toContain('page=2');
    const second = await http.get('/identities?page=2').expect(200);
    expect(second.text.match(/name="pick"/g)).toHaveLength(2);
    expect(second.text).toContain('page=1');
  });

  it('is for administrators only', async () => {
    const teacher = await aMember(test.deps, { ...scene, role: 'instructor' });
    const { base, cookie } = await aSession(test.deps, { ...scene, ...teacher });
    await request(test.app.express).get(`${base}/identities`).set('cookie', cookie).expect(403);
    await request(test.app.express).post(`${base}/identities/attach`).set('cookie', cookie).expect(403);
    const people = await request(test.app.express).get(`${base}/people`).set('cookie', cookie).expect(200);
    expect(people.text).not.toContain('/identities');
  });

  it('is led to from the people, the sources and the LMSs', async () => {
    for (const path of ['/people', '/sources', '/lms'])
      expect((await http.get(path).expect(200)).text).toContain(`${scene.admin.base}/identities`);
  });
});

describe('an unknown account', () => {
  it('is suggested to whom it resembles, and accepted by one click; facts follow and undoing takes them back', async () => {
    const anna = await launched('7', 'Anna', [{ name: 'anna', method: 'username' }]);
    await tellAnswers(test, scene.schoolId, at('https://elsewhere.example', 'anna'), 2);
    const page = await http.get('/identities').expect(200);
    expect(page.text).toContain('same login name');
    const key = accountKey('https://elsewhere.example', 'anna');
    await http.post('/identities/accept', { pick: `${anna.personId} ${key}` }).expect(303);
    expect(await rowOf(key)).toMatchObject({ ...anna, method: 'username', confidence: 'certain' });
    expect(await countedFor(anna)).toBe(2);
    expect(await audited('identity.attach')).toEqual([
      { subjectId: anna.personId, by: scene.admin.personId },
    ]);
    expect((await undoLast()).status).toBe(303);
    expect(await countedFor(anna)).toBe(0);
    expect((await http.get('/identities').expect(200)).text).toContain('Unknown accounts (1)');
  });

  it('is not accepted for somebody else than was shown', async () => {
    const anna = await launched('7', 'Anna');
    const key = accountKey('https://elsewhere.example', 'x');
    await tellAnswers(test, scene.schoolId, at('https://elsewhere.example', 'x'));
    await http.post('/identities/accept', { pick: `${anna.personId} ${key}` }).expect(409);
    expect(await rowOf(key)).toBeUndefined();
    await http.post('/identities/accept', {}).expect(400);
  });

  it('is given to whom the administrator chooses', async () => {
    const anna = await launched('7', 'Anna');
    const key = 'mbox|mailto:a@home.example';
    await tellAnswers(test, scene.schoolId, { mbox: 'mailto:a@home.example', name: 'Anna' });
    const page = await http.get(`/identities/actor?key=${encodeURIComponent(key)}`).expect(200);
    expect(page.text).toContain('This is Anna');
    await http.post('/identities/attach', { actorKey: key, personId: anna.personId }).expect(303);
    expect(await rowOf(key)).toMatchObject({ method: 'manual', decidedBy: scene.admin.personId });
    expect(await countedFor(anna)).toBe(1);
  });

  it('becomes a person of its own, and nobody again', async () => {
    const key = accountKey('https://elsewhere.example', 'new');
    await tellAnswers(test, scene.schoolId, at('https://elsewhere.example', 'new', 'Somebody New'));
    await http.post('/identities/create', { pick: `- ${key}` }).expect(303);
    const made = await rowOf(key);
    expect(await countedFor({ personId: made?.personId ?? '' })).toBe(1);
    const isMember = () =>
      test.deps.db.$count(
        memberships,
        and(eq(memberships.personId, made?.personId ?? ''), eq(memberships.active, true)),
      );
    expect(await isMember()).toBe(1);
    expect((await undoLast()).status).toBe(303);
    expect(await countedFor({ personId: made?.personId ?? '' })).toBe(0);
    expect(await isMember()).toBe(0);
  });

  it('is ignored and no longer listed, until it is not', async () => {
    const key = accountKey('https://elsewhere.example', 'robot');
    await tellAnswers(test, scene.schoolId, at('https://elsewhere.example', 'robot'));
    await http.post('/identities/ignore', { pick: `- ${key}` }).expect(303);
    expect((await http.get('/identities').expect(200)).text).toContain('No unknown accounts');
    await tellAnswers(test, scene.schoolId, at('https://elsewhere.example', 'robot'));
    expect((await http.get('/identities').expect(200)).text).toContain('No unknown accounts');
    expect((await http.get('/identities/platforms').expect(200)).text).toContain('robot');
    await http.post('/identities/detach', { actorKey: key }).expect(303);
    await countedFor({ personId: scene.admin.personId });
    expect((await http.get('/identities').expect(200)).text).toContain('2 records');
  });
});

describe('an account that was taken from somebody', () => {
  it('waits for a word, and no rule makes a person of it', async () => {
    const anna = await launched('7', 'Anna', [{ name: 'anna', method: 'username' }]);
    await tellAnswers(test, scene.schoolId, at(LMS, 'anna'), 2);
    expect(await countedFor(anna)).toBe(2);
    const before = await test.deps.db.$count(people, eq(people.schoolId, scene.schoolId));
    await http.post('/identities/detach', { actorKey: accountKey(LMS, 'anna') }).expect(303);
    expect(await countedFor(anna)).toBe(0);
    expect(await test.deps.db.$count(people, eq(people.schoolId, scene.schoolId))).toBe(before);
    expect((await undoLast()).status).toBe(303);
    expect(await countedFor(anna)).toBe(2);
    expect(await rowOf(accountKey(LMS, 'anna'))).toMatchObject({ method: 'username', confidence: 'likely' });
  });

  it('is never the platform’s own', async () => {
    const anna = await launched('7', 'Anna');
    const berta = await launched('8', 'Berta');
    const key = accountKey(LMS, '7');
    await http.post('/identities/detach', { actorKey: key }).expect(409);
    await http.post('/identities/attach', { actorKey: key, personId: berta.personId }).expect(409);
    await http.post('/identities/ignore', { pick: `- ${key}` }).expect(409);
    expect(await rowOf(key)).toMatchObject(anna);
  });
});

describe('what is only likely', () => {
  it('is confirmed in bulk, and undone in one', async () => {
    await launched('7', 'Anna', [{ name: 'anna', method: 'username' }]);
    await launched('8', 'Berta', [{ name: 'S-8', method: 'sourcedid' }]);
    expect((await http.get('/identities/likely').expect(200)).text).toContain('Accounts to confirm (2)');
    const keys = [accountKey(LMS, 'anna'), accountKey(LMS, 'S-8')];
    await http.post('/identities/confirm', { actorKey: keys }).expect(303);
    expect((await http.get('/identities/likely').expect(200)).text).toContain('No account waits');
    expect(await rowOf(keys[0] ?? '')).toMatchObject({ method: 'username', confidence: 'certain' });
    expect((await undoLast()).status).toBe(303);
    expect((await http.get('/identities/likely').expect(200)).text).toContain('Accounts to confirm (2)');
  });
});

describe('two records of one person', () => {
  it('become one and two again; facts, courses and visits follow', async () => {
    const anna = await launched('7', 'Anna');
    const again = await launched('8', 'Anna again');
    const visit = await aSession(test.deps, { ...scene, ...again });
    await tellAnswers(test, scene.schoolId, at(LMS, '7'));
    await tellAnswers(test, scene.schoolId, at(LMS, '8'), 2);
    await http
      .post(`/identities/people/${again.personId}/merge`, { intoPersonId: anna.personId })
      .expect(303);
    expect([await countedFor(anna), await countedFor(again)]).toEqual([3, 0]);
    expect(await rowOf(accountKey(LMS, '8'))).toMatchObject({ ...anna, method: 'lti' });
    const isMember = () =>
      test.deps.db.$count(
        memberships,
        and(eq(memberships.personId, again.personId), eq(memberships.active, true)),
      );
    expect(await isMember()).toBe(0);
    test.clock.advance(10 * 60_000);
    await request(test.app.express).get(`${visit.base}/home`).set('cookie', visit.cookie).expect(401);
  });

  it('are split again by undoing', async () => {
    const anna = await launched('7', 'Anna');
    const again = await launched('8', 'Anna again');
    await tellAnswers(test, scene.schoolId, at(LMS, '8'), 2);
    await http
      .post(`/identities/people/${again.personId}/merge`, { intoPersonId: anna.personId })
      .expect(303);
    expect((await http.get(`/identities/people/${again.personId}`).expect(200)).text).toContain('was merged');
    expect((await undoLast()).status).toBe(303);
    expect([await countedFor(anna), await countedFor(again)]).toEqual([0, 2]);
    const [member] = await test.deps.db
      .select()
      .from(memberships)
      .where(eq(memberships.personId, again.personId));
    expect(member?.active).toBe(true);
  });

  it('stay two while the one to go holds an appointment', async () => {
    const anna = await launched('7', 'Anna');
    const mentor = await launched('8', 'Mentor');
    await anAppointment(test.deps, { ...scene, ...mentor, role: 'expert' });
    const into = { intoPersonId: anna.personId };
    await http.post(`/identities/people/${mentor.personId}/merge`, into).expect(409);
    await http.post(`/identities/people/${anna.personId}/merge`, into).expect(400);
  });
});

describe('a home page besides the platform’s own', () => {
  it('is suggested, taken with one click, and lets earlier records count; removing it takes them back', async () => {
    const anna = await launched('7', 'Anna');
    const berta = await launched('8', 'Berta', [{ name: 'berta', method: 'username' }]);
    await tellAnswers(test, scene.schoolId, at(`${OLD}/`, '7'), 2);
    await tellAnswers(test, scene.schoolId, at(OLD, 'berta'), 3);
    await tellAnswers(test, scene.schoolId, at(OLD, 'gone'));
    const page = await http.get('/identities').expect(200);
    expect(page.text).toContain('3 accounts come from');
    expect(page.text).toContain('2 of them are accounts of somebody');
    const alias = { platform: LMS, homePage: `${OLD}/` };
    await http.post('/identities/platforms/aliases', alias).expect(303);
    expect([await countedFor(anna), await countedFor(berta)]).toEqual([2, 3]);
    // Who isn't known on the platform isn't made by an alias.
    expect((await http.get('/identities').expect(200)).text).toContain('Unknown accounts (1)');
    await http.post('/identities/platforms/aliases/remove', { platform: LMS, homePage: OLD }).expect(303);
    expect([await countedFor(anna), await countedFor(berta)]).toEqual([0, 0]);
    expect((await undoLast()).status).toBe(303);
    expect([await countedFor(anna), await countedFor(berta)]).toEqual([2, 3]);
  });

  it('brings the courses and activities along that records name by it', async () => {
    const anna = await launched('7', 'Anna');
    const old = (iri: string) => iri.replace(LMS, OLD);
    await send(test.deps, scene.schoolId, [
      {
        ...tell({
          actor: 'x',
          verb: 'submitted',
          activityId: old(QUIZ_IRI),
          course: old(COURSE_IRI),
          at: '2026-09-01T01:00:00Z',
        }),
        actor: at(OLD, '7'),
      },
    ]);
    expect(await countedFor(anna)).toBe(0);
    expect((await http.get('/identities').expect(200)).text).toContain('1 account comes from');
    await http.post('/identities/platforms/aliases', { platform: LMS, homePage: OLD }).expect(303);
    await catchUp(test.deps);
    expect(await countedFor(anna)).toBe(1);
    expect(await test.deps.db.$count(taskFacts, eq(taskFacts.taskId, scene.quizId))).toBe(1);
    await http.post('/identities/platforms/aliases/remove', { platform: LMS, homePage: OLD }).expect(303);
    await catchUp(test.deps);
    expect(await test.deps.db.$count(taskFacts, eq(taskFacts.taskId, scene.quizId))).toBe(0);
  });

  it('is given up when it is registered as a platform itself', async () => {
    const anna = await launched('7', 'Anna');
    await tellAnswers(test, scene.schoolId, at(OLD, '7'), 2);
    await http.post('/identities/platforms/aliases', { platform: LMS, homePage: OLD }).expect(303);
    expect(await countedFor(anna)).toBe(2);
    const form = { schoolId: scene.schoolId, issuer: OLD, clientId: test.deps.newId(), family: 'moodle' };
    const addresses = { authLoginUrl: `${OLD}/auth`, tokenUrl: `${OLD}/token`, jwksUrl: `${OLD}/jwks` };
    await inTransaction(test.deps.db, (tx) => createRegistration(tx, test.deps, { ...form, ...addresses }));
    expect(await countedFor(anna)).toBe(0);
    expect((await undoLast()).status).toBe(409);
  });

  it('lets whoever launches later find what they did under it', async () => {
    await http.post('/identities/platforms/aliases', { platform: LMS, homePage: OLD }).expect(303);
    await tellAnswers(test, scene.schoolId, at(OLD, '7'), 2);
    const anna = await launched('7', 'Anna');
    expect(await countedFor(anna)).toBe(2);
  });

  it.each([
    ['nothing of the web', 'ftp://old.example', 400],
    ['no address', 'old.example', 400],
    ['the platform itself', `${LMS}/`, 409],
    ['ourselves', 'http://localhost:3300', 409],
  ])('can’t be %s', async (_what, homePage, status) => {
    await http.post('/identities/platforms/aliases', { platform: LMS, homePage }).expect(status);
  });

  it('belongs to one platform, which is registered', async () => {
    await http
      .post('/identities/platforms/aliases', { platform: 'https://x.example', homePage: OLD })
      .expect(404);
    await http.post('/identities/platforms/aliases', { platform: LMS, homePage: OLD }).expect(303);
    await http.post('/identities/platforms/aliases', { platform: LMS, homePage: OLD }).expect(409);
  });
});

describe('a mailbox', () => {
  const told = (person: { personId: string }, email: string) =>
    test.deps.db
      .update(people)
      .set({ mailboxHash: hashAddress(test.deps, email), mailboxToldBy: LMS })
      .where(eq(people.id, person.personId));

  it('tells who it is only on a platform whose addresses are called verified, and only likely', async () => {
    const anna = await launched('7', 'Anna');
    await told(anna, 'Anna@School.example');
    await tellAnswers(test, scene.schoolId, { mbox: 'mailto:anna@school.example' }, 2);
    const sha1 = createHash('sha1').update('mailto:anna@school.example').digest('hex');
    await tellAnswers(test, scene.schoolId, { mbox_sha1sum: sha1 });
    expect(await countedFor(anna)).toBe(0);
    expect((await http.get('/identities').expect(200)).text).toContain('same mailbox');
    await http.post('/identities/platforms/mailboxes', { platform: LMS, verified: '1' }).expect(303);
    expect(await countedFor(anna)).toBe(3);
    expect(await rowOf(`sha1|${sha1}`)).toMatchObject({ method: 'mbox_sha1sum' });
    expect(await rowOf('mbox|mailto:anna@school.example')).toMatchObject({
      method: 'mbox',
      confidence: 'likely',
      decidedBy: null,
    });
    expect(await audited('identity.mailboxes')).toEqual([{ subjectId: anna.personId, by: null }]);
  });

  it('that two people have is nobody’s', async () => {
    for (const subject of ['7', '8'])
      await told(await launched(subject, `Person ${subject}`), 'both@school.example');
    await http.post('/identities/platforms/mailboxes', { platform: LMS, verified: '1' }).expect(303);
    await tellAnswers(test, scene.schoolId, { mbox: 'mailto:both@school.example' });
    await http.post('/identities/platforms/mailboxes', { platform: LMS, verified: '0' }).expect(303);
    await http.post('/identities/platforms/mailboxes', { platform: LMS, verified: '1' }).expect(303);
    expect(await rowOf('mbox|mailto:both@school.example')).toBeUndefined();
  });
});

describe('whoever was erased', () => {
  it('stays so: nothing of theirs is given to anybody, or to nobody', async () => {
    const anna = await launched('7', 'Anna', [{ name: 'anna', method: 'username' }]);
    const berta = await launched('8', 'Berta');
    await tellAnswers(test, scene.schoolId, at(LMS, 'anna'));
    await http
      .post('/identities/attach', {
        actorKey: accountKey('https://x.example', 'anna'),
        personId: anna.personId,
      })
      .expect(303);
    await test.deps.db.update(people).set({ erasedAt: test.deps.now() }).where(eq(people.id, anna.personId));
    const key = accountKey(LMS, 'anna');
    await http.post('/identities/attach', { actorKey: key, personId: berta.personId }).expect(409);
    await http.post('/identities/detach', { actorKey: key }).expect(409);
    await http
      .post(`/identities/people/${anna.personId}/merge`, { intoPersonId: berta.personId })
      .expect(409);
    await http
      .post(`/identities/people/${berta.personId}/merge`, { intoPersonId: anna.personId })
      .expect(404);
    expect((await undoLast()).status).toBe(409);
    await http.get(`/identities/people/${anna.personId}`).expect(404);
    await http.get(`/identities/actor?key=${encodeURIComponent(key)}`).expect(409);
    expect((await http.get('/identities/people?find=Anna').expect(200)).text).toContain('Nobody found');
  });

  it('stays so under an alias, too', async () => {
    const anna = await launched('7', 'Anna');
    await test.deps.db.update(people).set({ erasedAt: test.deps.now() }).where(eq(people.id, anna.personId));
    await tellAnswers(test, scene.schoolId, at(OLD, '7'));
    const alias = { platform: LMS, homePage: OLD };
    await http.post('/identities/platforms/aliases', alias).expect(303);
    expect(await countedFor(anna)).toBe(0);
    expect((await http.get('/identities').expect(200)).text).toContain('No unknown accounts');
    await http.post('/identities/platforms/aliases/remove', alias).expect(303);
    expect(await countedFor(anna)).toBe(0);
    expect((await http.get('/identities').expect(200)).text).toContain('No unknown accounts');
  });

  it('takes the records along that were merged into theirs, and the hash of their address', async () => {
    const anna = await launched('7', 'Anna');
    const again = await launched('8', 'Anna again');
    await test.deps.db.update(people).set({ mailboxHash: 'x' }).where(eq(people.id, again.personId));
    const into = { intoPersonId: anna.personId };
    await http.post(`/identities/people/${again.personId}/merge`, into).expect(303);
    await inTransaction(test.deps.db, (tx) => erasePerson(tx, test.deps, { ...scene, ...anna }));
    const [row] = await test.deps.db.select().from(people).where(eq(people.id, again.personId));
    expect(row).toMatchObject({ displayName: '—', mailboxHash: null });
    expect(row?.erasedAt).not.toBeNull();
    expect((await undoLast()).status).toBe(409);
  });
});

describe('the changes', () => {
  it('are listed with who made them, and one that was built upon can’t be undone before the later', async () => {
    const anna = await launched('7', 'Anna');
    const berta = await launched('8', 'Berta');
    const key = 'mbox|mailto:a@home.example';
    await tellAnswers(test, scene.schoolId, { mbox: 'mailto:a@home.example' });
    await http.post('/identities/attach', { actorKey: key, personId: anna.personId }).expect(303);
    const [first] = await test.deps.db
      .select()
      .from(identityChanges)
      .where(eq(identityChanges.schoolId, scene.schoolId));
    await http.post('/identities/attach', { actorKey: key, personId: berta.personId }).expect(303);
    const page = await http.get('/identities/changes').expect(200);
    expect(page.text).toContain('Administrator 01');
    await http.post(`/identities/changes/${first?.id}/undo`, {}).expect(409);
    expect(await countedFor(berta)).toBe(1);
    expect((await undoLast()).status).toBe(303);
    expect((await undoLast()).status).toBe(303);
    await http.post(`/identities/changes/${first?.id}/undo`, {}).expect(404);
    expect([await countedFor(anna), await countedFor(berta)]).toEqual([0, 0]);
  });

  it('of a person are told to that person', async () => {
    const anna = await launched('7', 'Anna');
    await http
      .post('/identities/attach', { actorKey: 'mbox|mailto:a@home.example', personId: anna.personId })
      .expect(303);
    const { base, cookie } = await aSession(test.deps, { ...scene, ...anna, locale: 'en' });
    const page = await request(test.app.express).get(`${base}/my-data`).set('cookie', cookie).expect(200);
    expect(page.text).toContain('Gave an account to you');
    expect(page.text).toContain('a@home.example');
  });
});

describe('another school', () => {
  it('neither sees nor changes anything of this one', async () => {
    const other = await anIdentityScene(test);
    const stranger = identityClient(test, other);
    const anna = await launched('7', 'Anna', [{ name: 'anna', method: 'username' }]);
    await tellAnswers(test, scene.schoolId, at('https://elsewhere.example', 'anna'));
    const key = accountKey(LMS, 'anna');
    await stranger.post('/identities/attach', { actorKey: 'mbox|mailto:x@y.example', ...anna }).expect(404);
    await stranger.post('/identities/detach', { actorKey: key }).expect(404);
    await stranger.post('/identities/confirm', { actorKey: key }).expect(409);
    await stranger.get(`/identities/people/${anna.personId}`).expect(404);
    expect((await stranger.get('/identities/people?find=Anna').expect(200)).text).not.toContain(
      anna.personId,
    );
    expect((await stranger.get('/identities').expect(200)).text).toContain('No unknown accounts');
    expect(await rowOf(key)).toMatchObject(anna);
  });
});
