import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import request from 'supertest';
import { inTransaction } from '../../../src/infra/db.ts';
import { auditEvents } from '../../../src/infra/infra.tables.ts';
import { cases } from '../../../src/features/cases/cases.tables.ts';
import {
  escalateDueCases,
  getSchoolClock,
  openCase,
  remindDueCases,
  type CaseEvidence,
  type CaseLevel,
} from '../../../src/features/cases/index.ts';
import { notices } from '../../../src/features/inbox/inbox.tables.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aCourse, aMember, aPerson, aSchool, aSession, anAppointment } from '../../support/builders.ts';

const DAY = 86_400_000;
const EVIDENCE: CaseEvidence = {
  lines: [{ id: 'cases.line.silent', values: { days: 8 }, statementIds: [] }],
  suggestion: 'cases.suggestion.agreeOnPlan',
  measures: { silentDays: 8 },
};

let test: TestApp;
let school: Awaited<ReturnType<typeof aScene>>;
beforeAll(async () => {
  test = await createTestApp();
});
beforeEach(async () => {
  test.clock.now = new Date('2026-09-07T01:00:00Z');
  school = await aScene();
});
afterAll(() => test.close());

async function aScene() {
  const { deps } = test;
  const { schoolId } = await aSchool(deps);
  const { courseId } = await aCourse(deps, { schoolId });
  const at = { schoolId, courseId };
  const learner = await aMember(deps, { ...at, role: 'learner', name: 'Learner 07' });
  const teacher = await aMember(deps, { ...at, role: 'instructor', name: 'Teacher 01' });
  const mentor = await aPerson(deps, { schoolId, name: 'Mentor 01' });
  const otherMentor = await aPerson(deps, { schoolId, name: 'Mentor 02' });
  for (const person of [mentor, otherMentor])
    await anAppointment(deps, { ...at, ...person, role: 'enterprise_mentor' });
  const supervisor = await aPerson(deps, { schoolId, name: 'Supervisor 01' });
  const stand = await aPerson(deps, { schoolId, name: 'Supervisor 02' });
  await anAppointment(deps, { schoolId, ...supervisor, role: 'supervisor' });
  await anAppointment(deps, { schoolId, ...stand, role: 'supervisor' });
  return { ...at, learner, teacher, mentor, otherMentor, supervisor, stand };
}

const enter = (person: { personId: string }, courseId: string | null = school.courseId) =>
  aSession(test.deps, { ...school, ...person, courseId, locale: 'en' });
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

async function aCase(level: CaseLevel = 'yellow'): Promise<string> {
  const { deps } = test;
  const id = await inTransaction(deps.db, async (tx) =>
    openCase(tx, deps, await getSchoolClock(tx, school.schoolId), {
      kind: 'warning',
      schoolId: school.schoolId,
      courseId: school.courseId,
      subjectPersonId: school.learner.personId,
      level,
      evidence: EVIDENCE,
      ruleVersion: 'warning-1',
    }),
  );
  if (id === null) throw new Error('There was a case already.');
  return id;
}
const openKindsOf = async ({ personId }: { personId: string }) =>
  (
    await test.deps.db
      .select({ kind: notices.kind, doneAt: notices.doneAt })
      .from(notices)
      .where(and(eq(notices.schoolId, school.schoolId), eq(notices.personId, personId)))
      .orderBy(notices.id)
  ).flatMap(({ kind, doneAt }) => (doneAt === null ? [kind] : []));
const ownerOf = async (id: string) =>
  (await test.deps.db.select({ owner: cases.ownerPersonId }).from(cases).where(eq(cases.id, id)))[0]?.owner;

describe('a case in inboxes', () => {
  it('waits for its owner, is recalled a day before, and passes on when it is overdue', async () => {
    const id = await aCase();
    expect(await openKindsOf(school.teacher)).toEqual(['case.assigned']);
    await remindDueCases(test.deps);
    expect(await openKindsOf(school.teacher)).toEqual(['case.assigned']);
    test.clock.advance(2.5 * DAY);
    await remindDueCases(test.deps);
    await remindDueCases(test.deps);
    expect(await openKindsOf(school.teacher)).toEqual(['case.due']);
    test.clock.advance(DAY);
    await escalateDueCases(test.deps);
    expect(await openKindsOf(school.teacher)).toEqual([]);
    expect(await ownerOf(id)).toBe(school.supervisor.personId);
    expect(await openKindsOf(school.supervisor)).toEqual(['case.escalated']);
  });

  it('is done when it is acted on', async () => {
    const id = await aCase();
    await post(await enter(school.teacher), `/cases/${id}/method`, { note: 'Other exercises.' }).expect(303);
    expect(await openKindsOf(school.teacher)).toEqual([]);
  });

  it('tells whoever it is given to, and its end to an owner who didn’t end it', async () => {
    const id = await aCase('red');
    expect(await openKindsOf(school.teacher)).toEqual(['case.red']);
    const teacher = await enter(school.teacher);
    await post(teacher, `/cases/${id}/assign`, { personId: school.mentor.personId }).expect(303);
    expect(await openKindsOf(school.teacher)).toEqual([]);
    expect(await openKindsOf(school.mentor)).toEqual(['case.red']);
    await post(teacher, `/cases/${id}/close`, { outcome: 'false_alarm', note: 'Was ill.' }).expect(303);
    expect(await openKindsOf(school.mentor)).toEqual(['case.closed']);
    expect(await openKindsOf(school.teacher)).toEqual([]);
  });

  it('has its new day when it is put off', async () => {
    const id = await aCase();
    await post(await enter(school.teacher), `/cases/${id}/snooze`, { days: 7, reason: 'leave' }).expect(303);
    const [row] = await test.deps.db.select().from(cases).where(eq(cases.id, id));
    const [notice] = await test.deps.db
      .select()
      .from(notices)
      .where(and(eq(notices.schoolId, school.schoolId), eq(notices.personId, school.teacher.personId)));
    expect(notice?.dueAt).toEqual(row?.dueAt);
  });
});

describe('a red warning', () => {
  it('is given to no mentor whose file is incomplete, nor is their guidance logged', async () => {
    const id = await aCase('red');
    const unready = await aPerson(test.deps, { schoolId: school.schoolId, name: 'Mentor 03' });
    await anAppointment(test.deps, { ...school, ...unready, role: 'enterprise_mentor', file: false });
    const teacher = await enter(school.teacher);
    const refused = await post(teacher, `/cases/${id}/assign`, { personId: unready.personId }).expect(409);
    expect(refused.text).toContain('It lacks: Employer (and 9 more)');
    const guidance = { mentorPersonId: unready.personId, note: 'Talked.' };
    await post(teacher, `/cases/${id}/mentor`, guidance).expect(409);
    expect(await ownerOf(id)).toBe(school.teacher.personId);
  });
});

describe('a case whose owner is away', () => {
  const stand = (session: Session, deputy: { personId: string }, role: string) =>
    post(session, '/inbox/away', {
      role,
      deputyPersonId: deputy.personId,
      from: '2026-09-07',
      until: '2026-09-20',
    }).expect(303);

  it('is the deputy’s to answer, under their own name, for the owner, and it is written down', async () => {
    const id = await aCase('red');
    await post(await enter(school.teacher), `/cases/${id}/assign`, {
      personId: school.mentor.personId,
    }).expect(303);
    const deputy = await enter(school.otherMentor);
    await post(deputy, `/cases/${id}/intervention`, { note: 'Talked.' }).expect(403);
    await stand(await enter(school.mentor), school.otherMentor, 'enterprise_mentor');
    expect((await get(deputy, '/warnings').expect(200)).text).toContain('Yours as deputy');
    expect((await get(deputy, '/inbox').expect(200)).text).toContain('For Mentor 01');
    await post(deputy, `/cases/${id}/intervention`, { note: 'Talked.' }).expect(303);
    const { text } = await get(deputy, `/cases/${id}`).expect(200);
    expect(text).toContain('Mentor 02 (for Mentor 01)');
    const [audit] = await test.deps.db
      .select()
      .from(auditEvents)
      .where(and(eq(auditEvents.schoolId, school.schoolId), eq(auditEvents.action, 'case.intervened')));
    expect(audit).toMatchObject({
      actorPersonId: school.otherMentor.personId,
      detail: { forPersonId: school.mentor.personId },
    });
  });

  it('is the owner’s alone again when the days are over', async () => {
    const id = await aCase('red');
    await post(await enter(school.teacher), `/cases/${id}/assign`, {
      personId: school.mentor.personId,
    }).expect(303);
    await stand(await enter(school.mentor), school.otherMentor, 'enterprise_mentor');
    test.clock.advance(14 * DAY);
    await post(await enter(school.otherMentor), `/cases/${id}/intervention`, { note: 'Talked.' }).expect(403);
  });

  it('never escalates to somebody who is away', async () => {
    const id = await aCase();
    await stand(await enter(school.supervisor, null), school.stand, 'supervisor');
    test.clock.advance(4 * DAY);
    await escalateDueCases(test.deps);
    expect(await ownerOf(id)).toBe(school.stand.personId);
    expect(await openKindsOf(school.stand)).toContain('case.escalated');
    expect(await openKindsOf(school.supervisor)).toEqual([]);
  });
});
