import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import request from 'supertest';
import {
  loadCatalogue,
  selectCoursePlan,
  selectCourseSkills,
  selectQuestions,
  selectQuestionsByIds,
  selectResources,
} from '../../../src/features/programme/index.ts';
import { programmeRoutes } from '../../../src/features/programme/programme.routes.ts';
import { lessons, questions, tasks } from '../../../src/features/programme/programme.tables.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aCourse, aMember, aSchool, aSession } from '../../support/builders.ts';

const CSV = [
  'unit,task,kind,skills,due,activity url',
  'Unit 1,Quiz: HTML,quiz,HTML,2026-09-18 20:00,https://lms.example.edu/mod/quiz/view.php?id=3',
  'Unit 2,Page,assignment,HTML;CSS,,',
].join('\n');
const ICS = [
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'BEGIN:VEVENT',
  'UID:web@example',
  'SUMMARY:Web',
  'DTSTART;TZID=Asia/Shanghai:20260907T080000',
  'DTEND;TZID=Asia/Shanghai:20260907T093500',
  'RRULE:FREQ=WEEKLY;COUNT=3',
  'END:VEVENT',
  'END:VCALENDAR',
].join('\r\n');

let app: TestApp;
let schoolId: string;
let courseId: string;
let teacher: Session;
let learner: Session;
/** A teacher of another course of the same school. */
let colleague: Session;

interface Session {
  base: string;
  cookie: string;
}

beforeAll(async () => {
  app = await createTestApp();
  ({ schoolId } = await aSchool(app.deps));
  await loadCatalogue(app.deps, schoolId);
});
afterAll(() => app.close());
beforeEach(async () => {
  ({ courseId } = await aCourse(app.deps, { schoolId, talentType: 'development' }));
  teacher = await sessionOf(courseId, 'instructor');
  learner = await sessionOf(courseId, 'learner');
  const other = await aCourse(app.deps, { schoolId });
  colleague = await sessionOf(other.courseId, 'instructor');
});

async function sessionOf(course: string, role: 'instructor' | 'learner'): Promise<Session> {
  const { personId } = await aMember(app.deps, { schoolId, courseId: course, role });
  return aSession(app.deps, { schoolId, personId, courseId: course, locale: 'en' });
}

const http = () => request(app.app.express);
const get = (who: Session, path: string) =>
  http()
    .get(who.base + path)
    .set('cookie', who.cookie);
const post = (who: Session, path: string, form: object = {}) =>
  http()
    .post(who.base + path)
    .set('cookie', who.cookie)
    .type('form')
    .send(form);
const plan = () => selectCoursePlan(app.deps.db, { schoolId, courseId });

const TASK = { title: 'Task 1', kind: 'quiz', tier: '', dueAt: '', activity: '', skillIds: [] as string[] };
async function aUnit(title = 'Unit 1'): Promise<string> {
  await post(teacher, '/plan/units', { title }).expect(303);
  return (await plan()).units.find((unit) => unit.title === title)?.id ?? '';
}
async function aTask(given: object = {}): Promise<string> {
  const unitId = await aUnit();
  await post(teacher, '/plan/tasks/new', { ...TASK, unitId, ...given }).expect(303);
  return (await plan()).tasks[0]?.id ?? '';
}

describe('the course plan', () => {
  test('is a teacher’s: learners are refused', async () => {
    await get(learner, '/plan').expect(403);
    await post(learner, '/plan/units', { title: 'x' }).expect(403);
    await post(learner, '/plan/import', { source: CSV, confirm: '1' }).expect(403);
    expect((await plan()).units).toEqual([]);
  });

  test('tells an empty course what to do first and offers an example', async () => {
    const page = await get(teacher, '/plan').expect(200);
    expect(page.text).toContain('/plan/example.csv');
    const example = await get(teacher, '/plan/example.csv').expect(200);
    expect(example.headers['content-disposition']).toContain('plan-example.csv');
    expect(example.text.startsWith('\ufeffunit,task')).toBe(true);
  });

  test('takes a task with its time in the school’s zone, skills and activity', async () => {
    const taskId = await aTask({
      dueAt: '2026-09-18T20:00',
      activity: ' https://lms.example.edu/mod/quiz/view.php?id=3&forceview=1 ',
      required: 'on',
      skillIds: ['S015', 'S016'],
      tier: 'zero_basis',
    });
    expect((await plan()).tasks).toMatchObject([
      {
        id: taskId,
        dueAt: new Date('2026-09-18T12:00:00Z'),
        activityId: 'https://lms.example.edu/mod/quiz/view.php?id=3',
        required: true,
        fromEnterprise: false,
        skillIds: ['S015', 'S016'],
        tier: 'zero_basis',
      },
    ]);
    const form = await get(teacher, `/plan/tasks/${taskId}`).expect(200);
    expect(form.text).toContain('value="2026-09-18T20:00"');
  });

  test('changes and deletes a task, and a unit with its tasks', async () => {
    const taskId = await aTask({ skillIds: 'S015' });
    const { unitId } = (await plan()).tasks[0] ?? {};
    await post(teacher, `/plan/tasks/${taskId}`, { ...TASK, unitId, title: 'New', kind: 'project' }).expect(
      303,
    );
    expect((await plan()).tasks).toMatchObject([{ id: taskId, title: 'New', kind: 'project', skillIds: [] }]);
    await post(teacher, `/plan/tasks/${taskId}/delete`).expect(303);
    expect((await plan()).tasks).toEqual([]);
    await post(teacher, '/plan/tasks/new', { ...TASK, unitId }).expect(303);
    await post(teacher, `/plan/units/${unitId}`, { title: 'Renamed' }).expect(303);
    await post(teacher, `/plan/units/${unitId}/delete`).expect(303);
    expect(await plan()).toEqual({ units: [], tasks: [], lessons: [] });
  });

  test('shows the form again, as it was filled in, when the activity’s address isn’t one', async () => {
    const unitId = await aUnit();
    const page = await post(teacher, '/plan/tasks/new', {
      ...TASK,
      unitId,
      title: 'Kept title',
      activity: 'the quiz',
    }).expect(422);
    expect(page.text).toContain('Kept title');
    expect((await plan()).tasks).toEqual([]);
  });

  test.each([
    ['a skill that isn’t the school’s', { skillIds: ['S999'] }],
    ['a kind that isn’t one', { kind: 'essay' }],
    ['a day that isn’t', { dueAt: '2026-02-30T10:00' }],
    ['no title', { title: ' ' }],
  ])('refuses %s', async (_sentence, given) => {
    const unitId = await aUnit();
    await post(teacher, '/plan/tasks/new', { ...TASK, unitId, ...given }).expect(400);
    expect((await plan()).tasks).toEqual([]);
  });

  test('of another course can’t be seen or changed, even in the same school', async () => {
    const taskId = await aTask();
    const { unitId } = (await plan()).tasks[0] ?? {};
    await get(colleague, `/plan/tasks/${taskId}`).expect(404);
    for (const [path, form] of [
      [`/plan/tasks/${taskId}`, { ...TASK, unitId }],
      [`/plan/tasks/${taskId}/delete`, {}],
      [`/plan/units/${unitId}`, { title: 'Mine' }],
      [`/plan/units/${unitId}/delete`, {}],
      ['/plan/tasks/new', { ...TASK, unitId }],
    ] as const)
      await post(colleague, path, form).expect(404);
    expect((await plan()).tasks).toHaveLength(1);
  });

  test('tells whoever counts on it after each change, and not after a refusal', async () => {
    const told: object[] = [];
    const routes = programmeRoutes(app.deps, (course) => told.push(course));
    const add = routes.find(({ method, path }) => method === 'post' && path.endsWith('/plan/units'));
    const who = { schoolId, courseId, roles: ['instructor'] };
    await add?.handle({ who, body: { title: 'x' } } as unknown as Parameters<typeof add.handle>[0]);
    expect(told).toEqual([{ schoolId, courseId }]);
  });
});

describe('importing a plan', () => {
  test('shows what it will do and saves nothing until it is confirmed', async () => {
    const preview = await post(teacher, '/plan/import', { source: CSV }).expect(200);
    expect(preview.text).toContain('Quiz: HTML');
    expect((await plan()).tasks).toEqual([]);
    await post(teacher, '/plan/import', { source: CSV, confirm: '1' }).expect(303);
    const { units, tasks: imported } = await plan();
    expect(units.map(({ title }) => title)).toEqual(['Unit 1', 'Unit 2']);
    expect(imported).toMatchObject([
      { title: 'Quiz: HTML', skillIds: ['S015'], dueAt: new Date('2026-09-18T12:00:00Z') },
      { title: 'Page', skillIds: ['S015', 'S016'] },
    ]);
    const skills = await selectCourseSkills(app.deps.db, { schoolId, courseId });
    expect(skills).toMatchObject([
      { id: 'S015', talentType: 'development', requires: [] },
      { id: 'S016', requires: ['S015'] },
    ]);
    const packed = await selectResources(app.deps.db, { schoolId, courseId, tier: 'zero_basis' });
    expect(packed.map(({ skillId, kind }) => `${skillId} ${kind}`)).toEqual([
      'S015 theory',
      'S015 basic_practice',
      'S016 theory',
      'S016 basic_practice',
    ]);
  });

  test('takes an uploaded file', async () => {
    await http()
      .post(`${teacher.base}/plan/import`)
      .set('cookie', teacher.cookie)
      .attach('file', Buffer.from(`\ufeff${CSV}`), 'plan.csv')
      .field('source', '')
      .field('confirm', '1')
      .expect(303);
    expect((await plan()).tasks).toHaveLength(2);
  });

  test('again replaces and keeps ids; what the file doesn’t name stays', async () => {
    await post(teacher, '/plan/import', { source: CSV, confirm: '1' }).expect(303);
    const before = await plan();
    const changed = CSV.replace('quiz,HTML,2026-09-18', 'project,CSS,2026-09-25').replace(/\nUnit 2.*/, '');
    await post(teacher, '/plan/import', { source: changed, confirm: '1' }).expect(303);
    const after = await plan();
    expect(after.tasks.map(({ id }) => id)).toEqual(before.tasks.map(({ id }) => id));
    expect(after.units.map(({ id }) => id)).toEqual(before.units.map(({ id }) => id));
    expect(after.tasks).toMatchObject([{ kind: 'project', skillIds: ['S016'] }, { title: 'Page' }]);
  });

  test('twice at once doesn’t double', async () => {
    const both = [1, 2].map(() => post(teacher, '/plan/import', { source: CSV, confirm: '1' }));
    expect((await Promise.all(both)).map(({ status }) => status)).toEqual([303, 303]);
    expect((await plan()).tasks).toHaveLength(2);
  });

  test('with one bad line saves nothing at all and says which', async () => {
    const bad = `${CSV}\nUnit 2,Other,essay,,,`;
    const page = await post(teacher, '/plan/import', { source: bad, confirm: '1' }).expect(422);
    expect(page.text).toContain('Line 4');
    expect(page.text).toContain('essay');
    expect(await plan()).toEqual({ units: [], tasks: [], lessons: [] });
  });

  test('of a file in GB18030 says what to do', async () => {
    const gb18030 = Buffer.from([0xb5, 0xa5, 0xd4, 0xaa, 0x2c, 0xc8, 0xce, 0xce, 0xf1, 0x0a]);
    const page = await http()
      .post(`${teacher.base}/plan/import`)
      .set('cookie', teacher.cookie)
      .attach('file', gb18030, 'plan.csv')
      .expect(422);
    expect(page.text).toContain('UTF-8');
  });
});

describe('the timetable', () => {
  test('is imported after a preview, and again without doubling', async () => {
    const preview = await post(teacher, '/plan/timetable', { source: ICS }).expect(200);
    expect(preview.text).toContain('new: 3');
    expect((await plan()).lessons).toEqual([]);
    await post(teacher, '/plan/timetable', { source: ICS, confirm: '1' }).expect(303);
    await post(teacher, '/plan/timetable', { source: ICS, confirm: '1' }).expect(303);
    expect((await plan()).lessons.map(({ startsAt }) => startsAt.toISOString())).toEqual([
      '2026-09-07T00:00:00.000Z',
      '2026-09-14T00:00:00.000Z',
      '2026-09-21T00:00:00.000Z',
    ]);
    await post(teacher, '/plan/timetable', {
      source: ICS.replace('COUNT=3', 'COUNT=2'),
      confirm: '1',
    }).expect(303);
    expect((await plan()).lessons).toHaveLength(2);
  });

  test('takes lessons by hand over several weeks; each and all can be deleted', async () => {
    const lesson = { title: 'Web', place: '', day: '2026-09-07', from: '08:00', to: '09:35', weeks: '3' };
    await post(teacher, '/plan/lessons', lesson).expect(303);
    const [first] = (await plan()).lessons;
    expect(first).toMatchObject({ title: 'Web', place: null, startsAt: new Date('2026-09-07T00:00:00Z') });
    await post(colleague, `/plan/lessons/${first?.id}/delete`).expect(404);
    await post(teacher, `/plan/lessons/${first?.id}/delete`).expect(303);
    expect((await plan()).lessons).toHaveLength(2);
    await post(colleague, '/plan/lessons/delete').expect(303);
    expect((await plan()).lessons).toHaveLength(2);
    await post(teacher, '/plan/lessons/delete').expect(303);
    expect((await plan()).lessons).toEqual([]);
    await post(teacher, '/plan/lessons', { ...lesson, to: '07:00' }).expect(400);
  });

  test('may come from a table, which takes the place of the table before', async () => {
    const table = 'date,from,to,weeks\n2026-09-07,08:00,09:35,3';
    const preview = await post(teacher, '/plan/timetable', { source: table }).expect(200);
    expect(preview.text).toContain('new: 3');
    await post(teacher, '/plan/timetable', { source: table, confirm: '1' }).expect(303);
    await post(teacher, '/plan/timetable', { source: table.replace(',3', ',2'), confirm: '1' }).expect(303);
    expect((await plan()).lessons).toHaveLength(2);
    const bad = await post(teacher, '/plan/timetable', {
      source: `${table}\nsoon,08:00,09:00`,
      confirm: '1',
    });
    expect(bad.status).toBe(422);
    expect(bad.text).toContain('Line 3: “soon” isn’t a date.');
    const letter = await post(teacher, '/plan/timetable', { source: 'Dear teacher, …' }).expect(422);
    expect(letter.text).toContain('neither a calendar (.ics) nor a timetable');
    expect((await plan()).lessons).toHaveLength(2);
  });

  test('says how phases are told from it, and takes what the teacher says instead', async () => {
    const settings = async () =>
      [
        ...(await get(teacher, '/plan/timetable').expect(200)).text.matchAll(
          /type="number"[^>]*value="(\d+)"/g,
        ),
      ].map(([, value]) => value);
    expect((await settings()).slice(-2)).toEqual(['10', '72']);
    const wanted = { graceMinutes: '5', preparationHours: '24' };
    await post(teacher, '/plan/timetable/phases', wanted).expect(303);
    expect((await settings()).slice(-2)).toEqual(['5', '24']);
    await post(teacher, '/plan/timetable/phases', { ...wanted, graceMinutes: '61' }).expect(400);
    await post(colleague, '/plan/timetable/phases', { graceMinutes: '0', preparationHours: '1' }).expect(303);
    expect((await settings()).slice(-2)).toEqual(['5', '24']);
  });

  test('an import leaves lessons made by hand alone', async () => {
    await app.deps.db.insert(lessons).values({
      schoolId,
      id: app.deps.newId(),
      courseId,
      title: 'By hand',
      startsAt: new Date('2026-09-08T00:00:00Z'),
      endsAt: new Date('2026-09-08T01:00:00Z'),
    });
    await post(teacher, '/plan/timetable', { source: ICS, confirm: '1' }).expect(303);
    expect((await plan()).lessons).toHaveLength(4);
  });

  test('with an entry that can’t be read saves nothing', async () => {
    const bad = ICS.replace('FREQ=WEEKLY', 'FREQ=MONTHLY');
    const page = await post(teacher, '/plan/timetable', { source: bad, confirm: '1' }).expect(422);
    expect(page.text).toContain('MONTHLY');
    expect((await plan()).lessons).toEqual([]);
  });
});

describe('skills and questions', () => {
  const inUse = (course: string | null = courseId) =>
    selectQuestions(app.deps.db, { schoolId, courseId: course, skillId: 'S015' });
  const FORM = {
    kind: 'single',
    difficulty: '2',
    'stem-zh': '',
    'stem-en': 'Which is right?',
    'choice-a-en': 'This',
    'choice-b-en': 'That',
    right: 'a',
    'explanation-en': 'Because.',
  };

  test('are shown to teachers, not to learners', async () => {
    expect((await get(teacher, '/skills').expect(200)).text).toContain('/skills/S015');
    expect((await get(teacher, '/skills?type=operations').expect(200)).text).not.toContain('/skills/S015');
    expect((await get(teacher, '/skills/S015').expect(200)).text).toContain('HTML');
    await get(teacher, '/skills/S999').expect(404);
    await get(learner, '/skills').expect(403);
    await get(learner, '/skills/S015').expect(403);
  });

  test('a new question stands in the course only, in one language for both', async () => {
    await post(teacher, '/skills/S015/questions/new', FORM).expect(303);
    const own = (await inUse()).find((question) => question.courseId === courseId);
    expect(own).toMatchObject({ stem: { 'zh-CN': 'Which is right?', en: 'Which is right?' }, key: ['a'] });
    expect((await inUse(null)).map(({ id }) => id)).not.toContain(own?.id);
    await get(colleague, `/skills/S015/questions/${own?.id}`).expect(404);
    await post(colleague, `/skills/S015/questions/${own?.id}`, FORM).expect(404);
    await post(colleague, `/skills/S015/questions/${own?.id}/retire`).expect(404);
  });

  test('an edit replaces the school’s question in this course and leaves both readable', async () => {
    const before = await inUse();
    await get(teacher, '/skills/S015/questions/S015-1').expect(200);
    await post(teacher, '/skills/S015/questions/S015-1', FORM).expect(303);
    const [edited] = (await inUse()).filter((question) => question.courseId === courseId);
    expect(edited?.replacesQuestionId).toBe('S015-1');
    expect(await inUse()).toHaveLength(before.length);
    expect((await inUse()).map(({ id }) => id)).not.toContain('S015-1');
    expect((await inUse(null)).map(({ id }) => id)).toContain('S015-1');
    await post(teacher, `/skills/S015/questions/${edited?.id}`, { ...FORM, right: 'b' }).expect(303);
    const [again, ...more] = (await inUse()).filter((question) => question.courseId === courseId);
    expect(again).toMatchObject({ replacesQuestionId: 'S015-1', key: ['b'] });
    expect(more).toEqual([]);
    const ids = ['S015-1', edited?.id ?? '', again?.id ?? ''];
    expect(await selectQuestionsByIds(app.deps.db, { schoolId, questionIds: ids })).toHaveLength(3);
    await post(teacher, `/skills/S015/questions/${again?.id}/restore`).expect(303);
    expect(await inUse()).toEqual(before);
  });

  test('two edits at once leave one in use', async () => {
    const both = [1, 2].map(() => post(teacher, '/skills/S015/questions/S015-1', FORM));
    expect((await Promise.all(both)).map(({ status }) => status)).toEqual([303, 303]);
    expect((await inUse()).filter((question) => question.courseId === courseId)).toHaveLength(1);
  });

  test('a retired question can be used again, the catalogue’s and one’s own', async () => {
    const before = await inUse();
    await post(teacher, '/skills/S015/questions/S015-1/retire').expect(303);
    expect(await inUse()).toHaveLength(before.length - 1);
    expect((await get(teacher, '/skills/S015')).text).toContain('Retired questions (1)');
    await post(teacher, '/skills/S015/questions/S015-1/restore').expect(303);
    expect(await inUse()).toEqual(before);

    await post(teacher, '/skills/S015/questions/new', FORM).expect(303);
    const own = (await inUse()).find((question) => question.courseId === courseId);
    await post(teacher, `/skills/S015/questions/${own?.id}`, { ...FORM, right: 'b' }).expect(303);
    const edited = (await inUse()).find((question) => question.courseId === courseId);
    await post(teacher, `/skills/S015/questions/${edited?.id}/retire`).expect(303);
    expect(await inUse()).toEqual(before);
    await post(teacher, `/skills/S015/questions/${own?.id}/restore`).expect(303);
    expect((await inUse()).find((question) => question.courseId === courseId)).toMatchObject({ key: ['b'] });
  });

  test('an unfit question is shown again with what is wrong, and not saved', async () => {
    const page = await post(teacher, '/skills/S015/questions/new', {
      ...FORM,
      right: [],
      'explanation-en': '',
    }).expect(422);
    expect(page.text).toContain('Exactly one choice');
    expect(page.text).toContain('Which is right?');
    expect((await inUse()).filter((question) => question.courseId === courseId)).toEqual([]);
  });

  test('every kind has a form that works without script', async () => {
    for (const [kind, fields] of Object.entries({
      multiple: { right: ['a', 'b'], 'choice-c-en': 'Neither' },
      true_false: { trueFalse: 'false' },
      fill: { fill: 'alt\nalt=' },
    })) {
      await get(teacher, `/skills/S015/questions/new?kind=${kind}`).expect(200);
      await post(teacher, '/skills/S015/questions/new', { ...FORM, kind, ...fields }).expect(303);
    }
    const own = await app.deps.db
      .select({ kind: questions.kind, key: questions.key })
      .from(questions)
      .where(and(eq(questions.courseId, courseId), eq(questions.skillId, 'S015')));
    expect(own).toEqual([
      { kind: 'multiple', key: ['a', 'b'] },
      { kind: 'true_false', key: ['false'] },
      { kind: 'fill', key: ['alt', 'alt='] },
    ]);
  });
});

test('deleting a task takes its skills along', async () => {
  const taskId = await aTask({ skillIds: ['S015'] });
  await app.deps.db.delete(tasks).where(eq(tasks.id, taskId));
  expect(await selectCourseSkills(app.deps.db, { schoolId, courseId })).toEqual([]);
});
