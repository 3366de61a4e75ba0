import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import request from 'supertest';
import { loadCatalogue, selectQuestions } from '../../../src/features/programme/index.ts';
import { questions } from '../../../src/features/programme/programme.tables.ts';
import { auditEvents } from '../../../src/infra/infra.tables.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aCourse, aMember, aSchool, aSession } from '../../support/builders.ts';

const HEAD = 'id,skill,kind,question,A,B,answer,explanation';
const TWO = [HEAD, ',HTML,single,First?,x,y,B,why', ',CSS,fill,Second?,,,ok,why'].join('\n');

let app: TestApp;
let schoolId: string;
let courseId: string;
let teacher: Session;
let administrator: Session;
let learner: Session;
/** A teacher of another course of the same school. */
let colleague: Session & { courseId: string };

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
  administrator = await sessionOf(courseId, 'administrator');
  learner = await sessionOf(courseId, 'learner');
  const other = await aCourse(app.deps, { schoolId });
  colleague = { ...(await sessionOf(other.courseId, 'instructor')), courseId: other.courseId };
});

async function sessionOf(course: string, role: 'instructor' | 'administrator' | 'learner'): Promise<Session> {
  const { personId } = await aMember(app.deps, { schoolId, courseId: course, role });
  return aSession(app.deps, { schoolId, personId, courseId: course, locale: 'en' });
}

const http = () => request(app.app.express);
const get = (who: Session, path: string) =>
  http()
    .get(who.base + path)
    .set('cookie', who.cookie);
const post = (who: Session, form: object) =>
  http().post(`${who.base}/skills/import`).set('cookie', who.cookie).type('form').send(form);
const save = (who: Session, source: string, rest: object = {}) =>
  post(who, { source, confirm: '1', ...rest });
const own = async (course = courseId) =>
  (await selectQuestions(app.deps.db, { schoolId, courseId: course })).filter(
    (each) => each.courseId !== null,
  );
const exported = async (who: Session, path: string) => {
  const { text } = await get(who, path).buffer(true).parse(asText).expect(200);
  return text;
};
/** XML too, which supertest leaves as bytes. */
function asText(res: request.Response, done: (error: Error | null, body: unknown) => void) {
  const stream = res as unknown as NodeJS.ReadableStream & { text: string };
  stream.setEncoding('utf8');
  stream.text = '';
  stream.on('data', (chunk: string) => (stream.text += chunk));
  stream.on('end', () => done(null, stream.text));
}

describe('the question bank', () => {
  test('is for those who teach the course', async () => {
    for (const path of ['/skills/import', '/skills/questions.csv', '/skills/questions.xml']) {
      await get(learner, path).expect(403);
      await get(teacher, path).expect(200);
      await get(administrator, path).expect(200);
    }
    await save(learner, TWO).expect(403);
    expect(await own()).toEqual([]);
    await save(administrator, TWO).expect(303);
    expect(await own()).toHaveLength(2);
  });

  test('is offered on the page of skills', async () => {
    const { text } = await get(teacher, '/skills').expect(200);
    for (const path of ['/skills/import', '/skills/questions.csv?which=all', '/skills/questions.xml'])
      expect(text).toContain(path);
  });

  test('is shown first and saved when confirmed, with who did it', async () => {
    const preview = await post(teacher, { source: TWO }).expect(200);
    expect(preview.text).toContain('new: 2');
    expect(preview.text).toContain('Second?');
    expect(await own()).toEqual([]);
    await save(teacher, TWO)
      .expect(303)
      .expect('location', /\/skills\?saved=1$/);
    const saved = await own();
    expect(saved.map(({ skillId, key }) => [skillId, key]).sort()).toEqual([
      ['S015', ['b']],
      ['S016', ['ok']],
    ]);
    const audits = await app.deps.db
      .select({ id: auditEvents.subjectId, action: auditEvents.action })
      .from(auditEvents)
      .where(and(eq(auditEvents.schoolId, schoolId), eq(auditEvents.subjectType, 'question')));
    for (const { id } of saved) expect(audits).toContainEqual({ id, action: 'question.add' });
    expect((await save(teacher, TWO).expect(303)).status).toBe(303);
    expect(await own()).toEqual(saved);
  });

  test('saves nothing while a line has a problem', async () => {
    const bad = `${TWO}\n,Cobol,fill,Third?,,,ok,why`;
    const page = await save(teacher, bad).expect(422);
    expect(page.text).toContain('Line 4');
    expect(page.text).toContain('Cobol');
    expect(await own()).toEqual([]);
  });

  test.each(['csv', 'xml'])(
    'goes out and comes back without a change, and edits by number (%s)',
    async (type) => {
      await save(teacher, TWO).expect(303);
      const before = await own();
      for (const which of ['own', 'all']) {
        const text = await exported(teacher, `/skills/questions.${type}?which=${which}`);
        const page = await post(teacher, { source: text }).expect(200);
        expect(page.text).toContain('new: 0');
        expect(page.text).toContain('changed: 0');
        expect(page.text).not.toContain('as before: 0');
      }
      const text = await exported(teacher, `/skills/questions.${type}`);
      await save(teacher, text.replaceAll('First?', 'Changed?')).expect(303);
      const after = await own();
      expect(after.map(({ stem }) => stem.en).sort()).toEqual(['Changed?', 'Second?']);
      const root = before.find(({ stem }) => stem.en === 'First?')?.id;
      expect(after.find(({ stem }) => stem.en === 'Changed?')?.replacesQuestionId).toBe(root);
      // The old file’s number still means the same question, and its content is there no more.
      await save(teacher, text).expect(303);
      expect((await own()).map(({ stem }) => stem.en).sort()).toEqual(['First?', 'Second?']);
      const rows = await app.deps.db.select().from(questions).where(eq(questions.courseId, courseId));
      expect(rows).toHaveLength(4);
    },
  );

  test('of another course becomes this course’s own, and leaves that one alone', async () => {
    await save(teacher, TWO).expect(303);
    const before = await own();
    const text = await exported(teacher, '/skills/questions.csv');
    await save(colleague, text.replaceAll('First?', 'Changed?')).expect(303);
    expect(await own()).toEqual(before);
    expect((await own(colleague.courseId)).map(({ stem }) => stem.en).sort()).toEqual([
      'Changed?',
      'Second?',
    ]);
  });

  test('makes a changed question of the school the course’s version of it', async () => {
    const text = await exported(teacher, '/skills/questions.csv?which=all');
    const line = text.split('\r\n').find((each) => each.startsWith('S015-1,')) ?? '';
    const [heading = ''] = text.split('\r\n');
    const harder = line.replace(/^(S015-1,S015,[^,]*),\d/, '$1,3');
    expect(harder).not.toBe(line);
    await save(teacher, `${heading}\r\n${harder}`).expect(303);
    expect(await own()).toMatchObject([{ replacesQuestionId: 'S015-1', difficulty: 3, courseId }]);
  });

  test('takes a file, with the skill and explanations as chosen', async () => {
    const xml = `<quiz><question type="essay"><name><text>Essay</text></name></question>
      <question type="truefalse"><questiontext format="html"><text>&lt;p&gt;Yes?&lt;/p&gt;</text></questiontext>
      <answer fraction="100"><text>true</text></answer><answer fraction="0"><text>false</text></answer></question></quiz>`;
    const upload = () =>
      http()
        .post(`${teacher.base}/skills/import`)
        .set('cookie', teacher.cookie)
        .attach('file', Buffer.from(xml), 'quiz.xml');
    const refused = await upload().expect(422);
    expect(refused.text).toContain('Essay');
    const page = await upload().field('skillId', 'S016').field('explain', '1').expect(200);
    expect(page.text).toContain('Yes?');
    await upload().field('skillId', 'S016').field('explain', '1').field('confirm', '1').expect(303);
    expect(await own()).toMatchObject([
      { skillId: 'S016', kind: 'true_false', key: ['true'], explanation: { en: 'Right answer: true' } },
    ]);
  });

  test.each([
    ['', 'no questions'],
    ['\0', 'UTF-8'],
    ['<quiz', 'The XML is broken'],
    ['<!DOCTYPE quiz><quiz/>', 'document type'],
    ['a,b,c', 'There is no column'],
  ])('tells what is wrong with %j', async (source, words) => {
    const page = await save(teacher, source, { skillId: 'nonsense' }).expect(422);
    expect(page.text).toContain(words);
  });

  test('adds once what two send at the same time', async () => {
    const both = await Promise.all([save(teacher, TWO), save(administrator, TWO)]);
    expect(both.map(({ status }) => status)).toEqual([303, 303]);
    expect(await own()).toHaveLength(2);
  });
});
