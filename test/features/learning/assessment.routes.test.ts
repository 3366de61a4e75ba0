import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import { gradeCourse } from '../../../src/features/learning/index.ts';
import { skillFacts } from '../../../src/features/trajectory/facts.tables.ts';
import { practiceAnswers, practiceSets } from '../../../src/features/learning/learning.tables.ts';
import { grades, lineItems } from '../../../src/features/lti-services/services.tables.ts';
import { createRegistration } from '../../../src/features/lti/index.ts';
import { ltiItems } from '../../../src/features/lti/lti.tables.ts';
import { loadCatalogue, selectQuestionsByIds, type Question } from '../../../src/features/programme/index.ts';
import { units } from '../../../src/features/programme/programme.tables.ts';
import { statements } from '../../../src/features/xapi/xapi.tables.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aCourse, aMember, aSchool, aSession } from '../../support/builders.ts';
import { countQueries, recordQueries } from '../../support/count-queries.ts';
import { aPlan } from './class-scene.ts';
import { aLearner, withTaskDone, type Course } from './learner-scene.ts';
import { visitor } from '../../support/visitor.ts';

const SKILLS = ['S102', 'S104'];

let t: TestApp;
let schoolId: string;
let course: Course;
let unitId: string;
let taskIds: string[];
let learner: string;
let session: { base: string; cookie: string };

const { get, post } = visitor(() => ({ t, as: session }));

beforeAll(async () => {
  t = await createTestApp();
  ({ schoolId } = await aSchool(t.deps));
  await loadCatalogue(t.deps, schoolId);
}, 60_000);
afterAll(() => t.close());

beforeEach(async () => {
  course = { schoolId, ...(await aCourse(t.deps, { schoolId })) };
  taskIds = (await aPlan(t.deps, course, SKILLS)).map(({ id }) => id);
  const [unit] = await t.deps.db.select().from(units).where(eq(units.courseId, course.courseId));
  unitId = unit?.id ?? '';
  ({ personId: learner } = await aLearner(t.deps, course, 'Learner 01'));
  session = await aSession(t.deps, { ...course, personId: learner, locale: 'en' });
});

const begin = async () => {
  const { headers } = await post(`/assessments/${unitId}`, {}).expect(303);
  return String(headers['location']).slice(session.base.length);
};

async function questionsOf(path: string): Promise<Question[]> {
  const setId = path.split('/').at(-1) ?? '';
  const [set] = await t.deps.db.select().from(practiceSets).where(eq(practiceSets.id, setId));
  const questionIds = set?.questionIds ?? [];
  const questions = await selectQuestionsByIds(t.deps.db, { ...course, questionIds });
  return questionIds.flatMap((id) => questions.find((one) => one.id === id) ?? []);
}

const right = ({ kind, key }: Question) => (kind === 'multiple' ? key : key.slice(0, 1));
const wrong = ({ kind, key, choices }: Question) =>
  kind === 'fill'
    ? ['surely not this']
    : kind === 'true_false'
      ? [key[0] === 'true' ? 'false' : 'true']
      : [choices.find(({ id }) => !key.includes(id))?.id ?? ''];

/** Answers all questions; those that `isRight` names rightly. */
async function answerAll(path: string, isRight: (question: Question, index: number) => boolean) {
  for (const [index, question] of (await questionsOf(path)).entries()) {
    t.clock.advance(20_000);
    const answer = isRight(question, index) ? right(question) : wrong(question);
    await post(path, { questionId: question.id, answer }).expect(303);
  }
}

/** A sitting of ten questions, as answering them would leave it. */
async function aFinishedSitting(rightAnswers: number): Promise<void> {
  const setId = t.deps.newId();
  const at = t.deps.now();
  t.clock.advance(60_000);
  const questionIds = Array.from({ length: 10 }, (_, index) => `Q${index}`);
  const reason = { id: 'learning.assessment.drawn', values: {} };
  const sitting = { ...course, personId: learner, unitId, id: setId, questionIds, reason };
  await t.deps.db.insert(practiceSets).values({ ...sitting, startedAt: at, finishedAt: at });
  await t.deps.db.insert(practiceAnswers).values(
    questionIds.map((questionId, index) => ({
      schoolId,
      practiceSetId: setId,
      questionId,
      given: ['a'],
      correct: index < rightAnswers,
      statementId: t.deps.newId(),
      answeredAt: at,
    })),
  );
}

/** A graded link to a thing with a column in the platform's gradebook. */
async function aColumn(
  kind: string,
  ref: string,
  { scoreMaximum = 50, family = 'moodle' } = {},
): Promise<string> {
  const issuer = `https://lms-${t.deps.newId()}.example.edu`;
  const { registrationId } = await createRegistration(t.deps.db, t.deps, {
    schoolId,
    issuer,
    clientId: 'client',
    authLoginUrl: `${issuer}/auth`,
    tokenUrl: `${issuer}/token`,
    jwksUrl: `${issuer}/jwks`,
    family,
    deploymentId: '1',
  });
  const teacher = await aMember(t.deps, { ...course, role: 'instructor' });
  const row = { ...course, createdAt: t.deps.now(), scoreMaximum };
  const itemId = t.deps.newId();
  await t.deps.db
    .insert(ltiItems)
    .values({ ...row, id: itemId, kind, ref, title: kind, createdBy: teacher.personId });
  const id = t.deps.newId();
  await t.deps.db.insert(lineItems).values({
    ...row,
    id,
    itemId,
    registrationId,
    deploymentId: '1',
    contextId: '2',
    madeBy: 'platform',
    url: `${issuer}/lineitems/${id}`,
    label: kind,
  });
  return id;
}

const gradeIn = async (lineItemId: string) => {
  const [row] = await t.deps.db
    .select()
    .from(grades)
    .where(and(eq(grades.lineItemId, lineItemId), eq(grades.personId, learner)));
  return row;
};

describe('An assessment', () => {
  test('says what it is before it begins, and goes on where it was left', async () => {
    const start = await get(`/assessments/${unitId}`).expect(200);
    expect(start.text).toContain('10 questions');
    expect(start.text).toContain('3 attempts left');
    const path = await begin();
    expect(await begin()).toBe(path);
    const shown = await get(path).expect(200);
    expect(shown.text).toContain('Question 1 of 10');
    const [first] = await questionsOf(path);
    await post(path, { questionId: first?.id, answer: first && wrong(first) });
    const next = (await get(path)).text;
    expect(next).toContain('Question 2 of 10');
    expect(next).toContain('answered');
    expect(next).not.toContain('Explanation');
    expect((await get(`/assessments/${unitId}`)).text).toContain('1 of 10 answered');
  });

  test('begun twice at once is one sitting', async () => {
    const [one, other] = await Promise.all([begin(), begin()]);
    expect(one).toBe(other);
  });

  test('tells nothing of what is right before its end, not by the door of practice either', async () => {
    const path = await begin();
    const setId = path.split('/').at(-1);
    const [first] = await questionsOf(path);
    await get(`/practice/${setId}`).expect(404);
    await post(`/practice/${setId}`, { questionId: first?.id, answer: 'a' }).expect(404);
    await post(path, { questionId: first?.id, answer: first && right(first) }).expect(303);
    await get(`/practice/${setId}?answered=${first?.id}`).expect(404);
  });

  test('ends with the score per skill, its records and the weakest skill to practise', async () => {
    const path = await begin();
    await answerAll(path, ({ skillId }) => skillId === 'S102');
    const { text } = await get(path).expect(200);
    expect(text).toContain('5 of 10 right');
    expect(text).toContain('name="skillId" value="S104"');
    expect(text).toContain('Explanation');
    const answers = await t.deps.db
      .select()
      .from(practiceAnswers)
      .where(eq(practiceAnswers.practiceSetId, path.split('/').at(-1) ?? ''));
    expect(answers).toHaveLength(10);
    for (const { statementId } of answers) {
      expect(text).toContain(`/statements/${statementId}`);
      const [stored] = await t.deps.db.select().from(statements).where(eq(statements.id, statementId));
      expect(JSON.stringify(stored?.payload)).toContain(`/courses/${course.courseId}/assessments/${unitId}`);
    }
    const [fact] = await t.deps.db
      .select()
      .from(skillFacts)
      .where(and(eq(skillFacts.personId, learner), eq(skillFacts.skillId, 'S104')));
    expect(fact).toMatchObject({ attempts: 5, correct: 0 });
  });

  test('may be taken three times, and the best counts', async () => {
    for (const rightAnswers of [4, 8, 6]) await aFinishedSitting(rightAnswers);
    await post(`/assessments/${unitId}`, {}).expect(409);
    const { text } = await get(`/assessments/${unitId}`);
    expect(text).toContain('All 3 attempts are used');
    expect(text).toMatch(/8 of 10 right<\/span><span class="badge good">counts/);
  });

  test('of a copied unit is found by the original’s id', async () => {
    const originId = t.deps.newId();
    await t.deps.db.update(units).set({ copiedFromId: originId }).where(eq(units.id, unitId));
    await get(`/assessments/${originId}`).expect(200);
    await get(`/assessments/${t.deps.newId()}`).expect(404);
  });

  test('is nobody else’s', async () => {
    const path = await begin();
    const mate = await aLearner(t.deps, course, 'Learner 02');
    const mates = await aSession(t.deps, { ...course, personId: mate.personId });
    await get(path, mates).expect(404);
    await post(path, { questionId: 'S102-1', answer: 'a' }, mates).expect(404);
  });

  test('asks the database a handful of times per question', async () => {
    const path = await begin();
    expect(await countQueries(() => get(path).expect(200))).toBeLessThanOrEqual(6);
  });
});

describe('A link to practice', () => {
  test('opens a page with one button that begins or goes on', async () => {
    expect((await get('/practice/skill/S102').expect(200)).text).toContain('Begin practice');
    await post('/practice', { skillId: 'S102' }).expect(303);
    const { text } = await get('/practice/skill/S102');
    expect(text).toContain('0 of 6 answered');
    expect(text).toContain('Go on practising');
    await get('/practice/skill/NONE').expect(404);
    expect(text).not.toContain('gives 100 points');
    await aColumn('practice', 'S102', { scoreMaximum: 100 });
    expect((await get('/practice/skill/S102')).text).toContain('gives 100 points');
  });
});

describe('Staff', () => {
  test('see what a link holds and how the class does in it', async () => {
    await aColumn('assessment', unitId);
    await answerAll(await begin(), (_question, index) => index < 8);
    await aLearner(t.deps, course, 'Learner 02');
    const teacher = await aMember(t.deps, { ...course, role: 'instructor' });
    const staff = await aSession(t.deps, { ...course, ...teacher, locale: 'en' });
    const sent = await get(`/assessments/${unitId}`, staff).expect(303);
    expect(sent.headers['location']).toBe(`${staff.base}/results/assessment/${unitId}`);
    const { text } = await get(`/results/assessment/${unitId}`, staff).expect(200);
    for (const words of ['1/2', '80%', 'not begun', 'gives 50 points', 'Right answer'])
      expect(text).toContain(words);
    expect((await get('/practice/skill/S102', staff)).headers['location']).toContain(
      '/results/practice/S102',
    );
    await get('/results/practice/S102', staff).expect(200);
    await get('/results/package', staff).expect(200);
    await get('/results/package').expect(403);
  });
});

describe('Grades', () => {
  test('follow the answers of an assessment: progress first, then the best score', async () => {
    // A platform that takes progress without a score; Moodle and Canvas would erase one by it.
    const column = await aColumn('assessment', unitId, { family: 'other' });
    const path = await begin();
    const [first] = await questionsOf(path);
    await post(path, { questionId: first?.id, answer: first && right(first) });
    expect(await gradeIn(column)).toMatchObject({ scoreGiven: null, gradingProgress: 'Pending' });
    await answerAll(path, (_question, index) => index < 7);
    expect(await gradeIn(column)).toMatchObject({
      scoreGiven: 35,
      scoreMaximum: 50,
      activityProgress: 'Completed',
      gradingProgress: 'FullyGraded',
    });
    await aFinishedSitting(0);
    await gradeCourse(t.deps, course);
    expect(await gradeIn(column)).toMatchObject({ scoreGiven: 35 });
  });

  test('follow practice', async () => {
    const column = await aColumn('practice', 'S102', { scoreMaximum: 100 });
    const { headers } = await post('/practice', { skillId: 'S102' });
    await answerAll(String(headers['location']).slice(session.base.length), (_question, index) => index < 3);
    expect(await gradeIn(column)).toMatchObject({ scoreGiven: 50 });
  });

  test('of a whole course are made for a new column, from what was done before', async () => {
    await withTaskDone(t.deps, { schoolId: course.schoolId, personId: learner }, taskIds[0] ?? '');
    const column = await aColumn('package', '', { scoreMaximum: 100 });
    expect(await gradeIn(column)).toBeUndefined();
    await gradeCourse(t.deps, course);
    expect(await gradeIn(column)).toMatchObject({
      scoreGiven: 50,
      activityProgress: 'InProgress',
      gradingProgress: 'FullyGraded',
    });
  });

  test('cost a course without graded links no query', async () => {
    const path = await begin();
    const questions = await questionsOf(path);
    const answer = async (index: number) => {
      const question = questions[index];
      await post(path, { questionId: question?.id, answer: question && right(question) }).expect(303);
    };
    await answer(0);
    const looksForItems = (query: string) => /"scoreMaximum"\s+from lti_items/.test(query);
    expect((await recordQueries(() => answer(1))).filter(looksForItems)).toEqual([]);
    await aColumn('practice', 'S999');
    expect((await recordQueries(() => answer(2))).filter(looksForItems)).not.toEqual([]);
  });
});
