import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import request from 'supertest';
import { skillFacts } from '../../../src/features/trajectory/facts.tables.ts';
import { practiceAnswers, practiceSets } from '../../../src/features/learning/learning.tables.ts';
import { loadCatalogue, selectQuestionsByIds } from '../../../src/features/programme/index.ts';
import { statements } from '../../../src/features/xapi/xapi.tables.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aCourse, aMember, aSchool, aSession } from '../../support/builders.ts';
import { countQueries } from '../../support/count-queries.ts';
import { aPlan } from './class-scene.ts';
import { aLearner, withSkills, type Course } from './learner-scene.ts';
import { visitor } from '../../support/visitor.ts';

const SKILL = 'S102';

let t: TestApp;
let course: Course;
let learner: string;
let session: { base: string; cookie: string };

const { get, post } = visitor(() => ({ t, as: session }));
const setIdOf = (location: string | undefined) => /practice\/([0-9a-f-]+)/.exec(location ?? '')?.[1] ?? '';

beforeAll(async () => {
  t = await createTestApp();
  const { schoolId } = await aSchool(t.deps);
  await loadCatalogue(t.deps, schoolId);
  course = { schoolId, ...(await aCourse(t.deps, { schoolId })) };
  await aPlan(t.deps, course, [SKILL, 'S104']);
}, 60_000);
afterAll(() => t.close());

beforeEach(async () => {
  ({ personId: learner } = await aLearner(t.deps, course, 'Learner 01'));
  session = await aSession(t.deps, { ...course, personId: learner, locale: 'en' });
});

const begin = async () =>
  setIdOf((await post('/practice', { skillId: SKILL }).expect(303)).headers['location']);

async function questionsOf(setId: string) {
  const [set] = await t.deps.db.select().from(practiceSets).where(eq(practiceSets.id, setId));
  const questionIds = set?.questionIds ?? [];
  const questions = await selectQuestionsByIds(t.deps.db, { ...course, questionIds });
  return questionIds.map((id) => {
    const question = questions.find((one) => one.id === id);
    if (!question) throw new Error('A question of the set is not there.');
    return question;
  });
}

async function answerAll(setId: string, right: boolean) {
  for (const question of await questionsOf(setId)) {
    t.clock.advance(20_000);
    const answer = right
      ? question.key.slice(0, question.kind === 'multiple' ? undefined : 1)
      : wrong(question);
    await post(`/practice/${setId}`, { questionId: question.id, answer }).expect(303);
  }
}

function wrong(question: { kind: string; key: string[]; choices: { id: string }[] }): string[] {
  if (question.kind === 'fill') return ['surely not this'];
  if (question.kind === 'true_false') return [question.key[0] === 'true' ? 'false' : 'true'];
  return [question.choices.find(({ id }) => !question.key.includes(id))?.id ?? ''];
}

const factsOf = async () => {
  const [row] = await t.deps.db
    .select()
    .from(skillFacts)
    .where(and(eq(skillFacts.personId, learner), eq(skillFacts.skillId, SKILL)));
  return row;
};

describe('practice', () => {
  test('asks six questions and begins with one that can be answered by keyboard', async () => {
    const setId = await begin();
    const { status, text } = await get(`/practice/${setId}`);
    expect(status).toBe(200);
    expect(text).toContain('Question 1 of 6');
    expect(text).toContain('data-focus');
  });

  test('marks an answer, explains it, and its effect shows at once', async () => {
    const setId = await begin();
    const [first] = await questionsOf(setId);
    const { headers } = await post(`/practice/${setId}`, { questionId: first?.id, answer: first?.key[0] });
    const { text } = await get(String(headers['location']).slice(session.base.length));
    expect(text).toContain('Right!');
    expect(text).toContain('Explanation');
    expect(await factsOf()).toMatchObject({ attempts: 1, correct: 1 });
    expect((await get('/home')).text).toContain('1 of the last 1 right');
  });

  test('takes a double submit once', async () => {
    const setId = await begin();
    const [first] = await questionsOf(setId);
    const form = { questionId: first?.id, answer: first?.key[0] };
    const both = await Promise.all([post(`/practice/${setId}`, form), post(`/practice/${setId}`, form)]);
    expect(both.map(({ status }) => status)).toEqual([303, 303]);
    await post(`/practice/${setId}`, { ...form, answer: 'another' }).expect(303);
    const answers = await t.deps.db
      .select()
      .from(practiceAnswers)
      .where(eq(practiceAnswers.practiceSetId, setId));
    expect(answers).toHaveLength(1);
    expect((await factsOf())?.attempts).toBe(1);
    const stored = await t.deps.db
      .select()
      .from(statements)
      .where(eq(statements.id, answers[0]?.statementId ?? ''));
    expect(stored).toHaveLength(1);
  });

  test('asks again in a friendly way when nothing was answered', async () => {
    const setId = await begin();
    const [first] = await questionsOf(setId);
    const { headers } = await post(`/practice/${setId}`, { questionId: first?.id });
    const { text } = await get(String(headers['location']).slice(session.base.length));
    expect(text).toContain('then submit');
    expect(text).toContain('Question 1 of 6');
  });

  test('can be left and gone on with', async () => {
    const setId = await begin();
    const [first] = await questionsOf(setId);
    await post(`/practice/${setId}`, { questionId: first?.id, answer: first?.key[0] });
    expect((await get('/home')).text).toContain('1 of 6 answered');
    expect(await begin()).toBe(setId);
    expect((await get(`/practice/${setId}`)).text).toContain('Question 2 of 6');
  });

  test('begun twice at once is one set', async () => {
    const [one, other] = await Promise.all([begin(), begin()]);
    expect(one).toBe(other);
  });

  test('ends with what changed and what is next', async () => {
    await withSkills(t.deps, { ...course, personId: learner }, [{ skillId: SKILL, attempts: 6, correct: 1 }]);
    const setId = await begin();
    await answerAll(setId, true);
    const { text } = await get(`/practice/${setId}`);
    expect(text).toContain('6 of 6 right');
    expect(text).toContain('went up');
    expect(text).toContain('Mastery before');
    const [set] = await t.deps.db.select().from(practiceSets).where(eq(practiceSets.id, setId));
    expect(set?.finishedAt).not.toBeNull();
    expect(await begin()).not.toBe(setId);
  });

  test('after much drilling without success sends to the material and the teacher', async () => {
    const first = await begin();
    await answerAll(first, false);
    // The second is the probe of three questions, the third practises what it confirmed.
    await answerAll(await begin(), false);
    const third = await begin();
    await answerAll(third, false);
    const { text } = await get(`/practice/${third}`);
    expect(text).toContain('ask your teacher or a classmate');
  });

  test('asks the database a handful of times per page', async () => {
    const setId = await begin();
    expect(await countQueries(() => get(`/practice/${setId}`).expect(200))).toBeLessThanOrEqual(8);
  });
});

describe('practice refuses', () => {
  test('a skill nobody knows', async () => {
    await post('/practice', { skillId: 'NONE' }).expect(404);
  });

  test('a question of another set', async () => {
    const setId = await begin();
    await post(`/practice/${setId}`, { questionId: 'S104-1', answer: 'a' }).expect(404);
  });

  test('a classmate, a teacher and a stranger', async () => {
    const setId = await begin();
    const mate = await aLearner(t.deps, course, 'Learner 02');
    const mates = await aSession(t.deps, { ...course, personId: mate.personId });
    await get(`/practice/${setId}`, mates).expect(404);
    await post(`/practice/${setId}`, { questionId: 'S102-1', answer: 'a' }, mates).expect(404);
    const teacher = await aMember(t.deps, { ...course, role: 'instructor' });
    await get(`/practice/${setId}`, await aSession(t.deps, { ...course, personId: teacher.personId })).expect(
      403,
    );
    await request(t.app.express).get(`${session.base}/practice/${setId}`).expect(401);
  });
});

describe('the package', () => {
  test('holds what the tier calls for in the order of the skills, and remembers what is done', async () => {
    const { text } = await get('/package');
    expect(text).toContain('Theory');
    expect(text).not.toContain('Seminar');
    expect(text.indexOf('R-S102-theory')).toBeGreaterThan(-1);
    expect(text).toContain('0 of 4 done');
    const reading = await get('/package/R-S102-theory').expect(200);
    expect(reading.text).toContain('I have finished this');
    await post('/package/R-S102-theory/done', {}).expect(303);
    await post('/package/R-S102-theory/done', {}).expect(303);
    expect((await get('/package')).text).toContain('1 of 4 done');
    const told = await t.deps.db
      .select({ id: statements.id })
      .from(statements)
      .where(
        and(
          eq(statements.actorKey, `account|${t.deps.config.publicUrl}|${learner}`),
          eq(statements.verbId, 'http://adlnet.gov/expapi/verbs/completed'),
        ),
      );
    expect(told).toHaveLength(1);
  });

  test('asks the database a handful of times', async () => {
    expect(await countQueries(() => get('/package').expect(200))).toBeLessThanOrEqual(8);
  });

  test('knows no resource of elsewhere', async () => {
    await get('/package/none').expect(404);
    await post('/package/none/done', {}).expect(404);
  });
});
