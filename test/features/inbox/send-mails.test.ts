import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eq } from 'drizzle-orm';
import request from 'supertest';
import { inTransaction } from '../../../src/infra/db.ts';
import { MailRefused } from '../../../src/infra/mail.ts';
import { notify, type NoticeKind } from '../../../src/features/inbox/index.ts';
import { delegations, mailPolicies, mails, notices } from '../../../src/features/inbox/inbox.tables.ts';
import { sealForPerson } from '../../../src/features/roster/index.ts';
import { people, schools } from '../../../src/features/roster/roster.tables.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aCourse, aMember, aSchool, aSession } from '../../support/builders.ts';

const HOUR = 3_600_000;
const MONDAY = new Date('2026-09-07T01:00:00Z');
const URGENT: NoticeKind = { name: 'case.red', roles: ['instructor'], urgent: true, forDeputy: true };
const PLAIN: NoticeKind = { name: 'case.assigned', roles: ['instructor'], urgent: false, forDeputy: true };

let test: TestApp;
let school: Awaited<ReturnType<typeof aScene>>;
let working: TestApp['deps']['mail'];
beforeAll(async () => {
  test = await createTestApp();
  working = test.deps.mail;
});
beforeEach(async () => {
  // Each school is alone: an outbox is the whole installation's.
  await test.deps.db.delete(mails);
  await test.deps.db.delete(notices);
  test.clock.now = MONDAY;
  test.mails.length = 0;
  test.deps.mail = working;
  school = await aScene();
});
afterAll(() => test.close());

async function aScene() {
  const { deps } = test;
  const { schoolId } = await aSchool(deps, { name: 'School of arts' });
  const activityIds = ['https://lms.example.edu', 'https://lms.example.edu/course/view.php?id=2'];
  const { courseId } = await aCourse(deps, { schoolId, title: 'Web design', activityIds });
  const at = { schoolId, courseId };
  const teacher = await aMember(deps, { ...at, role: 'instructor', name: 'Teacher 01' });
  const colleague = await aMember(deps, { ...at, role: 'instructor', name: 'Teacher 02' });
  const learner = await aMember(deps, { ...at, role: 'learner', name: 'Learner 07' });
  await setAddress(teacher.personId, 't1@school.example', schoolId);
  await setAddress(colleague.personId, 't2@school.example', schoolId);
  return { ...at, teacher, colleague, learner };
}

async function setAddress(personId: string, email: string, schoolId: string, locale: 'en' | 'zh-CN' = 'en') {
  const emailSealed = await sealForPerson(test.deps.db, test.deps, { schoolId, personId }, email);
  await test.deps.db.update(people).set({ emailSealed, locale }).where(eq(people.id, personId));
}

const tell = (kind: NoticeKind, key = 'one', personId = school.teacher.personId) =>
  inTransaction(test.deps.db, (tx) =>
    notify(tx, test.deps, {
      schoolId: school.schoolId,
      personId,
      kind,
      key,
      subject: `case/${key}`,
      courseId: school.courseId,
      aboutPersonId: school.learner.personId,
      link: '/warnings',
      dueAt: new Date(test.clock.now.getTime() + 72 * HOUR),
    }),
  );
async function run(): Promise<void> {
  const job = test.app.jobs.find(({ name }) => name === 'send-mails');
  await job?.run(test.deps);
}
const states = async () =>
  (await test.deps.db.select({ state: mails.state }).from(mails)).map(({ state }) => state);

describe('an e-mail', () => {
  it('says in the reader’s language that something waits in a course, leads there, and tells nothing of anybody', async () => {
    await tell(URGENT);
    await run();
    const [mail] = test.mails;
    expect(test.mails).toHaveLength(1);
    expect(mail?.to).toBe('t1@school.example');
    expect(mail?.subject).toBe('[Waymark] Something is due soon (1 to do)');
    for (const body of [mail?.text, mail?.html]) {
      expect(body).toContain('Web design');
      expect(body).toContain('School of arts');
      expect(body).not.toMatch(/Learner 07|Teacher 01|red|warning/i);
    }
    expect(mail?.text).toContain('https://lms.example.edu/course/view.php?id=2');
    expect(await states()).toEqual(['sent']);
    await run();
    expect(test.mails).toHaveLength(1);
  });

  it('is Chinese for who reads Chinese', async () => {
    await setAddress(school.teacher.personId, 't1@school.example', school.schoolId, 'zh-CN');
    await tell(URGENT);
    await run();
    expect(test.mails[0]?.text).toMatch(/\p{Script=Han}/u);
  });

  it('gathers what isn’t urgent into one the next morning', async () => {
    await tell(PLAIN, 'one');
    await tell(PLAIN, 'two');
    await run();
    expect(test.mails).toEqual([]);
    test.clock.advance(24 * HOUR);
    await tell(PLAIN, 'three');
    await run();
    await run();
    expect(test.mails.map(({ subject }) => subject)).toEqual(['[Waymark] 3 to do']);
  });

  it('waits at night and at the weekend, also when it failed before', async () => {
    test.clock.now = new Date('2026-09-11T13:50:00Z');
    test.deps.mail = { send: () => Promise.reject(new Error('away')) };
    await tell(URGENT);
    await run();
    test.deps.mail = working;
    expect(await states()).toEqual(['waiting']);
    for (let hours = 0; hours < 57; hours += 1) {
      test.clock.advance(HOUR);
      await run();
      expect(test.mails).toEqual([]);
    }
    test.clock.now = new Date('2026-09-13T23:05:00Z');
    await run();
    expect(test.mails).toHaveLength(1);
  });

  it('comes a few times a day at most', async () => {
    for (let number = 0; number < 6; number += 1) {
      await tell(URGENT, `urgent ${number}`);
      await run();
      test.clock.advance(HOUR);
    }
    expect(test.mails).toHaveLength(3);
    test.clock.now = new Date('2026-09-08T01:00:00Z');
    await run();
    expect(test.mails).toHaveLength(4);
  });

  it('isn’t sent about what was read meanwhile, to learners of a synthetic school, nor without an address', async () => {
    const { deps } = test;
    await tell(URGENT);
    const session = await aSession(deps, { ...school, ...school.teacher });
    const { text } = await request(test.app.express)
      .get(`${session.base}/inbox`)
      .set('cookie', session.cookie);
    const [link] = /\/inbox\/notices\/[0-9a-f-]+/.exec(text) ?? [''];
    await request(test.app.express)
      .get(session.base + link)
      .set('cookie', session.cookie)
      .expect(303);
    await tell(URGENT, 'for nobody', school.learner.personId);
    await run();
    await tell(URGENT, 'two');
    await deps.db.update(schools).set({ synthetic: true }).where(eq(schools.id, school.schoolId));
    await run();
    expect(test.mails).toEqual([]);
  });

  it('goes to the deputy while its owner is away', async () => {
    await test.deps.db.insert(delegations).values({
      schoolId: school.schoolId,
      id: test.deps.newId(),
      personId: school.teacher.personId,
      deputyPersonId: school.colleague.personId,
      role: 'instructor',
      courseId: school.courseId,
      startsAt: MONDAY,
      endsAt: new Date(MONDAY.getTime() + 48 * HOUR),
      createdAt: MONDAY,
    });
    await tell(URGENT);
    await run();
    expect(test.mails.map(({ to }) => to)).toEqual(['t2@school.example']);
  });

  it('is tried again when the server is away, and given up when it says no', async () => {
    test.deps.mail = { send: () => Promise.reject(new Error('away')) };
    await tell(URGENT, 'one');
    await run();
    expect(await states()).toEqual(['waiting']);
    test.clock.advance(3 * 60_000);
    test.deps.mail = { send: () => Promise.reject(new MailRefused('no such mailbox')) };
    await run();
    expect(await states()).toEqual(['dead']);
  });

  it('is sent once by two processes', async () => {
    await tell(URGENT);
    await Promise.all([run(), run()]);
    expect(test.mails).toHaveLength(1);
  });

  it('isn’t even made where no mail server is set', async () => {
    test.deps.mail = null;
    await tell(URGENT);
    await run();
    expect(await states()).toEqual([]);
  });
});

describe('the link that stops e-mails', () => {
  async function aLink(kinds: NoticeKind[]): Promise<string> {
    for (const kind of kinds) await tell(kind, kind.name);
    await run();
    const header = test.mails.at(-1)?.headers['List-Unsubscribe'] ?? '';
    return header.slice(1, -1).replace(test.deps.config.publicUrl, '');
  }

  it('stops that kind with one click and no login, and no other', async () => {
    const link = await aLink([URGENT]);
    await request(test.app.express).get(link).expect(200);
    const click = await request(test.app.express)
      .post(link)
      .type('form')
      .send({ 'List-Unsubscribe': 'One-Click' });
    expect(click.status).toBe(200);
    await tell(URGENT, 'later');
    await run();
    expect(test.mails).toHaveLength(1);
    await tell({ ...URGENT, name: 'case.due' }, 'another');
    await run();
    expect(test.mails).toHaveLength(2);
  });

  it('stops everything where it came with several kinds, or is asked to', async () => {
    const link = await aLink([PLAIN, URGENT]);
    await request(test.app.express).post(link).expect(200);
    await tell({ ...URGENT, name: 'case.due' }, 'another');
    await run();
    expect(test.mails).toHaveLength(1);
  });

  it('stops nothing when it was only looked at, or changed', async () => {
    const link = await aLink([URGENT]);
    await request(test.app.express).get(link).expect(200);
    await request(test.app.express).post(`${link}x`).expect(404);
    await request(test.app.express).post('/mail/stop/anything').expect(404);
    await tell(URGENT, 'later');
    await run();
    expect(test.mails).toHaveLength(2);
  });
});

describe('the page of e-mail settings', () => {
  const as = (role: 'instructor' | 'administrator') =>
    aMember(test.deps, { ...school, role, name: 'Somebody' }).then((person) =>
      aSession(test.deps, { ...school, ...person, locale: 'en' }),
    );
  const ask = (session: { base: string; cookie: string }, method: 'get' | 'post', path: string) => {
    const agent = request(test.app.express);
    const url = session.base + path;
    return (method === 'get' ? agent.get(url) : agent.post(url)).set('cookie', session.cookie).type('form');
  };

  it('lets everybody choose, and keeps the choice', async () => {
    const session = await aSession(test.deps, { ...school, ...school.teacher, locale: 'en' });
    await ask(session, 'post', '/inbox/mail').send({ everything: '1', 'case.due': '1' }).expect(303);
    const { text } = await ask(session, 'get', '/inbox/mail').expect(200);
    expect(text).toMatch(/name="case.due" value="1" checked/);
    expect(text).not.toMatch(/name="case.red" value="1" checked/);
    await tell(URGENT);
    await run();
    expect(test.mails).toEqual([]);
  });

  it('lets an administrator set the school’s rules, and nobody else', async () => {
    const rules = { quietFrom: '20:30', quietUntil: '08:00', dailyCap: '2' };
    await ask(await as('instructor'), 'post', '/inbox/mail/school')
      .send(rules)
      .expect(403);
    const administrator = await as('administrator');
    await ask(administrator, 'post', '/inbox/mail/school')
      .send({ ...rules, dailyCap: '0' })
      .expect(400);
    await ask(administrator, 'post', '/inbox/mail/school').send(rules).expect(303);
    const [row] = await test.deps.db
      .select()
      .from(mailPolicies)
      .where(eq(mailPolicies.schoolId, school.schoolId));
    expect(row).toMatchObject({ quietFrom: 1230, quietUntil: 480, schoolDaysOnly: false, dailyCap: 2 });
    expect((await ask(administrator, 'get', '/inbox/mail').expect(200)).text).toContain('value="20:30"');
  });

  it('says on the school’s page whether e-mail is on', async () => {
    const administrator = await as('administrator');
    expect((await ask(administrator, 'get', '/school').expect(200)).text).toContain('A mail server is set');
    test.deps.mail = null;
    expect((await ask(administrator, 'get', '/school').expect(200)).text).toContain('No mail server is set');
  });
});
