import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import request from 'supertest';
import { inTransaction } from '../../../src/infra/db.ts';
import { auditEvents } from '../../../src/infra/infra.tables.ts';
import { notify, settleNotices, forgetInbox, type NoticeKind } from '../../../src/features/inbox/index.ts';
import { delegations, notices } from '../../../src/features/inbox/inbox.tables.ts';
import { tidyInbox } from '../../../src/features/inbox/inbox.jobs.ts';
import { memberships } from '../../../src/features/roster/roster.tables.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aCourse, aMember, aSchool, aSession } from '../../support/builders.ts';

const DAY = 86_400_000;
const DUTY: NoticeKind = { name: 'case.assigned', roles: ['instructor'], urgent: false, forDeputy: true };
const NEWS: NoticeKind = { name: 'case.closed', roles: ['instructor'], urgent: false, forDeputy: false };

let test: TestApp;
let school: Awaited<ReturnType<typeof aScene>>;
beforeAll(async () => {
  test = await createTestApp();
});
beforeEach(async () => {
  school = await aScene();
});
afterAll(() => test.close());

async function aScene() {
  const { deps } = test;
  const { schoolId } = await aSchool(deps);
  const { courseId } = await aCourse(deps, { schoolId, title: 'Web design' });
  const at = { schoolId, courseId };
  const teacher = await aMember(deps, { ...at, role: 'instructor', name: 'Teacher 01' });
  const colleague = await aMember(deps, { ...at, role: 'instructor', name: 'Teacher 02' });
  const learner = await aMember(deps, { ...at, role: 'learner', name: 'Learner 07' });
  const enter = (person: { personId: string }) => aSession(deps, { ...at, ...person, locale: 'en' });
  return {
    ...at,
    teacher,
    colleague,
    learner,
    as: { teacher: await enter(teacher), colleague: await enter(colleague), learner: await enter(learner) },
  };
}
type Session = { base: string; cookie: string };

const get = (session: Session, path: string) =>
  request(test.app.express)
    .get(session.base + path)
    .set('cookie', session.cookie);
const post = (session: Session, path: string, body: Record<string, unknown> = {}) =>
  request(test.app.express)
    .post(session.base + path)
    .set('cookie', session.cookie)
    .type('form')
    .send(body);

const tell = (given: Partial<Parameters<typeof notify>[2]> = {}) =>
  inTransaction(test.deps.db, (tx) =>
    notify(tx, test.deps, {
      schoolId: school.schoolId,
      personId: school.teacher.personId,
      kind: DUTY,
      key: 'one',
      subject: 'case/one',
      courseId: school.courseId,
      aboutPersonId: school.learner.personId,
      link: '/warnings',
      dueAt: new Date(test.clock.now.getTime() + 3 * DAY),
      ...given,
    }),
  );
const noticesOf = (personId: string) =>
  test.deps.db
    .select()
    .from(notices)
    .where(and(eq(notices.schoolId, school.schoolId), eq(notices.personId, personId)));
const bell = async (session: Session) => (await get(session, '/inbox/bell').expect(200)).text;

describe('the inbox', () => {
  it('says that nothing waits', async () => {
    expect((await get(school.as.learner, '/inbox').expect(200)).text).toContain('Nothing waits for you.');
    expect((await bell(school.as.learner)).trim()).toBe('');
  });

  it('lists what waits by its day and leads there with one click, which marks it as read', async () => {
    await tell();
    await tell({ key: 'two', subject: 'case/two', dueAt: new Date(test.clock.now.getTime() - DAY) });
    await tell({ key: 'three', subject: 'case/three', kind: NEWS, dueAt: null });
    expect(await bell(school.as.teacher)).toContain('3 unread');
    const { text } = await get(school.as.teacher, '/inbox').expect(200);
    expect(text.indexOf('Overdue')).toBeLessThan(text.indexOf('Due later'));
    expect(text.indexOf('Due later')).toBeLessThan(text.indexOf('For your information'));
    expect(text).toContain('Learner 07');
    const [link] = /\/inbox\/notices\/[0-9a-f-]+/.exec(text) ?? [''];
    const answer = await get(school.as.teacher, link).expect(303);
    expect(answer.headers['location']).toBe(`${school.as.teacher.base}/warnings`);
    expect(await bell(school.as.teacher)).toContain('2 unread');
  });

  it('is each person’s own', async () => {
    await tell();
    expect((await get(school.as.colleague, '/inbox').expect(200)).text).not.toContain('Learner 07');
    const [notice] = await noticesOf(school.teacher.personId);
    await get(school.as.colleague, `/inbox/notices/${notice?.id}`).expect(404);
    await post(school.as.colleague, `/inbox/notices/${notice?.id}/away`).expect(404);
  });

  it('tells once under one key, and one line for each subject', async () => {
    expect(await tell()).toBe(true);
    expect(await tell()).toBe(false);
    expect(await tell({ key: 'again' })).toBe(true);
    const told = await noticesOf(school.teacher.personId);
    expect(told).toHaveLength(2);
    expect(told.filter(({ doneAt }) => doneAt === null).map(({ key }) => key)).toEqual(['again']);
  });

  it('takes a thing that is done off everybody’s list', async () => {
    await tell();
    await tell({ personId: school.colleague.personId });
    await inTransaction(test.deps.db, (tx) =>
      settleNotices(tx, test.deps, { schoolId: school.schoolId, subject: 'case/one' }),
    );
    for (const session of [school.as.teacher, school.as.colleague])
      expect((await get(session, '/inbox').expect(200)).text).toContain('Nothing waits for you.');
    expect((await get(school.as.teacher, '/inbox?show=done').expect(200)).text).toContain('Learner 07');
  });

  it('doesn’t count what people did themselves, but shows it', async () => {
    await tell({ byPersonId: school.teacher.personId });
    expect((await bell(school.as.teacher)).trim()).toBe('');
    expect((await get(school.as.teacher, '/inbox').expect(200)).text).toContain('Learner 07');
  });

  it('lets news be put away, but no duty', async () => {
    await tell();
    await tell({ key: 'news', subject: 'case/two', kind: NEWS, dueAt: null });
    const told = await noticesOf(school.teacher.personId);
    const idOf = (key: string) => told.find((one) => one.key === key)?.id;
    await post(school.as.teacher, `/inbox/notices/${idOf('one')}/away`).expect(404);
    await post(school.as.teacher, `/inbox/notices/${idOf('news')}/away`).expect(303);
    expect(await bell(school.as.teacher)).toContain('1 unread');
  });

  it('forgets old news and what was done long ago', async () => {
    await tell({ kind: NEWS, dueAt: null });
    test.clock.advance(31 * DAY);
    await tidyInbox(test.deps);
    expect((await noticesOf(school.teacher.personId)).map(({ doneAt }) => doneAt)).toEqual([test.clock.now]);
    test.clock.advance(366 * DAY);
    await tidyInbox(test.deps);
    expect(await noticesOf(school.teacher.personId)).toEqual([]);
  });

  it('holds nothing of or about somebody who was erased', async () => {
    await tell();
    await inTransaction(test.deps.db, (tx) => forgetInbox(tx, { ...school, ...school.learner }));
    expect(await noticesOf(school.teacher.personId)).toEqual([]);
  });
});

describe('a deputy', () => {
  const days = (from: number, until: number) => {
    const on = (offset: number) =>
      new Date(test.clock.now.getTime() + offset * DAY).toISOString().slice(0, 10);
    return { from: on(from), until: on(until) };
  };
  const give = (given: Record<string, unknown> = {}) =>
    post(school.as.teacher, '/inbox/away', {
      role: 'instructor',
      deputyPersonId: school.colleague.personId,
      ...days(0, 4),
      ...given,
    });

  it('sees what waits for the absent, and that it is theirs for a time', async () => {
    await tell();
    await give().expect(303);
    const { text } = await get(school.as.colleague, '/inbox').expect(200);
    expect(text).toContain('For Teacher 01');
    expect(text).toContain('You stand in for a colleague');
    expect(await bell(school.as.colleague)).toContain('2 unread');
    test.clock.advance(6 * DAY);
    const fresh = await aSession(test.deps, { ...school, ...school.colleague, locale: 'en' });
    expect((await get(fresh, '/inbox').expect(200)).text).not.toContain('For Teacher 01');
  });

  it('has nothing before the first day, and nothing that is only for the absent to know', async () => {
    await tell();
    await tell({ key: 'news', subject: 'case/two', kind: NEWS, dueAt: null });
    await give(days(2, 4)).expect(303);
    expect((await get(school.as.colleague, '/inbox').expect(200)).text).not.toContain('For Teacher 01');
    test.clock.advance(3 * DAY);
    const fresh = await aSession(test.deps, { ...school, ...school.colleague, locale: 'en' });
    const { text } = await get(fresh, '/inbox').expect(200);
    expect(text.match(/For Teacher 01/g)).toHaveLength(1);
  });

  it('hands on to their own deputy, in the same course only', async () => {
    const { deps } = test;
    await tell();
    const third = await aMember(deps, { ...school, role: 'instructor', name: 'Teacher 03' });
    await give().expect(303);
    await post(school.as.colleague, '/inbox/away', {
      role: 'instructor',
      deputyPersonId: third.personId,
      ...days(0, 1),
    }).expect(303);
    const session = await aSession(deps, { ...school, ...third, locale: 'en' });
    expect((await get(session, '/inbox').expect(200)).text).toContain('For Teacher 01');
    const elsewhere = await aCourse(deps, { schoolId: school.schoolId, title: 'Another' });
    await tell({ key: 'other', subject: 'case/other', courseId: elsewhere.courseId });
    expect((await get(session, '/inbox').expect(200)).text.match(/For Teacher 01/g)).toHaveLength(1);
  });

  it('must hold the role in the course, also later', async () => {
    await give({ deputyPersonId: school.learner.personId }).expect(400);
    await tell();
    await give().expect(303);
    await test.deps.db
      .update(memberships)
      .set({ active: false })
      .where(eq(memberships.personId, school.colleague.personId));
    expect((await get(school.as.colleague, '/inbox').expect(200)).text).not.toContain('For Teacher 01');
  });

  it('is named once at a time, by who has duties, and it is written down', async () => {
    await give().expect(303);
    expect((await give().expect(400)).text).toContain('You have a deputy for some of these days already');
    await post(school.as.learner, '/inbox/away', { role: 'instructor' }).expect(403);
    await give({ role: 'supervisor' }).expect(403);
    await give({ from: '2026-13-01' }).expect(400);
    const audits = await test.deps.db
      .select({ action: auditEvents.action })
      .from(auditEvents)
      .where(and(eq(auditEvents.schoolId, school.schoolId), eq(auditEvents.action, 'delegation.create')));
    expect(audits).toHaveLength(1);
  });

  it('can be taken back by the absent or given back by the deputy, by nobody else', async () => {
    await give().expect(303);
    const [row] = await test.deps.db
      .select()
      .from(delegations)
      .where(eq(delegations.schoolId, school.schoolId));
    const other = await aMember(test.deps, { ...school, role: 'instructor', name: 'Teacher 03' });
    const stranger = await aSession(test.deps, { ...school, ...other, locale: 'en' });
    await post(stranger, `/inbox/away/${row?.id}/end`).expect(404);
    await post(school.as.colleague, `/inbox/away/${row?.id}/end`).expect(303);
    expect((await get(school.as.teacher, '/inbox/away').expect(200)).text).toContain('You have no deputy.');
  });
});
