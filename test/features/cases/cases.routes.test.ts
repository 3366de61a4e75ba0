import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { and, eq, inArray } from 'drizzle-orm';
import request from 'supertest';
import { inTransaction } from '../../../src/infra/db.ts';
import { auditEvents } from '../../../src/infra/infra.tables.ts';
import { caseEvents, cases } from '../../../src/features/cases/cases.tables.ts';
import {
  addLook,
  escalateDueCases,
  getSchoolClock,
  openCase,
  selectSupportMessages,
  type CaseEvidence,
  type CaseLevel,
} from '../../../src/features/cases/index.ts';
import { memberships } from '../../../src/features/roster/roster.tables.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aCourse, aMember, aPerson, aSchool, aSession, anAppointment } from '../../support/builders.ts';

const DAY = 86_400_000;
const EVIDENCE: CaseEvidence = {
  lines: [
    {
      id: 'cases.line.missedDeadline',
      values: { task: 'Essay', days: 4, donePercent: 80 },
      statementIds: ['018f0000-0000-7000-8000-000000000001'],
    },
    {
      id: 'cases.line.activity',
      values: { events: 3, mean: 20, percent: 15, days: 14 },
      statementIds: [],
    },
  ],
  suggestion: 'cases.suggestion.agreeOnPlan',
  measures: { missedDeadlines: 1, activityPercent: 15, silentDays: 5 },
};

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
  const { courseId } = await aCourse(deps, { schoolId });
  const at = { schoolId, courseId };
  const learner = await aMember(deps, { ...at, role: 'learner', name: 'Learner 07' });
  const teacher = await aMember(deps, { ...at, role: 'instructor', name: 'Teacher 01' });
  const mentor = await aPerson(deps, { schoolId, name: 'Mentor 01' });
  await anAppointment(deps, { ...at, ...mentor, role: 'enterprise_mentor' });
  const supervisor = await aPerson(deps, { schoolId, name: 'Supervisor 01' });
  await anAppointment(deps, { schoolId, ...supervisor, role: 'supervisor' });
  const enter = (person: { personId: string }, inCourse: string | null = courseId) =>
    aSession(deps, { schoolId, ...person, courseId: inCourse, locale: 'en' });
  return {
    ...at,
    learner,
    teacher,
    mentor,
    supervisor,
    as: {
      learner: await enter(learner),
      teacher: await enter(teacher),
      mentor: await enter(mentor),
      supervisor: await enter(supervisor, null),
    },
  };
}
type Session = { base: string; cookie: string };

async function aCase(level: CaseLevel = 'yellow', evidence = EVIDENCE): Promise<string> {
  const { deps } = test;
  const { schoolId, courseId, learner } = school;
  const id = await inTransaction(deps.db, async (tx) =>
    openCase(tx, deps, await getSchoolClock(tx, schoolId), {
      kind: 'warning',
      schoolId,
      courseId,
      subjectPersonId: learner.personId,
      level,
      evidence,
      ruleVersion: 'warning-1',
    }),
  );
  if (id === null) throw new Error('There was a case already.');
  return id;
}

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
const rowOf = async (id: string) => {
  const [row] = await test.deps.db.select().from(cases).where(eq(cases.id, id));
  if (!row) throw new Error('no such case');
  return row;
};
const stepsOf = async (id: string) =>
  (
    await test.deps.db
      .select({ step: caseEvents.step })
      .from(caseEvents)
      .where(eq(caseEvents.caseId, id))
      .orderBy(caseEvents.id)
  ).map(({ step }) => step);

describe('the list of warnings', () => {
  it('names level, learner, what happened, time left and the next step', async () => {
    await aCase();
    const { text } = await get(school.as.teacher, '/warnings').expect(200);
    for (const words of ['▲ Yellow', 'Learner 07', 'Essay', '80 % of the class', '3 d left', 'Take it up'])
      expect(text).toContain(words);
    expect(text).toContain('Owner: Teacher 01');
  });

  it('shows a learner nothing', async () => {
    const id = await aCase();
    await get(school.as.learner, '/warnings').expect(403);
    await get(school.as.learner, `/cases/${id}`).expect(403);
    await post(school.as.learner, `/cases/${id}/acknowledge`).expect(403);
  });

  it('shows a mentor red cases only', async () => {
    const yellow = await aCase();
    expect((await get(school.as.mentor, '/warnings').expect(200)).text).not.toContain('Learner 07');
    await get(school.as.mentor, `/cases/${yellow}`).expect(404);
    await test.deps.db.update(cases).set({ level: 'red' }).where(eq(cases.id, yellow));
    expect((await get(school.as.mentor, '/warnings').expect(200)).text).toContain('Learner 07');
  });

  it('shows a supervisor of the school every course, a teacher only theirs', async () => {
    await aCase();
    const { deps } = test;
    const other = await aCourse(deps, { ...school, title: 'Another course' });
    const colleague = await aMember(deps, { ...school, ...other, role: 'instructor', name: 'Teacher 02' });
    const session = await aSession(deps, { ...school, ...other, ...colleague, locale: 'en' });
    expect((await get(session, '/warnings').expect(200)).text).not.toContain('Learner 07');
    expect((await get(school.as.supervisor, '/warnings').expect(200)).text).toContain('Learner 07');
  });

  it('refuses another school’s people', async () => {
    const id = await aCase();
    const stranger = await aScene();
    await get(stranger.as.supervisor, `/cases/${id}`).expect(404);
    await post(stranger.as.teacher, `/cases/${id}/acknowledge`).expect(404);
    expect((await get(stranger.as.supervisor, '/warnings').expect(200)).text).not.toContain('Essay');
    expect((await rowOf(id)).state).toBe('raised');
  });
});

describe('a yellow case', () => {
  it('ends as “no reply” after tries on three days, not after three clicks', async () => {
    const id = await aCase();
    const contact = async () => {
      const session = await aSession(test.deps, { ...school, ...school.teacher, locale: 'en' });
      await post(session, `/cases/${id}/contact`, { note: 'Rang, nobody there' }).expect(303);
      return session;
    };
    for (let click = 0; click < 3; click += 1) await contact();
    const close = (session: Session) =>
      post(session, `/cases/${id}/close`, { outcome: 'no_reply', note: 'Gone' });
    await close(school.as.teacher).expect(409);
    expect((await get(school.as.teacher, `/cases/${id}`)).text).toContain('(1/3)');
    test.clock.advance(DAY);
    await contact();
    test.clock.advance(DAY);
    const session = await contact();
    await close(session).expect(303);
    expect((await rowOf(id)).outcome).toBe('no_reply');
  });

  it('goes from raised to closed: taken up, method changed, closed with an outcome', async () => {
    const id = await aCase();
    await post(school.as.teacher, `/cases/${id}/close`, { outcome: 'improved' }).expect(409);
    await post(school.as.teacher, `/cases/${id}/acknowledge`).expect(303);
    await post(school.as.teacher, `/cases/${id}/acknowledge`).expect(409);
    await post(school.as.teacher, `/cases/${id}/method`, { note: 'One-to-one on Friday' }).expect(303);
    expect(await rowOf(id)).toMatchObject({ state: 'acted', ownerPersonId: school.teacher.personId });
    await post(school.as.teacher, `/cases/${id}/close`, { outcome: 'improved' }).expect(303);
    expect(await rowOf(id)).toMatchObject({ state: 'closed', outcome: 'improved' });
    await post(school.as.teacher, `/cases/${id}/comment`, { note: 'late' }).expect(409);
    expect(await stepsOf(id)).toEqual(['raised', 'acknowledged', 'method_changed', 'closed']);
    expect((await get(school.as.teacher, '/warnings?show=closed').expect(200)).text).toContain('improved');
  });

  it('keeps notes sealed, opens them for staff and records that they were read', async () => {
    const id = await aCase();
    await post(school.as.teacher, `/cases/${id}/comment`, { note: 'Sick at home' }).expect(303);
    const [event] = await test.deps.db
      .select()
      .from(caseEvents)
      .where(and(eq(caseEvents.caseId, id), eq(caseEvents.step, 'commented')));
    expect(event?.noteSealed).toMatch(/^v1\./);
    expect(JSON.stringify(event?.detail)).not.toContain('Sick');
    expect((await get(school.as.teacher, `/cases/${id}`).expect(200)).text).toContain('Sick at home');
    const reads = await test.deps.db
      .select()
      .from(auditEvents)
      .where(and(eq(auditEvents.schoolId, school.schoolId), eq(auditEvents.action, 'case.notes.read')));
    expect(reads).toMatchObject([
      { actorPersonId: school.teacher.personId, subjectId: school.learner.personId, detail: { caseId: id } },
    ]);
  });

  it('links each line of evidence to its statement and shows the history', async () => {
    const id = await aCase();
    const { text } = await get(school.as.teacher, `/cases/${id}`).expect(200);
    expect(text).toContain(`${school.as.teacher.base}/statements/018f0000-0000-7000-8000-000000000001`);
    expect(text).toContain('Warning raised');
    expect(text).toContain('Agree on a small, concrete plan');
  });

  it('is false only with a reason', async () => {
    const id = await aCase();
    await post(school.as.teacher, `/cases/${id}/close`, { outcome: 'false_alarm' }).expect(409);
    await post(school.as.teacher, `/cases/${id}/close`, { outcome: 'false_alarm', note: 'Offline' }).expect(
      303,
    );
  });

  it('waits while snoozed, then has its full time again', async () => {
    const id = await aCase();
    const before = (await rowOf(id)).dueAt;
    await post(school.as.teacher, `/cases/${id}/snooze`, { days: '7', reason: 'illness' }).expect(303);
    expect((await rowOf(id)).dueAt.getTime() - before.getTime()).toBe(7 * DAY);
    await post(school.as.teacher, `/cases/${id}/snooze`, { days: '99', reason: 'illness' }).expect(400);
  });

  it('goes to the supervisor when nobody answers, and turns red when it also got worse', async () => {
    const { deps, clock } = test;
    const id = await aCase();
    const start = clock.now;
    clock.advance(3 * DAY - 60_000);
    await escalateDueCases(deps);
    expect((await rowOf(id)).escalatedAt).toBeNull();
    clock.advance(120_000);
    await escalateDueCases(deps);
    await escalateDueCases(deps);
    expect(await rowOf(id)).toMatchObject({ level: 'yellow', ownerPersonId: school.supervisor.personId });
    const worse = { missedDeadlines: 2, activityPercent: 0, silentDays: 9 };
    await inTransaction(deps.db, async (tx) =>
      addLook(
        tx,
        deps,
        await getSchoolClock(tx, school.schoolId),
        { schoolId: school.schoolId, caseId: id },
        {
          measures: worse,
          warning: { level: 'yellow', evidence: { ...EVIDENCE, measures: worse } },
          compare: (before, after) =>
            (after['missedDeadlines'] ?? 0) > (before['missedDeadlines'] ?? 0) ? 'worse' : 'same',
        },
      ),
    );
    expect(await rowOf(id)).toMatchObject({ level: 'red', state: 'raised', measures: worse });
    expect(await stepsOf(id)).toEqual(['raised', 'escalated', 'turned_red']);
    clock.now = start;
  });
});

describe('a red case', () => {
  it('closes only after a named intervener and a mentor’s guidance', async () => {
    const id = await aCase('red');
    const { teacher, mentor } = school.as;
    await post(teacher, `/cases/${id}/method`, { note: 'Smaller steps' }).expect(303);
    await post(teacher, `/cases/${id}/close`, { outcome: 'improved' }).expect(409);
    await post(teacher, `/cases/${id}/assign`, { personId: school.learner.personId }).expect(400);
    await post(teacher, `/cases/${id}/assign`, { personId: school.supervisor.personId }).expect(303);
    expect((await rowOf(id)).ownerPersonId).toBe(school.supervisor.personId);
    await post(teacher, `/cases/${id}/close`, { outcome: 'improved' }).expect(409);
    await post(teacher, `/cases/${id}/mentor`, {
      mentorPersonId: school.teacher.personId,
      note: 'Not a mentor',
    }).expect(400);
    await post(mentor, `/cases/${id}/mentor`, {
      mentorPersonId: school.mentor.personId,
      note: 'Talked about the project',
    }).expect(303);
    expect((await rowOf(id)).state).toBe('acted');
    await post(mentor, `/cases/${id}/close`, { outcome: 'improved' }).expect(403);
    await post(teacher, `/cases/${id}/close`, { outcome: 'improved' }).expect(303);
  });

  it('starts over when a yellow one turns red: what was done before doesn’t answer it', async () => {
    const { deps, clock } = test;
    const id = await aCase('yellow');
    const { teacher } = school.as;
    await post(teacher, `/cases/${id}/assign`, { personId: school.teacher.personId }).expect(303);
    await post(teacher, `/cases/${id}/mentor`, {
      mentorPersonId: school.mentor.personId,
      note: 'While it was yellow',
    }).expect(303);
    clock.advance(1000);
    await inTransaction(deps.db, async (tx) =>
      addLook(
        tx,
        deps,
        await getSchoolClock(tx, school.schoolId),
        { schoolId: school.schoolId, caseId: id },
        {
          measures: EVIDENCE.measures,
          warning: { level: 'red', evidence: EVIDENCE },
          compare: () => 'worse',
        },
      ),
    );
    expect((await rowOf(id)).level).toBe('red');
    await post(teacher, `/cases/${id}/close`, { outcome: 'improved' }).expect(409);
  });

  it('given to a mentor still lets them log no other mentor’s guidance', async () => {
    const { deps } = test;
    const other = await aPerson(deps, { schoolId: school.schoolId, name: 'Mentor 02' });
    await anAppointment(deps, { ...school, ...other, role: 'enterprise_mentor' });
    const id = await aCase('red');
    await post(school.as.teacher, `/cases/${id}/assign`, { personId: school.mentor.personId }).expect(303);
    const given = { mentorPersonId: other.personId, note: 'In another’s name' };
    await post(school.as.mentor, `/cases/${id}/mentor`, given).expect(403);
    const form = (await get(school.as.mentor, `/cases/${id}`).expect(200)).text;
    expect(form).not.toContain(`<option value="${other.personId}">Mentor 02</option>`);
    await post(school.as.mentor, `/cases/${id}/mentor`, {
      ...given,
      mentorPersonId: school.mentor.personId,
    }).expect(303);
  });

  it('lets a mentor log only their own guidance', async () => {
    const id = await aCase('red');
    await post(school.as.mentor, `/cases/${id}/mentor`, {
      mentorPersonId: school.supervisor.personId,
      note: 'For somebody else',
    }).expect(403);
    expect((await get(school.as.mentor, `/cases/${id}`).expect(200)).text).toContain('Record your guidance');
  });
});

describe('whose case it is', () => {
  const leave = (...people: { personId: string }[]) =>
    test.deps.db
      .update(memberships)
      .set({ active: false })
      .where(
        inArray(
          memberships.personId,
          people.map(({ personId }) => personId),
        ),
      );

  it('is the teacher’s who was seen last in the course', async () => {
    const { deps } = test;
    const colleague = await aMember(deps, { ...school, role: 'instructor', name: 'Teacher 02' });
    await deps.db
      .update(memberships)
      .set({ lastLaunchAt: deps.now() })
      .where(eq(memberships.personId, colleague.personId));
    expect((await rowOf(await aCase())).ownerPersonId).toBe(colleague.personId);
  });

  it('is the supervisor’s where there is no teacher', async () => {
    await leave(school.teacher);
    expect((await rowOf(await aCase())).ownerPersonId).toBe(school.supervisor.personId);
  });

  it('is no longer theirs to see when they have nothing to do with the course any more', async () => {
    const { deps } = test;
    const id = await aCase();
    const elsewhere = await aCourse(deps, { schoolId: school.schoolId });
    await deps.db.insert(memberships).values({
      schoolId: school.schoolId,
      ...elsewhere,
      personId: school.teacher.personId,
      role: 'instructor',
      createdAt: deps.now(),
    });
    const there = await aSession(deps, { ...school, ...school.teacher, ...elsewhere });
    await get(there, `/cases/${id}`).expect(200);
    await deps.db
      .update(memberships)
      .set({ active: false })
      .where(
        and(eq(memberships.courseId, school.courseId), eq(memberships.personId, school.teacher.personId)),
      );
    await get(there, `/cases/${id}`).expect(404);
  });
});

describe('one open case per learner and course', () => {
  it('is not opened twice', async () => {
    await aCase();
    await expect(aCase()).rejects.toThrow('already');
    expect(await test.deps.db.$count(cases, eq(cases.schoolId, school.schoolId))).toBe(1);
  });
});

describe('what the learner reads', () => {
  it('is friendly and tells neither level nor that there is a case', async () => {
    const key = { ...school, personId: school.learner.personId };
    expect(await selectSupportMessages(test.deps.db, key)).toEqual([]);
    await aCase('red');
    expect(await selectSupportMessages(test.deps.db, key)).toEqual([
      'cases.support.catchUp',
      'cases.support.smallSteps',
      'cases.support.askTeacher',
    ]);
  });
});
