import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { and, eq, sql } from 'drizzle-orm';
import request from 'supertest';
import { z } from 'zod';
import { selectRows } from '../../../src/infra/db.ts';
import { importedMarks, imports } from '../../../src/features/imports/imports.tables.ts';
import { tasks, units } from '../../../src/features/programme/programme.tables.ts';
import {
  classes,
  colleges,
  identities,
  majors,
  memberships,
  people,
} from '../../../src/features/roster/roster.tables.ts';
import { foldStatements } from '../../../src/features/trajectory/index.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aCourse, aMember, aPerson, aSchool, aSession } from '../../support/builders.ts';
import { makeXlsx, type XlsxCell } from '../../support/xlsx.ts';

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
  const teacher = await aMember(deps, { ...at, role: 'instructor', name: 'Teacher 01' });
  const first = await aMember(deps, { ...at, role: 'learner', name: 'Learner 01' });
  const second = await aMember(deps, { ...at, role: 'learner', name: 'Learner 02' });
  const elsewhere = await aPerson(deps, { schoolId, name: 'Learner 03' });
  const { courseId: otherCourse } = await aCourse(deps, { schoolId, title: 'Other' });
  await deps.db.insert(memberships).values({
    schoolId,
    courseId: otherCourse,
    ...elsewhere,
    role: 'learner',
    createdAt: deps.now(),
  });
  await deps.db.insert(identities).values(
    [first, second, elsewhere].flatMap(({ personId }, index) =>
      [
        `account|https://lms.example.edu|202400${index + 1}`,
        // As a launch leaves it: how our own statements name somebody.
        `account|${deps.config.publicUrl}|${personId}`,
      ].map((actorKey) => ({
        schoolId,
        personId,
        actorKey,
        method: 'lti' as const,
        confidence: 'certain' as const,
        createdAt: deps.now(),
      })),
    ),
  );
  const [classId, collegeId, majorId, unitId, taskId] = Array.from({ length: 5 }, deps.newId) as [
    string,
    string,
    string,
    string,
    string,
  ];
  await deps.db.insert(colleges).values({ schoolId, id: collegeId, name: 'College' });
  await deps.db.insert(majors).values({ schoolId, id: majorId, collegeId, name: 'Software' });
  await deps.db.insert(classes).values({ schoolId, id: classId, majorId, name: 'Class 1' });
  await deps.db.insert(units).values({ schoolId, id: unitId, courseId, position: 1, title: 'Unit' });
  await deps.db.insert(tasks).values({
    schoolId,
    id: taskId,
    courseId,
    unitId,
    position: 1,
    title: 'Mid-term',
    kind: 'assignment',
    tier: null,
    activityId: 'https://lms.example.edu/mod/assign/view.php?id=9',
    required: true,
  });
  const enter = (person: { personId: string }) => aSession(deps, { ...at, ...person, locale: 'en' });
  return {
    ...at,
    first: first.personId,
    second: second.personId,
    elsewhere: elsewhere.personId,
    classId,
    taskId,
    as: { teacher: await enter(teacher), learner: await enter(first) },
  };
}
type Session = { base: string; cookie: string };
const get = (path: string, session: Session = school.as.teacher) =>
  request(test.app.express)
    .get(session.base + path)
    .set('cookie', session.cookie);
const post = (path: string, body: Record<string, unknown> = {}, session: Session = school.as.teacher) =>
  request(test.app.express)
    .post(session.base + path)
    .set('cookie', session.cookie)
    .type('form')
    .send(body);
const upload = (kind: string, content: Buffer, name = 'list.xlsx', session: Session = school.as.teacher) =>
  request(test.app.express)
    .post(`${session.base}/imports`)
    .set('cookie', session.cookie)
    .field('kind', kind)
    .attach('file', content, name);
async function draft(kind: string, rows: XlsxCell[][]): Promise<string> {
  const answer = await upload(kind, makeXlsx(rows)).expect(303);
  return String(answer.headers['location']).slice(school.as.teacher.base.length);
}
const personOf = async (personId: string) =>
  (await test.deps.db.select().from(people).where(eq(people.id, personId)))[0];
const membershipOf = (personId: string) =>
  test.deps.db
    .select()
    .from(memberships)
    .where(and(eq(memberships.courseId, school.courseId), eq(memberships.personId, personId)));
const LIST: XlsxCell[][] = [
  ['Software 2024 class list', null, null],
  ['Student number', 'Name', 'Class', 'E-mail'],
  [2024001, 'Learner 01', 'Class 1', 'l1@school.example'],
  ['2024003', 'Learner 03', 'Class 1', null],
  ['2024999', 'Somebody', 'Class 1', null],
];

describe('a class list', () => {
  it('is shown first, with what is wrong in it, and changes nothing yet', async () => {
    const path = await draft('people', LIST);
    const { text } = await get(path).expect(200);
    expect(text).toContain('2 changes');
    expect(text).toContain('Line 5');
    expect(text).toContain('nobody of the school');
    expect((await personOf(school.first))?.classId).toBeNull();
    const [row] = await test.deps.db.select().from(imports).where(eq(imports.schoolId, school.schoolId));
    expect(JSON.stringify(row)).not.toMatch(/l1@school|Learner 03/);
  });

  it('is imported whole, twice without effect, and undone', async () => {
    const path = await draft('people', LIST);
    await post(`${path}/apply`).expect(303);
    expect(await personOf(school.first)).toMatchObject({ classId: school.classId });
    expect((await personOf(school.first))?.emailSealed).not.toBeNull();
    expect(await membershipOf(school.elsewhere)).toMatchObject([{ role: 'learner', toldBy: 'roster' }]);
    const [row] = await test.deps.db.select().from(imports).where(eq(imports.schoolId, school.schoolId));
    expect(row).toMatchObject({ state: 'applied', changed: 2, skipped: 1, tableSealed: null });
    await post(`${path}/apply`).expect(409);
    const again = await draft('people', LIST);
    expect((await get(again)).text).toContain('0 changes');
    await post(`${again}/apply`).expect(409);
    await post(`${path}/undo`).expect(303);
    expect(await personOf(school.first)).toMatchObject({ classId: null, emailSealed: null });
    expect(await membershipOf(school.elsewhere)).toEqual([]);
    await post(`${path}/undo`).expect(409);
  });

  it('never brings back whom the LMS says has left', async () => {
    await test.deps.db
      .update(memberships)
      .set({ active: false })
      .where(and(eq(memberships.courseId, school.courseId), eq(memberships.personId, school.first)));
    const path = await draft('people', LIST.slice(0, 3));
    expect((await get(path)).text).toContain('has left this course');
    await post(`${path}/apply`).expect(409);
    expect(await membershipOf(school.first)).toMatchObject([{ active: false }]);
  });

  it('lets its columns be said otherwise', async () => {
    const path = await draft('people', [
      ['A', 'B'],
      ['2024001', 'Class 1'],
    ]);
    expect((await get(path)).text).toContain('Say which column');
    await post(`${path}/mapping`, { 'column-0': 'number', 'column-1': 'number' }).expect(400);
    await post(`${path}/mapping`, { 'column-0': 'number', 'column-1': 'nonsense' }).expect(400);
    await post(`${path}/mapping`, { 'column-0': 'number', 'column-1': 'class' }).expect(303);
    await post(`${path}/apply`).expect(303);
    expect(await personOf(school.first)).toMatchObject({ classId: school.classId });
  });

  it('is read as CSV too, also as Excel writes it in China', async () => {
    const gbk = Buffer.concat([
      Buffer.from('d1a7bac52cb0e0bcb60d0a', 'hex'),
      Buffer.from('2024001,Class 1\r\n'),
    ]);
    const answer = await upload('people', gbk, 'list.csv').expect(303);
    const path = String(answer.headers['location']).slice(school.as.teacher.base.length);
    expect((await get(path)).text).toContain('1 change');
  });

  it('is refused in clear words when it can’t be read', async () => {
    const xls = Buffer.from('d0cf11e0a1b11ae10000', 'hex');
    expect((await upload('people', xls, 'a.xls').expect(400)).text).toContain('old .xls format');
    expect((await upload('people', Buffer.from('only one line'), 'a.csv').expect(400)).text).toContain(
      'heading',
    );
    await upload('people', makeXlsx(LIST), 'a.xlsx', school.as.learner).expect(403);
    await request(test.app.express)
      .post(`${school.as.teacher.base}/imports`)
      .set('cookie', school.as.teacher.cookie)
      .field('kind', 'people')
      .expect(400);
  });

  it('can be thrown away, and goes by itself', async () => {
    const path = await draft('people', LIST);
    await post(`${path}/discard`).expect(303);
    await get(path).expect(404);
    await draft('people', LIST);
    test.clock.advance(49 * 3_600_000);
    await test.app.jobs.find(({ name }) => name === 'discard-imports')?.run(test.deps);
    expect(await test.deps.db.select().from(imports).where(eq(imports.schoolId, school.schoolId))).toEqual(
      [],
    );
  });

  it('has a template', async () => {
    const { text } = await get('/imports/template/marks').expect(200);
    expect(text).toContain('Student number,Name,Date,Task');
  });
});

describe('a list of marks', () => {
  const marks = (...rows: XlsxCell[][]) => draft('marks', [['Student number', 'Mid-term'], ...rows]);
  const factOf = async (personId: string) => {
    await foldStatements(test.deps, school.schoolId, () => Promise.resolve());
    await foldStatements(test.deps, school.schoolId, () => Promise.resolve());
    return (
      await selectRows(
        test.deps.db,
        z.object({ best: z.number().nullable(), done: z.boolean() }),
        sql`select best_scaled as best, completed_at is not null as done from task_facts
            where school_id = ${school.schoolId}::uuid and person_id = ${personId}::uuid`,
      )
    )[0];
  };
  const standing = () =>
    test.deps.db
      .select({ points: importedMarks.points })
      .from(importedMarks)
      .where(eq(importedMarks.schoolId, school.schoolId));

  it('counts in the facts, is corrected by the next, and undone to the one before', async () => {
    const first = await marks(['2024001', 80], ['2024002', '缺考']);
    await post(`${first}/apply`).expect(303);
    expect(await factOf(school.first)).toEqual({ best: 0.8, done: true });
    expect(await factOf(school.second)).toBeUndefined();
    const second = await marks(['2024001', 65]);
    expect((await get(second)).text).toMatch(/65[\s\S]*80/);
    await post(`${second}/apply`).expect(303);
    expect(await factOf(school.first)).toEqual({ best: 0.65, done: true });
    await post(`${second}/undo`).expect(303);
    expect(await factOf(school.first)).toEqual({ best: 0.8, done: true });
    await post(`${first}/undo`).expect(303);
    expect(await factOf(school.first)).toBeUndefined();
    expect(await standing()).toEqual([]);
  });

  it('changes nothing when it is imported twice', async () => {
    const first = await marks(['2024001', 80]);
    await post(`${first}/apply`).expect(303);
    const again = await marks(['2024001', 80]);
    expect((await get(again)).text).toContain('1 as it was');
    await post(`${again}/apply`).expect(409);
    expect(await standing()).toEqual([{ points: 80 }]);
  });

  it('writes nothing at all when one of its statements can’t be stored', async () => {
    const path = await marks(['2024001', 80], ['2024002', 70]);
    const { newId } = test.deps;
    const used = newId();
    test.deps.newId = () => used;
    try {
      expect((await post(`${path}/apply`)).status).toBeGreaterThanOrEqual(400);
    } finally {
      test.deps.newId = newId;
    }
    expect(await standing()).toEqual([]);
    expect((await get(path)).text).toContain('2 changes');
  });
});
