import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { foldSchool } from '../../../src/features/learning/index.ts';
import { composeAxesReport } from '../../../src/features/monitoring/axes.rules.ts';
import { tasks } from '../../../src/features/programme/programme.tables.ts';
import { reports } from '../../../src/features/reports/reports.tables.ts';
import { attendances, offlineSessions } from '../../../src/features/training/offline.tables.ts';
import { erasePerson } from '../../../src/features/roster/index.ts';
import { runTick } from '../../../src/infra/jobs.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { countQueries } from '../../support/count-queries.ts';
import { aCourse, aMember, aSession } from '../../support/builders.ts';
import { LMS, QUIZ_IRI, send, tell } from '../learning/fold-scene.ts';
import {
  aRecordsScene,
  aVisitor,
  get,
  post,
  type RecordsScene,
  type Visitor,
} from '../records/records-scene.ts';

let app: TestApp;
let scene: RecordsScene;
let teacher: Visitor;
let learner: Visitor;
let other: Visitor;
/** The clock of tests stands at 7 September 2026. */
const at = (day: number, minute: number) => new Date(Date.UTC(2026, 8, day, 1, minute));

beforeAll(async () => {
  app = await createTestApp();
  scene = await aRecordsScene(app);
  teacher = await aVisitor(app.deps, scene, 'instructor');
  learner = await aVisitor(app.deps, scene, 'learner', { name: 'Lin', account: '101' });
  other = await aVisitor(app.deps, scene, 'learner', { name: 'Wei', account: '102' });
  await app.deps.db
    .update(tasks)
    .set({ dueAt: at(5, 0) })
    .where(eq(tasks.id, scene.quizId));
  const answer = (actor: string, minute: number, success: boolean) =>
    tell({
      actor,
      verb: 'answered',
      activityId: `${LMS}/question/question.php?cmid=3&id=${minute}`,
      parents: [QUIZ_IRI],
      at: at(3, minute),
      result: { success },
    });
  await send(app.deps, scene.schoolId, [
    tell({ actor: '101', verb: 'started', activityId: QUIZ_IRI, at: at(3, 0) }),
    ...[2, 4, 6, 8].map((minute) => answer('101', minute, minute !== 4)),
    tell({
      actor: '101',
      verb: 'submitted',
      activityId: QUIZ_IRI,
      at: at(3, 9),
      result: { score: { scaled: 0.75 } },
    }),
    answer('102', 5, false),
  ]);
  await foldSchool(app.deps, scene.schoolId);
});
afterAll(() => app.close());

const make = (who: Visitor, body: Record<string, string>) =>
  post(app, who, '/reports', { period: 'month', ...body });
/** Makes a report and returns the path of its page. */
const made = async (who: Visitor, body: Record<string, string>): Promise<string> => {
  const answer = await make(who, body).expect(303);
  return String(answer.headers['location']).replace(/^.*(?=\/reports\/)/, '');
};

describe('a learner’s report', () => {
  it('is made by the learner, tells what the period held, and stays as it was', async () => {
    const path = await made(learner, { kind: 'learning' });
    const { text } = await get(app, learner, path).expect(200);
    expect(text).toContain('Lin · ');
    expect(text).toMatch(/Time on task<\/dt><dd><strong>9 min/);
    expect(text).toMatch(/Tasks due that were done<\/dt><dd><strong>100%<\/strong> <span[^>]*>1 of 1/);
    expect(text).toMatch(/Skill S1<\/th><td class="number">4<\/td>/);
    expect(text).toContain('class="chart"');
    await send(app.deps, scene.schoolId, [
      tell({ actor: '101', verb: 'viewed', activityId: QUIZ_IRI, at: at(6, 0) }),
      tell({ actor: '101', verb: 'viewed', activityId: QUIZ_IRI, at: at(6, 9) }),
    ]);
    await foldSchool(app.deps, scene.schoolId);
    expect((await get(app, learner, path).expect(200)).text).toContain('<strong>9 min');
    expect((await get(app, learner, await made(learner, { kind: 'learning' }))).text).toContain(
      '<strong>18 min',
    );
  });

  it('is the learner’s and the staff’s, and nobody else’s', async () => {
    const path = await made(teacher, { kind: 'learning', personId: learner.personId });
    await get(app, learner, path).expect(200);
    await get(app, other, path).expect(404);
    await get(app, other, `${path}/csv`).expect(404);
    expect((await get(app, other, '/reports').expect(200)).text).not.toContain('Lin');
    expect((await get(app, teacher, `/reports?person=${learner.personId}`).expect(200)).text).toMatch(
      /selected>Lin/,
    );
    const elsewhere = await aCourse(app.deps, { schoolId: scene.schoolId });
    const { personId } = await aMember(app.deps, {
      ...scene,
      ...elsewhere,
      role: 'instructor',
      name: 'Elsewhere',
    });
    const visit = await aSession(app.deps, {
      schoolId: scene.schoolId,
      ...elsewhere,
      personId,
      locale: 'en',
    });
    await get(app, { ...visit, personId }, path).expect(404);
    await make({ ...visit, personId }, { kind: 'learning', personId: learner.personId }).expect(404);
  });

  it('about a learner is for the learner even when another one is named', async () => {
    const path = await made(other, { kind: 'learning', personId: learner.personId });
    expect((await get(app, other, path).expect(200)).text).toContain('Wei · ');
    await make(other, { kind: 'monitoring' }).expect(404);
  });

  it('shows three axes beside the course’s mean, and no figure where nothing was recorded', async () => {
    const path = await made(teacher, { kind: 'three_axes', personId: learner.personId });
    const { text } = await get(app, teacher, path).expect(200);
    expect(text).toMatch(/Knowledge<\/th><td class="number">75%<\/td><td class="number">–<\/td>/);
    expect(text).toMatch(/Literacy<\/th><td class="number">–<\/td>/);
    expect(text).toContain('No such activities were recorded');
  });

  it('rests literacy on the sessions that were recorded, the excused left out', async () => {
    const { schoolId, courseId } = scene;
    const session = {
      schoolId,
      courseId,
      minutes: 45,
      recordedBy: teacher.personId,
      createdAt: app.deps.now(),
    };
    const states = ['present', 'late', 'absent', 'excused'] as const;
    for (const [index, state] of states.entries()) {
      const id = app.deps.newId();
      const startsAt = at(2, index * 60);
      await app.deps.db
        .insert(offlineSessions)
        .values({ ...session, id, kind: 'ideological_education', title: `Talk ${index}`, startsAt });
      const attendance = { schoolId, offlineSessionId: id, personId: learner.personId, recordedAt: startsAt };
      await app.deps.db.insert(attendances).values({ ...attendance, state });
    }
    const path = await made(learner, { kind: 'three_axes' });
    const { text } = await get(app, learner, path).expect(200);
    expect(text).toMatch(
      /Literacy<\/th><td class="number">66.7%<\/td><td class="number">–<\/td><td class="number">3</,
    );
    expect(text).toMatch(
      /Ideological and political education<\/th><td class="number">3<\/td><td class="number">2</,
    );
  });

  it('goes along as a CSV, and is there among the learner’s own data', async () => {
    const path = await made(learner, { kind: 'learning' });
    const { text, headers } = await get(app, learner, `${path}/csv`).expect(200);
    expect(headers['content-type']).toMatch(/^text\/csv/);
    expect(text).toContain('Skill S1,4,');
    expect((await get(app, learner, '/my-data').expect(200)).text).toContain('Reports about me');
  });

  it.each([
    ['no learner is chosen', { kind: 'learning' }, 'Choose a student'],
    [
      'the days make no period',
      { kind: 'monitoring', period: 'custom', from: '2026-09-02', until: '2026-09-01' },
      'These days make no period',
    ],
  ])('is refused in words when %s', async (_what, body, words) => {
    expect((await make(teacher, body as unknown as Record<string, string>).expect(400)).text).toContain(
      words,
    );
  });
});

describe('a monitoring report', () => {
  it('has students, teachers and resources, each with their own figures', async () => {
    const path = await made(teacher, { kind: 'monitoring' });
    const { text } = await get(app, teacher, path).expect(200);
    expect(text).toMatch(
      /Required tasks due that were done<\/dt><dd><strong>50%<\/strong> <span[^>]*>1 of 2/,
    );
    expect(text).toMatch(/Tasks with a due date<\/dt><dd><strong>33.3%/);
    expect(text).toMatch(/Task reading<\/th><td>Reading<\/td><td class="number">0%<\/td>/);
    expect(text).toContain('rarely opened');
    await get(app, learner, path).expect(404);
  });

  it('is made by itself about the month before, once, however often its job runs', async () => {
    const job = app.app.jobs.find(({ name }) => name === 'monthly-reports');
    if (!job) throw new Error('There is no such job.');
    for (const hour of [3, 4]) await runTick(app.deps, job, new Date(Date.UTC(2026, 8, 7, hour)));
    const rows = await app.deps.db.select().from(reports).where(eq(reports.schoolId, scene.schoolId));
    const scheduled = rows.filter(({ madeBy, courseId }) => madeBy === null && courseId === scene.courseId);
    expect(scheduled).toMatchObject([{ kind: 'monitoring', fromDay: '2026-08-01', untilDay: '2026-08-31' }]);
    expect((await get(app, teacher, '/reports').expect(200)).text).toContain('by schedule');
  });

  it('that was changed in the database says so', async () => {
    const path = await made(teacher, { kind: 'monitoring' });
    const id = path.slice('/reports/'.length);
    const [row] = await app.deps.db.select().from(reports).where(eq(reports.id, id));
    await app.deps.db
      .update(reports)
      .set({ content: row?.content.replaceAll('0.5', '0.9') ?? '' })
      .where(eq(reports.id, id));
    expect((await get(app, teacher, path).expect(200)).text).toContain('doesn’t match the checksum');
  });

  it('takes a handful of queries', async () => {
    const path = await made(teacher, { kind: 'monitoring' });
    expect(await countQueries(() => get(app, teacher, path).expect(200))).toBeLessThanOrEqual(3);
  });
});

it('after its person was erased a report is a checksum and nothing to read', async () => {
  const gone = await aVisitor(app.deps, scene, 'learner', { name: 'Gone', account: '103' });
  const path = await made(gone, { kind: 'learning' });
  await erasePerson(app.deps.db, app.deps, { schoolId: scene.schoolId, personId: gone.personId });
  expect((await get(app, teacher, path).expect(404)).text).toContain('only the checksum is left');
});

it('attendance counts for literacy, own and of the course', () => {
  const axes = ['a', 'b', 'c', 'd', 'e'].map((personId) => ({
    personId,
    answers: 0,
    correct: 0,
    works: 0,
    workSum: 0,
  }));
  const kind = 'ideological_education' as const;
  const attendance = [3, 1, 1, 2, 3].map((attended, index) => ({
    personId: 'abcde'.charAt(index),
    kind,
    held: 4,
    attended,
  }));
  const ask = {
    schoolId: 's',
    timeZone: 'UTC',
    courseId: 'c',
    personId: 'a',
    from: '2026-09-01',
    until: '2026-09-30',
  };
  const { sections } = composeAxesReport({ name: 'A', course: 'C', axes, dimensions: [], attendance }, ask);
  expect(sections[0]).toMatchObject({
    rows: [
      [{}, null, null, 0],
      [{}, null, null, 0],
      [{}, 0.75, 0.5, 4],
    ],
  });
});
