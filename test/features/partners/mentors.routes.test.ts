import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import request from 'supertest';
import { inTransaction } from '../../../src/infra/db.ts';
import { auditEvents } from '../../../src/infra/infra.tables.ts';
import { notices } from '../../../src/features/inbox/inbox.tables.ts';
import {
  forgetPartners,
  partnersDataSources,
  requireReadyMentor,
} from '../../../src/features/partners/index.ts';
import { mentorFiles } from '../../../src/features/partners/mentor-files.tables.ts';
import { remindOfMentors } from '../../../src/features/partners/mentor-reminders.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aCourse, aMember, aPerson, aSchool, aSession, anAppointment } from '../../support/builders.ts';

const FILE = {
  employer: 'Blue Whale Works',
  position: 'Lead engineer',
  'evidence-experience': 'Nine years',
  'evidence-skill': 'Certificate 77',
  'evidence-teaching': 'Trained ten juniors',
  'evidence-ethics': 'Pledge signed',
  'evidence-induction': 'March 2026',
  'engagement-project_guidance': '1',
  selection: 'Chosen of three',
  selectedOn: '2026-03-01',
  agreement: 'No. 12',
  agreementFrom: '2026-03-02',
  agreementUntil: '2027-03-01',
};
const RATINGS = { duties: '5', teaching: '4', guidance: '4', students: '5', ethics: '5' };

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
  const administrator = await aMember(deps, { ...at, role: 'administrator', name: 'Administrator' });
  const teacher = await aMember(deps, { ...at, role: 'instructor', name: 'Teacher 01' });
  const mentor = await aPerson(deps, { schoolId, name: 'Mentor 01' });
  await anAppointment(deps, { ...at, ...mentor, role: 'enterprise_mentor', file: false });
  const other = await aPerson(deps, { schoolId, name: 'Mentor 02' });
  await anAppointment(deps, { ...at, ...other, role: 'enterprise_mentor', file: false });
  const enter = (person: { personId: string }) => aSession(deps, { ...at, ...person, locale: 'en' });
  return {
    ...at,
    administrator,
    mentor,
    as: {
      administrator: await enter(administrator),
      teacher: await enter(teacher),
      mentor: await enter(mentor),
      other: await enter(other),
    },
    page: `/partners/mentors/${mentor.personId}`,
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
const assign = (today = '2026-09-07') =>
  inTransaction(test.deps.db, (tx) =>
    requireReadyMentor(tx, { schoolId: school.schoolId, personId: school.mentor.personId, today }),
  );

describe('a mentor’s file', () => {
  it('is kept by the school, sealed, and makes a mentor ready to be assigned', async () => {
    await expect(assign()).rejects.toMatchObject({ id: 'partners.notReady.employer', status: 409 });
    await post(school.as.administrator, school.page, { ...FILE, 'evidence-skill': '' }).expect(303);
    await expect(assign()).rejects.toMatchObject({ id: 'partners.notReady.skill' });
    expect((await get(school.as.administrator, school.page)).text).toContain('Skills and qualifications');
    await post(school.as.administrator, school.page, FILE).expect(303);
    await expect(assign()).resolves.toBeUndefined();
    await expect(assign('2027-03-02')).rejects.toMatchObject({ id: 'partners.notReady.agreementOver' });
    const [row] = await test.deps.db
      .select()
      .from(mentorFiles)
      .where(eq(mentorFiles.personId, school.mentor.personId));
    expect(JSON.stringify(row)).not.toMatch(/Blue Whale|Certificate 77|Chosen of three/);
    const { text } = await get(school.as.administrator, school.page).expect(200);
    for (const words of ['Blue Whale Works', 'Certificate 77', 'Chosen of three', 'No. 12'])
      expect(text).toContain(words);
  });

  it('is read by the mentor and those who keep it, each reading by others recorded', async () => {
    await post(school.as.administrator, school.page, FILE).expect(303);
    expect((await get(school.as.mentor, school.page).expect(200)).text).toContain('Blue Whale Works');
    await get(school.as.other, school.page).expect(404);
    await get(school.as.teacher, school.page).expect(404);
    await get(school.as.administrator, school.page).expect(200);
    const read = await test.deps.db
      .select({ actor: auditEvents.actorPersonId })
      .from(auditEvents)
      .where(and(eq(auditEvents.schoolId, school.schoolId), eq(auditEvents.action, 'mentor.file.read')));
    expect(read).toEqual([{ actor: school.administrator.personId }]);
  });

  it('is written by nobody else, not by the mentor either', async () => {
    for (const session of [school.as.mentor, school.as.other, school.as.teacher])
      await post(session, school.page, FILE).expect(403);
    await post(school.as.administrator, school.page, { ...FILE, agreementUntil: '2026-01-01' }).expect(400);
    await post(school.as.administrator, school.page, { ...FILE, selectedOn: 'soon' }).expect(400);
  });

  it('shows on the list who is ready and what is missing: to teachers of their course, to a mentor only themselves', async () => {
    await post(school.as.administrator, school.page, FILE).expect(303);
    const { text } = await get(school.as.teacher, '/partners/mentors').expect(200);
    expect(text).toContain('Mentor 01');
    expect(text).toContain('Not complete');
    expect(text).not.toContain('Blue Whale');
    const own = await get(school.as.mentor, '/partners/mentors').expect(200);
    expect(own.text).toContain('Mentor 01');
    expect(own.text).not.toContain('Mentor 02');
  });

  it('can be passed over for some days by an administrator, with a reason', async () => {
    const path = `${school.page}/exception`;
    await post(school.as.administrator, path, { until: '2026-09-20', reason: 'x' }).expect(400);
    await post(school.as.administrator, path, { until: '2026-12-20', reason: 'Project begins' }).expect(400);
    await post(school.as.administrator, path, { until: '2026-09-20', reason: 'Project begins' }).expect(303);
    await expect(assign()).resolves.toBeUndefined();
    await expect(assign('2026-09-21')).rejects.toMatchObject({ status: 409 });
    expect((await get(school.as.administrator, school.page)).text).toContain('Project begins');
    await post(school.as.administrator, `${path}/end`).expect(303);
    await expect(assign()).rejects.toMatchObject({ status: 409 });
    await post(school.as.teacher, path, { until: '2026-09-20', reason: 'Project begins' }).expect(403);
  });
});

describe('an appraisal', () => {
  const appraise = (appraisedOn: string) =>
    post(school.as.administrator, `${school.page}/appraisals`, {
      ...RATINGS,
      appraisedOn,
      words: 'Well done',
    });
  const waiting = async () =>
    (
      await test.deps.db
        .select({ kind: notices.kind, doneAt: notices.doneAt })
        .from(notices)
        .where(and(eq(notices.schoolId, school.schoolId)))
    ).flatMap(({ kind, doneAt }) => (doneAt === null ? [kind] : []));

  it('has a score, and words that are sealed', async () => {
    await post(school.as.administrator, school.page, FILE).expect(303);
    await appraise('2026-09-08').expect(400);
    await appraise('2026-09-07').expect(303);
    const { text } = await get(school.as.mentor, school.page).expect(200);
    expect(text).toContain('90');
    expect(text).toContain('Excellent');
    expect(text).toContain('Well done');
  });

  it('is recalled once when it is due, and done when it is recorded', async () => {
    await post(school.as.administrator, school.page, FILE).expect(303);
    await remindOfMentors(test.deps);
    expect(await waiting()).toEqual([]);
    test.clock.now = new Date('2027-02-10T01:00:00Z');
    await remindOfMentors(test.deps);
    await remindOfMentors(test.deps);
    expect((await waiting()).sort()).toEqual(['mentor.agreement', 'mentor.appraisal']);
    const session = await aSession(test.deps, { ...school, ...school.administrator, locale: 'en' });
    await post(session, `${school.page}/appraisals`, { ...RATINGS, appraisedOn: '2027-02-10' }).expect(303);
    expect(await waiting()).toEqual(['mentor.agreement']);
  });
});

describe('what is kept of a mentor', () => {
  it('is the mentor’s to see, and goes when they are erased', async () => {
    await post(school.as.administrator, school.page, FILE).expect(303);
    const key = { schoolId: school.schoolId, personId: school.mentor.personId };
    const [file] = partnersDataSources(test.deps);
    expect(await file?.select(key)).toMatchObject([{ employer: 'Blue Whale Works' }]);
    await inTransaction(test.deps.db, (tx) => forgetPartners(tx, key));
    expect(await file?.count(key)).toBe(0);
  });
});
