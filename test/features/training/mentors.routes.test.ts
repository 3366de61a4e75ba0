import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { lessons } from '../../../src/features/programme/programme.tables.ts';
import { mentorActs } from '../../../src/features/training/mentoring.tables.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aPerson, aSession, anAppointment } from '../../support/builders.ts';
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

const act = (given: Record<string, string> = {}) => ({
  duty: 'project_guidance',
  mentorPersonId: scene.mentor,
  classId: '',
  day: '2026-09-07',
  hours: '2',
  topic: 'Reading a tender',
  ...given,
});
const logged = () => test.deps.db.select().from(mentorActs).where(eq(mentorActs.courseId, scene.courseId));
const aLesson = (hoursAgo: number) =>
  test.deps.db.insert(lessons).values({
    schoolId: scene.schoolId,
    id: test.deps.newId(),
    courseId: scene.courseId,
    title: 'Lesson',
    startsAt: new Date(test.clock.now.getTime() - hoursAgo * 3_600_000),
    endsAt: new Date(test.clock.now.getTime() - (hoursAgo - 1) * 3_600_000),
  });
/** The cells of a course's row. */
async function rowOf(who = scene.as.teacher, path = '/training/mentors'): Promise<string[]> {
  const { text } = await get(who, path);
  const row = /<th scope="row">Web development<\/th>([\s\S]*?)<\/tr>/.exec(text)?.[1] ?? '';
  return [...row.matchAll(/<td[^>]*>([\s\S]*?)<\/td>/g)].map(([, cell]) =>
    (cell ?? '').replace(/<[^>]*>/g, '').trim(),
  );
}

describe('logging what a mentor did', () => {
  it('waits until the mentor’s file is complete', async () => {
    const unready = await aPerson(test.deps, { schoolId: scene.schoolId, name: 'Mentor 02' });
    await anAppointment(test.deps, { ...scene, ...unready, role: 'enterprise_mentor', file: false });
    const answer = await post(
      scene.as.teacher,
      '/training/mentors',
      act({ mentorPersonId: unready.personId }),
    );
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('can’t be given a class');
    expect(await logged()).toEqual([]);
  });

  it('is for teachers and for mentors, who log for themselves', async () => {
    expect((await post(scene.as.teacher, '/training/mentors', act())).status).toBe(303);
    const own = act({ mentorPersonId: scene.teacher, duty: 'career_lecture', classId: scene.classId });
    expect((await post(scene.as.mentor, '/training/mentors', own)).status).toBe(303);
    expect((await logged()).map(({ mentorPersonId, minutes }) => [mentorPersonId, minutes])).toEqual([
      [scene.mentor, 120],
      [scene.mentor, 120],
    ]);
    expect((await post(scene.as.learner, '/training/mentors', act())).status).toBe(403);
    expect((await get(scene.as.learner, '/training/mentors')).status).toBe(403);
  });

  it.each([
    ['somebody who is no mentor', () => ({ mentorPersonId: scene.teacher }), 400],
    ['a day to come', () => ({ day: '2026-09-08' }), 400],
    ['a day that isn’t', () => ({ day: '2026-02-30' }), 400],
    ['more hours than a day has', () => ({ hours: '25' }), 400],
    ['a class that isn’t the course’s', () => ({ classId: test.deps.newId() }), 400],
  ])('refuses %s', async (_name, given, status) => {
    expect((await post(scene.as.teacher, '/training/mentors', act(given()))).status).toBe(status);
    expect(await logged()).toEqual([]);
  });

  it('doesn’t count twice what was recorded as a session', async () => {
    const session = {
      kind: 'project_guidance',
      title: 'Guidance',
      startsAt: '2026-09-07T08:00',
      minutes: '60',
      place: '',
      classId: '',
      mentorPersonId: scene.mentor,
    };
    await post(scene.as.teacher, '/training/sessions', session);
    expect((await post(scene.as.teacher, '/training/mentors', act())).status).toBe(409);
    expect((await get(scene.as.mentor, '/training/mentors')).text).toContain('from a session');
    expect((await rowOf())[3]).toBe('60');
    // The other way round, too: what is in the log isn't recorded with the mentor again.
    await post(scene.as.teacher, '/training/mentors', act({ day: '2026-09-04' }));
    const again = { ...session, startsAt: '2026-09-04T08:00' };
    expect((await post(scene.as.teacher, '/training/sessions', again)).status).toBe(409);
  });

  it('can be taken back by a teacher, and by the mentor who wrote it down', async () => {
    await post(scene.as.teacher, '/training/mentors', act());
    const [entry] = await logged();
    const path = `/training/mentors/${entry?.id}/delete`;
    expect((await post(scene.as.mentor, path)).status).toBe(404);
    expect((await post(scene.as.teacher, path)).status).toBe(303);
    await post(scene.as.mentor, '/training/mentors', act());
    const [own] = await logged();
    expect((await post(scene.as.mentor, `/training/mentors/${own?.id}/delete`)).status).toBe(303);
    expect(await logged()).toEqual([]);
  });
});

describe('the share of mentors', () => {
  it('counts hours of mentors against everything taught, unrecorded lessons included', async () => {
    await post(scene.as.teacher, '/training/mentors', act());
    for (const hoursAgo of [2, 30, 60, 90]) await aLesson(hoursAgo);
    // One mentor and one teacher; 120 minutes beside 240.
    expect(await rowOf()).toEqual(['1', '1', '50%', '120', '240', '33%', 'Reached']);
  });

  it('says what is below, to the teacher and to whoever answers for the school', async () => {
    await aLesson(2);
    expect(await rowOf()).toEqual(['0', '1', '0%', '0', '60', '0%', 'Below']);
    const shares = await get(scene.as.supervisor, '/training/shares');
    expect(shares.text).toContain('1 course is below.');
    expect(shares.text).toContain('<svg');
    expect(await rowOf(scene.as.admin, '/training/shares')).toContain('Below');
  });

  it('is of the last twelve months', async () => {
    await aLesson(366 * 24);
    expect((await rowOf())[4]).toBe('0');
    expect((await get(scene.as.supervisor, '/training/shares')).text).toContain('nothing to count');
  });

  it('is no business of teachers beyond their course', async () => {
    expect((await get(scene.as.teacher, '/training/shares')).status).toBe(403);
    const visitor = await aSession(test.deps, {
      schoolId: scene.schoolId,
      personId: scene.learner,
      courseId: scene.courseId,
    });
    expect((await get(visitor, '/training/shares')).status).toBe(403);
  });
});
