import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import request from 'supertest';
import { recordGrades } from '../../../src/features/lti-services/index.ts';
import { grades } from '../../../src/features/lti-services/services.tables.ts';
import { memberships } from '../../../src/features/roster/roster.tables.ts';
import { ltiItems, ltiRegistrations } from '../../../src/features/lti/lti.tables.ts';
import { auditEvents } from '../../../src/infra/infra.tables.ts';
import { inTransaction } from '../../../src/infra/db.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aCourse, aMember, aSession } from '../../support/builders.ts';
import { aScoreTaker, anOutbox, gradeFor, type Outbox, type ScoreTaker } from './outbox-scene.ts';

interface Session {
  base: string;
  cookie: string;
}

let t: TestApp;
let platform: ScoreTaker;
let outbox: Outbox;
let teacher: Session;
let administrator: Session;
beforeAll(async () => {
  t = await createTestApp();
  platform = await aScoreTaker();
  outbox = await anOutbox(t, platform.origin, { family: 'moodle', learners: 6 });
  // Nothing leaves while the page is looked at.
  await t.deps.db
    .update(ltiRegistrations)
    .set({ active: false })
    .where(eq(ltiRegistrations.schoolId, outbox.schoolId));
  teacher = await aVisitor('instructor', outbox.courseId);
  administrator = await aVisitor('administrator', outbox.courseId);
});
afterAll(async () => {
  await platform.close();
  await t.close();
});

async function aVisitor(
  role: 'instructor' | 'administrator' | 'learner',
  courseId: string,
): Promise<Session> {
  const { schoolId } = outbox;
  const { personId } = await aMember(t.deps, { schoolId, courseId, role, name: `The ${role}` });
  return aSession(t.deps, { schoolId, personId, courseId, locale: 'en' });
}
const get = (who: Session, path: string) =>
  request(t.app.express)
    .get(who.base + path)
    .set('cookie', who.cookie);
const post = (who: Session, path: string, body: object = {}) =>
  request(t.app.express)
    .post(who.base + path)
    .set('cookie', who.cookie)
    .type('form')
    .send(body);
const person = (index: number) => outbox.personIds[index] ?? '';
const put = (index: number, changes: Partial<typeof grades.$inferInsert>) =>
  t.deps.db
    .update(grades)
    .set(changes)
    .where(and(eq(grades.schoolId, outbox.schoolId), eq(grades.personId, person(index))));
const cell = async (index: number) => {
  const [row] = await t.deps.db
    .select()
    .from(grades)
    .where(and(eq(grades.schoolId, outbox.schoolId), eq(grades.personId, person(index))));
  return row;
};

describe('the page about grades', () => {
  it('says where grades come from, before there are any', async () => {
    const { courseId } = await aCourse(t.deps, { schoolId: outbox.schoolId, title: 'Empty course' });
    const other = await aVisitor('instructor', courseId);
    const { text } = await get(other, '/grades').expect(200);
    expect(text).toContain('There is no grade column yet');
    await t.deps.db.insert(ltiItems).values({
      schoolId: outbox.schoolId,
      id: t.deps.newId(),
      courseId,
      kind: 'practice',
      ref: 'S102',
      title: 'Practice nobody opened',
      scoreMaximum: 100,
      createdBy: outbox.teacherId,
      createdAt: t.deps.now(),
    });
    expect((await get(other, '/grades')).text).toContain('Practice nobody opened');
  });

  it('shows what arrived, waits and failed, and why', async () => {
    await inTransaction(t.deps.db, (tx) =>
      recordGrades(
        tx,
        t.deps,
        outbox.personIds.map((personId, n) => gradeFor(outbox, personId, { scoreGiven: 10 * n + 0.25 })),
      ),
    );
    const rest = new Date(t.clock.now.getTime() + 600_000);
    await put(0, { state: 'sent', attempts: 1, sentAt: t.clock.now });
    await put(1, { state: 'dead', attempts: 1, problem: 'notALearner', httpStatus: 400 });
    await put(2, { attempts: 3, problem: 'platformError', httpStatus: 500, nextAttemptAt: rest });
    await put(3, { attempts: 1, nextAttemptAt: rest });
    await put(4, { state: 'dead', attempts: 10, problem: 'internal' });
    const { text } = await get(teacher, '/grades').expect(200);
    expect(text).toMatch(/<span class="big">1<\/span> Arrived/);
    expect(text).toMatch(/<span class="big">3<\/span> Waiting/);
    expect(text).toMatch(/<span class="big">2<\/span> Failed/);
    expect(text).toContain('isn’t a student of the course');
    expect(text).toContain('The connection to this LMS is switched off');
    expect(text).toContain('HTTP 400');
    expect(text).toContain('locked in the LMS’s gradebook');
    expect(text).toContain('Learner 002');
    expect(text).toContain('10.3/100');
    expect(text).toContain(`href="${teacher.base}/practice/skill/S101"`);
    // Who arrived needs no line, and what is on its way no button.
    expect(text).not.toContain('Learner 001');
    expect(text.match(/name="personId"/g)).toHaveLength(3);
  });

  it('forgets whoever left the course', async () => {
    const isFifth = and(eq(memberships.schoolId, outbox.schoolId), eq(memberships.personId, person(4)));
    await t.deps.db.update(memberships).set({ active: false }).where(isFifth);
    const { text } = await get(teacher, '/grades');
    expect(text).toMatch(/<span class="big">1<\/span> Failed/);
    expect(text).not.toContain('Learner 005');
    await t.deps.db.update(memberships).set({ active: true }).where(isFifth);
  });

  it('shows the administrator the whole school', async () => {
    const { text } = await get(administrator, '/lms/grades').expect(200);
    expect(text).toContain('Test course');
    expect(text).toContain('Learner 002');
  });

  it('is closed to learners, and the school’s to teachers', async () => {
    const learner = await aVisitor('learner', outbox.courseId);
    await get(learner, '/grades').expect(403);
    await post(learner, `/grades/${outbox.lineItemId}/again`).expect(403);
    await get(teacher, '/lms/grades').expect(403);
    await post(teacher, '/lms/grades/again').expect(403);
  });
});

describe('sending again', () => {
  const path = () => `/grades/${outbox.lineItemId}/again`;

  it('takes one grade, with a later time, and leaves those on their way alone', async () => {
    const before = await cell(1);
    t.clock.advance(5000);
    await post(teacher, path(), { personId: person(1) }).expect(303);
    expect(await cell(1)).toMatchObject({ state: 'waiting', attempts: 0, problem: null });
    expect((await cell(1))?.gradedAt.getTime()).toBeGreaterThan(before?.gradedAt.getTime() ?? 0);
    expect(await cell(2)).toMatchObject({ attempts: 3, problem: 'platformError' });
    const untouched = await cell(3);
    await post(teacher, path(), { personId: person(3) }).expect(303);
    expect(await cell(3)).toEqual(untouched);
  });

  it('takes a whole column, tells so, and is written down', async () => {
    const { headers } = await post(teacher, path()).expect(303);
    expect(headers['location']).toContain('/grades?saved=1');
    expect((await get(teacher, '/grades?saved=1')).text).toContain('sent again in a moment');
    expect(await cell(2)).toMatchObject({ attempts: 0, problem: null });
    const audits = await t.deps.db
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.action, 'grades.sentAgain'));
    expect(audits.map(({ detail }) => detail)).toEqual([{ grades: 1 }, { grades: 2 }]);
  });

  it('takes all that failed, for teacher and administrator', async () => {
    await put(2, { state: 'dead', problem: 'refused' });
    await post(teacher, '/grades/again').expect(303);
    expect(await cell(2)).toMatchObject({ state: 'waiting' });
    await put(2, { state: 'dead', problem: 'refused' });
    await post(administrator, '/lms/grades/again').expect(303);
    expect(await cell(2)).toMatchObject({ state: 'waiting' });
    await put(2, { state: 'dead', problem: 'refused' });
    await post(administrator, `/lms/grades/${outbox.lineItemId}/again`).expect(303);
    expect(await cell(2)).toMatchObject({ state: 'waiting' });
  });

  it('keeps to the teacher’s course', async () => {
    const { courseId } = await aCourse(t.deps, { schoolId: outbox.schoolId, title: 'Another course' });
    const other = await aVisitor('instructor', courseId);
    await put(2, { state: 'dead', problem: 'refused' });
    await post(other, path()).expect(404);
    await post(other, '/grades/again').expect(303);
    expect(await cell(2)).toMatchObject({ state: 'dead' });
    expect((await get(other, '/grades')).text).not.toContain('Learner 002');
  });
});

describe('learners', () => {
  it('find their grades among their data', async () => {
    const { schoolId, courseId } = outbox;
    const { personId } = await aMember(t.deps, { schoolId, courseId, role: 'learner' });
    await inTransaction(t.deps.db, (tx) => recordGrades(tx, t.deps, [gradeFor(outbox, personId)]));
    const session = await aSession(t.deps, { schoolId, personId, courseId, locale: 'en' });
    expect((await get(session, '/my-data').expect(200)).text).toContain('Grades for the LMS');
  });
});
