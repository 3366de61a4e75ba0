import { afterAll, beforeAll, expect, it } from '@jest/globals';
import request from 'supertest';
import { inTransaction } from '../../../src/infra/db.ts';
import { foldSchool } from '../../../src/features/learning/fold-school.ts';
import { createCredential } from '../../../src/features/xapi/index.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aPerson } from '../../support/builders.ts';
import { aKnownActor, aScene, factsOf, LMS, PAGE_IRI, QUIZ_IRI, tell } from '../learning/fold-scene.ts';
import { aFakeLrs } from './fake-lrs.ts';
import { aConnection, minutesAfter, run, storedOf } from './lrs-scene.ts';

const SUBMITTED = '\\mod_quiz\\event\\attempt_submitted';
const VIEWED = '\\mod_page\\event\\course_module_viewed';

let test: TestApp;
beforeAll(async () => {
  test = await createTestApp();
});
afterAll(() => test.close());

/** What Moodle's logstore_xapi sends in one delivery, without ids of its own. */
const delivery = [
  tell({ actor: '7', verb: 'viewed', activityId: PAGE_IRI, at: minutesAfter(0), moodleEvent: VIEWED }),
  ...[1, 2].map((n) =>
    tell({
      actor: '7',
      verb: 'answered',
      activityId: `${LMS}/question/question.php?cmid=3&id=${n}`,
      parents: [QUIZ_IRI],
      at: minutesAfter(5),
      result: { success: n === 1 },
      moodleEvent: SUBMITTED,
    }),
  ),
  tell({
    actor: '7',
    verb: 'completed',
    activityId: QUIZ_IRI,
    at: minutesAfter(5),
    // Half of the points: the plugin maps them to −1 … 1.
    result: { score: { raw: 5, min: 0, max: 10, scaled: 0 }, completion: true, success: true },
    moodleEvent: SUBMITTED,
  }),
];

/** Facts when nothing more follows from what was sent: a tier that changed is itself a statement, and is folded. */
async function settledFacts(schoolId: string) {
  for (let rounds = 0; rounds < 3; rounds += 1) await foldSchool(test.deps, schoolId);
  return factsOf(test.deps, schoolId);
}

/** How many statements Moodle's learner has in the store. */
const countSent = async (schoolId: string) =>
  (await storedOf(test, { schoolId })).filter(({ payload }) => JSON.stringify(payload['actor']).includes(LMS))
    .length;

async function aKnownLearner() {
  const scene = await aScene(test.deps);
  const { personId } = await aPerson(test.deps, scene);
  await aKnownActor(test.deps, { ...scene, personId, actorKey: `account|${LMS}|7` });
  return scene;
}

it('a delivery that Moodle repeats, because an answer was lost, is stored twice and counted once', async () => {
  const { schoolId } = await aKnownLearner();
  const { key, secret } = await inTransaction(test.deps.db, (tx) =>
    createCredential(tx, test.deps, {
      schoolId,
      label: 'Moodle',
      scopes: ['statements/write'],
      createdBy: null,
    }),
  );
  const post = () =>
    request(test.app.express)
      .post('/xapi/statements')
      .auth(key, secret)
      .set('x-experience-api-version', '1.0.3')
      .send(delivery)
      .expect(200);
  await post();
  const once = await settledFacts(schoolId);
  expect(once['skill_facts']).toHaveLength(1);
  expect(once['task_facts']).toContainEqual(expect.objectContaining({ best_scaled: 0.5 }));
  test.clock.advance(60_000);
  await post();
  expect(await settledFacts(schoolId)).toEqual(once);
  expect(await countSent(schoolId)).toBe(2 * delivery.length);
});

it('and so is one that another LRS has stored twice, each time under new ids', async () => {
  const { schoolId } = await aKnownLearner();
  const lrs = await aFakeLrs();
  for (const statement of delivery) lrs.add(statement, minutesAfter(10));
  const key = await aConnection(test, lrs, { schoolId });
  await run(test, key);
  const once = await settledFacts(schoolId);
  for (const statement of delivery) lrs.add(statement, minutesAfter(11));
  await run(test, key);
  expect(await settledFacts(schoolId)).toEqual(once);
  expect(await countSent(schoolId)).toBe(2 * delivery.length);
  lrs.close();
});
