import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import { loadInstruments } from '../../../src/features/instruments/index.ts';
import { overrideTier } from '../../../src/features/learning/index.ts';
import { tierDecisions } from '../../../src/features/learning/learning.tables.ts';
import { tierCheckAnswers, tierChecks } from '../../../src/features/learning/tier-checks.tables.ts';
import { loadCatalogue, selectQuestionsByIds, type Question } from '../../../src/features/programme/index.ts';
import { statements } from '../../../src/features/xapi/xapi.tables.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aCourse, aMember, aSchool, aSession } from '../../support/builders.ts';
import { expectToFollow } from '../../support/vocabulary.ts';
import { aPlan } from './class-scene.ts';
import { aLearner, type Course } from './learner-scene.ts';
import { visitor } from '../../support/visitor.ts';

let t: TestApp;
let schoolId: string;
let course: Course;
let learner: string;
let session: { base: string; cookie: string };

const { get, post } = visitor(() => ({ t, as: session }));

beforeAll(async () => {
  t = await createTestApp();
  ({ schoolId } = await aSchool(t.deps));
  await loadCatalogue(t.deps, schoolId);
  await loadInstruments(t.deps, schoolId);
}, 60_000);
afterAll(() => t.close());

beforeEach(async () => {
  course = { schoolId, ...(await aCourse(t.deps, { schoolId, talentType: 'support' })) };
  await aPlan(t.deps, course, ['S102', 'S104', 'S113', 'S105']);
  ({ personId: learner } = await aLearner(t.deps, course, 'Learner 01'));
  session = await aSession(t.deps, { ...course, personId: learner, locale: 'en' });
});

const begin = async () => {
  const { headers } = await post('/tier-check', {}).expect(303);
  return String(headers['location']).slice(session.base.length);
};
const checkOf = async () => {
  const [row] = await t.deps.db.select().from(tierChecks).where(eq(tierChecks.personId, learner));
  if (!row) throw new Error('There is no check.');
  return row;
};
const questionUp = async (): Promise<Question> => {
  const { questionId } = await checkOf();
  const [question] = await selectQuestionsByIds(t.deps.db, { ...course, questionIds: [questionId] });
  if (!question) throw new Error('There is no question.');
  return question;
};
const right = ({ kind, key }: Question) => (kind === 'multiple' ? key : key.slice(0, 1));
const wrong = ({ kind, key, choices }: Question) =>
  kind === 'fill'
    ? ['surely not this']
    : kind === 'true_false'
      ? [key[0] === 'true' ? 'false' : 'true']
      : [choices.find(({ id }) => !key.includes(id))?.id ?? ''];

/** Answers until the check is over; how many questions that took. */
async function answerAll(path: string, isRight: (question: Question) => boolean): Promise<number> {
  for (let count = 1; count <= 20; count += 1) {
    const question = await questionUp();
    t.clock.advance(20_000);
    const answer = isRight(question) ? right(question) : wrong(question);
    const { headers } = await post(path, { questionId: question.id, answer }).expect(303);
    if (String(headers['location']).endsWith('/tier-check')) return count;
  }
  throw new Error('The check did not end.');
}

const currentTier = async () => {
  const [row] = await t.deps.db
    .select()
    .from(tierDecisions)
    .where(and(eq(tierDecisions.personId, learner), eq(tierDecisions.current, true)));
  return row;
};

describe('A placement check', () => {
  test('places who answers rightly as experienced, and switches the package within the visit', async () => {
    const before = (await get('/package').expect(200)).text;
    const path = await begin();
    expect((await get(path)).text).toContain('Question 1 of 15');
    const asked = await answerAll(path, () => true);
    expect(asked).toBeGreaterThanOrEqual(10);
    expect(asked).toBeLessThanOrEqual(15);
    const decision = await currentTier();
    expect(decision).toMatchObject({ tier: 'experienced', provisional: false, ruleVersion: 'tier-2' });
    expect(decision?.evidence).toMatchObject({
      reason: { id: 'learning.tierReason.check.placed' },
      cut: 0.7,
    });
    expect(decision?.evidence.low).toBeGreaterThan(0.7);
    const { text } = await get('/tier-check').expect(200);
    expect(text).toContain('Experienced');
    expect(text).toContain('at least 14 days apart');
    const after = (await get('/package').expect(200)).text;
    const resources = (page: string) => [...page.matchAll(/\/package\/([\w-]+)"/g)].map(([, id]) => id);
    expect(resources(before).length).toBeGreaterThan(0);
    expect(resources(after).length).toBeGreaterThan(0);
    expect(resources(after).filter((id) => resources(before).includes(id))).toEqual([]);
  });

  test('places who answers wrongly as zero basis', async () => {
    await answerAll(await begin(), () => false);
    expect(await currentTier()).toMatchObject({ tier: 'zero_basis', provisional: false });
  });

  test('leaves a tier provisional near the cut', async () => {
    let count = 0;
    // Two of three right, with questions that follow: the interval stays across the cut.
    expect(await answerAll(await begin(), () => count++ % 3 !== 2)).toBe(15);
    expect(await currentTier()).toMatchObject({ tier: 'zero_basis', provisional: true });
    expect((await get('/tier-check')).text).toContain('too near the line');
  });

  test('decides nothing in the middle, is gone on with, and takes each answer once', async () => {
    const path = await begin();
    expect(await begin()).toBe(path);
    const question = await questionUp();
    const answer = { questionId: question.id, answer: right(question) };
    await Promise.all([post(path, answer), post(path, answer)]);
    expect((await checkOf()).answers).toBe(1);
    await post(path, { questionId: (await questionUp()).id }).expect(303);
    await post(path, { questionId: 'nowhere', answer: 'a' }).expect(404);
    expect((await checkOf()).answers).toBe(1);
    expect(await currentTier()).toBeUndefined();
  });

  test('begins nearer to where somebody is by their intake', async () => {
    const begun = await post('/instruments', { instrumentId: 'intake' }).expect(303);
    const intake = String(begun.headers['location']).slice(session.base.length);
    const send = (part: string, form: object) => post(intake, { part, to: 'next', ...form }).expect(303);
    await send('background', { 'a.courses': 'many', 'a.work': 'long', 'a.made': ['site', 'script'] });
    const able = [
      'dev-page',
      'dev-code',
      'dev-debug',
      'sup-network',
      'sup-system',
      'sup-fault',
      'ope-sheet',
      'ope-content',
      'ope-read',
    ];
    await send('able', Object.fromEntries(able.map((id) => [`a.${id}`, 4])));
    await send('goals', {
      'a.types.development': 2,
      'a.types.support': 1,
      'a.types.operations': 3,
      'a.clear': 'some',
    });
    await begin();
    const { prior } = await checkOf();
    expect(prior.selfReport).toBeCloseTo((7 / 9) * 100, 1);
    expect(prior.mean).toBeGreaterThan(0.4);
    expect((await get('/tier-check')).text).toContain('takes your intake into account');
  });

  test('tells each answer as a statement by the vocabulary, which facts rest on', async () => {
    await answerAll(await begin(), () => true);
    const given = await t.deps.db
      .select()
      .from(tierCheckAnswers)
      .where(eq(tierCheckAnswers.checkId, (await checkOf()).id));
    for (const { statementId } of given) {
      const [stored] = await t.deps.db.select().from(statements).where(eq(statements.id, statementId));
      expect(JSON.stringify(stored?.payload)).toContain(`/courses/${course.courseId}/tier-check`);
      await expectToFollow([stored?.payload ?? {}]);
    }
  });

  test('comes again after a fortnight, not sooner, and not against a teacher’s word', async () => {
    await answerAll(await begin(), () => true);
    await post('/tier-check', {}).expect(409);
    t.clock.advance(14 * 86_400_000);
    session = await aSession(t.deps, { ...course, personId: learner, locale: 'en' });
    expect((await get('/tier-check')).text).toContain('Begin the check');
    const teacher = await aMember(t.deps, { ...course, role: 'instructor' });
    const decision = { personId: learner, tier: 'zero_basis' as const, reason: 'Talked it over' };
    await overrideTier(t.deps, { ...course, personId: teacher.personId }, decision);
    expect((await get('/tier-check')).text).toContain('A teacher decided your tier');
    await post('/tier-check', {}).expect(409);
  });

  test('stands in "my data" and goes with the person', async () => {
    const asked = await answerAll(await begin(), () => false);
    expect((await get('/my-data')).text).toContain('Placement checks');
    const { personId } = await aMember(t.deps, { ...course, role: 'administrator' });
    const admin = await aSession(t.deps, { ...course, personId });
    // Its answers, and the decision it led to, are statements.
    const path = `/records/people/${learner}`;
    const expected = Number(/name="expected" value="(\d+)"/.exec((await get(path, admin)).text)?.[1]);
    expect(expected).toBeGreaterThanOrEqual(asked);
    await post(`${path}/erase`, { name: 'Learner 01', expected }, admin).expect(303);
    expect(await t.deps.db.$count(tierChecks, eq(tierChecks.personId, learner))).toBe(0);
  });

  test('is nobody else’s', async () => {
    const path = await begin();
    const other = await aLearner(t.deps, course, 'Learner 02');
    const visit = await aSession(t.deps, { ...course, personId: other.personId });
    const question = await questionUp();
    await get(path, visit).expect(404);
    await post(path, { questionId: question.id, answer: right(question) }, visit).expect(404);
  });
});
