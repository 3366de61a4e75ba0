import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import request from 'supertest';
import { inTransaction } from '../../../src/infra/db.ts';
import { auditEvents } from '../../../src/infra/infra.tables.ts';
import { dayFacts } from '../../../src/features/trajectory/facts.tables.ts';
import { lessons } from '../../../src/features/programme/programme.tables.ts';
import { attendances, offlineSessions } from '../../../src/features/training/offline.tables.ts';
import { forgetTraining, selectAttendanceByKind } from '../../../src/features/training/index.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aMember } from '../../support/builders.ts';
import { aTrainingScene, asker, type TrainingScene } from './training-scene.ts';

let test: TestApp;
let scene: TrainingScene;
beforeAll(async () => {
  test = await createTestApp();
});
beforeEach(async () => {
  scene = await aTrainingScene(test);
});
afterAll(() => test.close());
const { get, post } = asker(() => test);

const FORM = {
  kind: 'professional_quality',
  title: 'Working in a team',
  startsAt: '2026-09-07T09:00',
  minutes: '90',
  place: 'Room 101',
  classId: '',
  mentorPersonId: '',
};
/** Records a session as the teacher and returns its id. */
async function record(given: Partial<typeof FORM> = {}): Promise<string> {
  const answer = await post(scene.as.teacher, '/training/sessions', { ...FORM, ...given });
  expect(answer.status).toBe(303);
  return /sessions\/([\w-]+)/.exec(answer.headers['location'] ?? '')?.[1] ?? '';
}
const statesOf = async (id: string) =>
  Object.fromEntries(
    (await test.deps.db.select().from(attendances).where(eq(attendances.offlineSessionId, id))).map(
      ({ personId, state }) => [personId, state],
    ),
  );
const path = (id: string, step = '') => `/training/sessions/${id}${step}`;
async function codeOf(id: string): Promise<string> {
  await post(scene.as.teacher, path(id, '/code'));
  const [row] = await test.deps.db.select().from(offlineSessions).where(eq(offlineSessions.id, id));
  return row?.checkInCode ?? '';
}

describe('recording a session', () => {
  it('is the teacher’s: learners, mentors and supervisors are refused', async () => {
    const id = await record();
    for (const who of [scene.as.learner, scene.as.mentor, scene.as.supervisor]) {
      expect((await get(who, '/training/sessions')).status).toBe(403);
      expect((await get(who, path(id))).status).toBe(403);
      expect((await post(who, '/training/sessions', FORM)).status).toBe(403);
      expect((await post(who, path(id, '/rest-present'))).status).toBe(403);
    }
  });

  it('shows what was recorded, with its kind and time', async () => {
    await record();
    const { text } = await get(scene.as.teacher, '/training/sessions');
    expect(text).toContain('Working in a team');
    expect(text).toContain('Professional quality');
    expect(text).toContain('No attendance yet');
  });

  it('refuses a time that doesn’t exist, a foreign class and somebody who is no mentor', async () => {
    const refused = [
      { startsAt: '2026-02-30T09:00' },
      { classId: test.deps.newId() },
      { mentorPersonId: scene.teacher },
    ];
    for (const given of refused)
      expect((await post(scene.as.teacher, '/training/sessions', { ...FORM, ...given })).status).toBe(400);
  });

  it('can be changed and taken back', async () => {
    const id = await record();
    await post(scene.as.teacher, path(id), { ...FORM, title: 'Working alone', mentorPersonId: scene.mentor });
    expect((await get(scene.as.teacher, path(id))).text).toContain('Working alone');
    await post(scene.as.teacher, path(id, '/rest-present'));
    expect((await post(scene.as.teacher, path(id, '/delete'))).status).toBe(303);
    expect((await get(scene.as.teacher, path(id))).status).toBe(404);
    expect(await statesOf(id)).toEqual({});
  });

  it('begins a lesson of the timetable with one click, and only once', async () => {
    const lessonId = test.deps.newId();
    await test.deps.db.insert(lessons).values({
      schoolId: scene.schoolId,
      id: lessonId,
      courseId: scene.courseId,
      title: 'Monday lesson',
      startsAt: test.clock.now,
      endsAt: new Date(test.clock.now.getTime() + 90 * 60_000),
    });
    expect((await get(scene.as.teacher, '/training/sessions')).text).toContain('Monday lesson');
    const clicks = await Promise.all(
      [1, 2].map(() => post(scene.as.teacher, `/training/lessons/${lessonId}`, { kind: 'practical' })),
    );
    const [first, second] = clicks.map(({ headers }) => headers['location']);
    expect(first).toBe(second);
    const rows = await test.deps.db
      .select()
      .from(offlineSessions)
      .where(eq(offlineSessions.courseId, scene.courseId));
    expect(rows.map(({ kind, minutes, title }) => ({ kind, minutes, title }))).toEqual([
      { kind: 'practical', minutes: 90, title: 'Monday lesson' },
    ]);
    expect((await get(scene.as.teacher, '/training/sessions')).text).not.toContain(
      'Lessons of the timetable not recorded yet',
    );
  });
});

describe('attendance', () => {
  it('is recorded for the whole class on one form, scores and notes with it', async () => {
    const id = await record();
    const { learner, other } = scene;
    await post(scene.as.teacher, path(id, '/attendance'), {
      [`state-${learner}`]: 'late',
      [`score-${learner}`]: '0',
      [`note-${learner}`]: 'Missed the bus',
      [`state-${other}`]: 'absent',
      [`score-${other}`]: '',
    });
    expect(await statesOf(id)).toEqual({ [learner]: 'late', [other]: 'absent' });
    const [row] = await test.deps.db
      .select()
      .from(attendances)
      .where(and(eq(attendances.offlineSessionId, id), eq(attendances.personId, learner)));
    expect(row?.score).toBe(0);
    expect(row?.noteSealed).not.toContain('bus');
    expect((await get(scene.as.teacher, path(id))).text).toContain('Missed the bus');
    const read = await test.deps.db
      .select()
      .from(auditEvents)
      .where(and(eq(auditEvents.subjectId, learner), eq(auditEvents.action, 'training.notes.read')));
    expect(read).toHaveLength(1);
    expect((await get(scene.as.learner, '/training/mine')).text).toContain('Missed the bus');
    expect((await get(scene.as.other, '/training/mine')).text).not.toContain('Missed the bus');
  });

  it('makes the rest present with one click and leaves what was recorded', async () => {
    const id = await record();
    await post(scene.as.teacher, path(id, '/attendance'), { [`state-${scene.learner}`]: 'excused' });
    await post(scene.as.teacher, path(id, '/rest-present'));
    expect(await statesOf(id)).toEqual({ [scene.learner]: 'excused', [scene.other]: 'present' });
  });

  it('of a class’s session is only that class’s', async () => {
    const id = await record({ classId: scene.classId });
    await post(scene.as.teacher, path(id, '/rest-present'));
    await post(scene.as.teacher, path(id, '/attendance'), { [`state-${scene.other}`]: 'present' });
    expect(await statesOf(id)).toEqual({ [scene.learner]: 'present' });
  });

  it.each([
    ['a score above 100', { score: '101' }],
    ['a score that is no whole number', { score: '7.5' }],
    ['an unknown state', { state: 'asleep' }],
  ])('refuses %s and writes nothing', async (_name, given) => {
    const id = await record();
    const fields = { state: 'present', ...given };
    const body = Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [`${name}-${scene.learner}`, value]),
    );
    expect((await post(scene.as.teacher, path(id, '/attendance'), body)).status).toBe(400);
    expect(await statesOf(id)).toEqual({});
  });

  it('takes a form of more than a thousand fields: a large lecture', async () => {
    const id = await record();
    const fields = Object.fromEntries(Array.from({ length: 1200 }, (_, n) => [`other-${n}`, '']));
    const answer = await request(test.app.express)
      .post(scene.as.teacher.base + path(id, '/attendance'))
      .set('cookie', scene.as.teacher.cookie)
      .field({ ...fields, [`state-${scene.learner}`]: 'present' });
    expect(answer.status).toBe(303);
    expect(await statesOf(id)).toEqual({ [scene.learner]: 'present' });
  });
});

describe('check-in by code', () => {
  it('says that a learner is there, and late after ten minutes', async () => {
    const id = await record();
    const code = await codeOf(id);
    expect(code).toMatch(/^\d{6}$/);
    expect((await post(scene.as.learner, '/training/check-in', { code })).status).toBe(303);
    const later = await record({ startsAt: '2026-09-07T08:40' });
    const second = await codeOf(later);
    await post(scene.as.learner, '/training/check-in', { code: second });
    expect(await statesOf(id)).toEqual({ [scene.learner]: 'present' });
    expect(await statesOf(later)).toEqual({ [scene.learner]: 'late' });
  });

  it('is for members of the course, of the class, while the code holds', async () => {
    const id = await record({ classId: scene.classId });
    const code = await codeOf(id);
    expect((await post(scene.as.other, '/training/check-in', { code })).status).toBe(422);
    const elsewhere = await aTrainingScene(test);
    expect((await post(elsewhere.as.learner, '/training/check-in', { code })).status).toBe(422);
    test.clock.advance(10 * 60_000);
    expect((await post(scene.as.learner, '/training/check-in', { code })).status).toBe(422);
    expect(await statesOf(id)).toEqual({});
  });

  it('ends when the teacher ends it, and never overrules the teacher', async () => {
    const id = await record();
    await post(scene.as.teacher, path(id, '/attendance'), { [`state-${scene.learner}`]: 'absent' });
    const code = await codeOf(id);
    await post(scene.as.learner, '/training/check-in', { code });
    await post(scene.as.teacher, path(id, '/code/close'));
    expect((await post(scene.as.other, '/training/check-in', { code })).status).toBe(422);
    expect(await statesOf(id)).toEqual({ [scene.learner]: 'absent' });
  });

  it('can’t be found by trying: five tries in ten minutes, however many come at once', async () => {
    const code = await codeOf(await record());
    const wrong = code === '000000' ? '000001' : '000000';
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => post(scene.as.learner, '/training/check-in', { code: wrong })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([422, 422, 422, 422, 422, 429, 429, 429]);
    expect((await post(scene.as.learner, '/training/check-in', { code })).status).toBe(429);
    test.clock.advance(10 * 60_000);
    expect((await post(scene.as.learner, '/training/check-in', { code: wrong })).status).toBe(422);
  });
});

describe('a learner’s own page', () => {
  it('shows sessions beside online work, week by week', async () => {
    const id = await record();
    await post(scene.as.teacher, path(id, '/rest-present'));
    await test.deps.db.insert(dayFacts).values({
      schoolId: scene.schoolId,
      courseId: scene.courseId,
      personId: scene.learner,
      day: '2026-09-08',
      seconds: 25 * 60,
      lastActivityAt: test.clock.now,
    });
    const { text } = await get(scene.as.learner, '/training/mine');
    expect(text).toContain('Week from 2026-09-07');
    expect(text).toContain('Working in a team');
    expect(text).toContain('25 min of learning');
    expect(text).toContain('Quality activities: 1 of 1');
  });

  it('says so while there is nothing', async () => {
    expect((await get(scene.as.learner, '/training/mine')).text).toContain('Nothing was recorded');
  });

  it('is where the tab leads a learner, and to their own part everybody else', async () => {
    const leads = async (who: { base: string; cookie: string }) =>
      (await get(who, '/training')).headers['location']?.replace(/.*\/training/, '');
    expect(await leads(scene.as.learner)).toBe('/mine');
    expect(await leads(scene.as.teacher)).toBe('/sessions');
    expect(await leads(scene.as.mentor)).toBe('/mentors');
    expect(await leads(scene.as.supervisor)).toBe('/shares');
  });
});

describe('what is held on a person', () => {
  it('is in their download, notes opened, and goes when they are erased', async () => {
    const id = await record();
    await post(scene.as.teacher, path(id, '/attendance'), {
      [`state-${scene.learner}`]: 'present',
      [`note-${scene.learner}`]: 'Led the group',
    });
    const download = await get(scene.as.learner, '/my-data/download');
    expect(download.text).toContain('Led the group');
    await inTransaction(test.deps.db, (tx) =>
      forgetTraining(tx, { schoolId: scene.schoolId, personId: scene.learner }),
    );
    expect(await statesOf(id)).toEqual({});
  });
});

describe('attendance by person and kind', () => {
  it('counts what began in the period, for the learners it was for', async () => {
    const id = await record();
    await post(scene.as.teacher, path(id, '/attendance'), {
      [`state-${scene.learner}`]: 'late',
      [`score-${scene.learner}`]: '80',
      [`state-${scene.other}`]: 'absent',
    });
    await record({ kind: 'ideological_education', classId: scene.classId });
    await record({ startsAt: '2026-10-01T00:00' });
    await aMember(test.deps, { ...scene, role: 'learner', name: 'Newcomer' });
    const rows = await selectAttendanceByKind(test.deps.db, {
      ...scene,
      from: new Date('2026-09-01T00:00:00+08:00'),
      until: new Date('2026-10-01T00:00:00+08:00'),
    });
    const none = { present: 0, late: 0, absent: 0, excused: 0, minutes: 0, meanScore: null };
    expect(rows.filter(({ personId }) => personId === scene.learner)).toEqual([
      { personId: scene.learner, kind: 'ideological_education', sessions: 1, ...none },
      {
        personId: scene.learner,
        kind: 'professional_quality',
        sessions: 1,
        ...none,
        late: 1,
        minutes: 90,
        meanScore: 80,
      },
    ]);
    expect(rows.filter(({ personId }) => personId === scene.other)).toEqual([
      { personId: scene.other, kind: 'professional_quality', sessions: 1, ...none, absent: 1 },
    ]);
    expect(rows).toHaveLength(4);
  });
});
