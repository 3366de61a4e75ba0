import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { instrumentsJobs } from '../../../src/features/instruments/index.ts';
import { foldSchool } from '../../../src/features/learning/fold-school.ts';
import { learnerFacts } from '../../../src/features/trajectory/facts.tables.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { eventually } from '../../support/eventually.ts';
import { expectToFollow, selectToldStatements } from '../../support/vocabulary.ts';
import { both, likert, option } from './instrument-samples.ts';
import { anInstrumentsScene, type InstrumentsScene } from './instruments-scene.ts';

let t: TestApp;
let scene: InstrumentsScene;
beforeAll(async () => {
  t = await createTestApp();
});
beforeEach(async () => {
  scene = await anInstrumentsScene(t);
});
afterAll(() => t.close());

const privacy = (staff: string) => ({ staff, readers: staff === 'none' ? [] : ['instructor'] });
/** Two questions with a key and an opinion; right are `a` and 3. */
const exam = (given: object = {}) => ({
  id: 'exam',
  kind: 'exam',
  privacy: privacy('answers'),
  parts: [
    {
      id: 'p1',
      title: both('Part'),
      items: [
        { kind: 'single', id: 'q1', text: both('Which?'), options: [option('a'), option('b')], key: 'a' },
        { kind: 'number', id: 'q2', text: both('How many?'), min: 0, max: 9, key: 3 },
        { kind: 'long', id: 'why', text: both('Why?'), required: false },
      ],
    },
  ],
  scores: [{ id: 'right', title: both('Right'), how: 'right', terms: ['q1', 'q2'] }],
  ...given,
});
const scale = (staff: string) => ({ id: 'scale', kind: 'scale', privacy: privacy(staff) });

async function take(given: object, answers: object): Promise<string> {
  const { id } = await scene.publish(given);
  const path = await scene.begin(scene.learner, id);
  t.clock.advance(60_000);
  await scene.post(scene.learner, `${path}/answers`, answers).expect(200);
  t.clock.advance(30_000);
  await scene.post(scene.learner, path, { part: 'p1', to: 'finish', ...answers }).expect(303);
  return path;
}
/** Of attempts: what is decided about the learner on the way is told, too. */
const told = async () =>
  (await selectToldStatements(t.deps, scene.schoolId)).filter((statement) =>
    JSON.stringify(statement.context?.contextActivities).includes('/xapi/instrument/'),
  );
const verbs = async () => (await told()).map(({ verb }) => verb.id.replace(/.*\//, ''));

describe('an attempt at a test', () => {
  it('is told as begun, answered, done and passed, each once, by the templates', async () => {
    await take(exam({ pass: { score: 'right', atLeast: 2 } }), {
      'a.q1': 'a',
      'a.q2': '3',
      'a.why': 'My own',
    });
    expect(await verbs()).toEqual(['initialized', 'answered', 'answered', 'completed', 'passed']);
    expect(await expectToFollow(await told())).toEqual([
      'instrument/templates/test-begun',
      'instrument/templates/test-answered',
      'instrument/templates/test-completed',
      'instrument/templates/test-passed',
    ]);
    const [, first, second, completed, passed] = await told();
    expect(first?.result).toMatchObject({ success: true, response: 'a' });
    expect(second?.result).toMatchObject({ success: true, response: '3' });
    expect(completed?.result).toEqual({ completion: true, duration: 'PT90S' });
    expect(passed?.result).toEqual({ success: true, score: { raw: 2, min: 0, max: 2, scaled: 1 } });
    expect(JSON.stringify(await told())).not.toContain('My own');
    expect(JSON.stringify(await told())).not.toContain('Learner 01');
  });

  it('is told as failed below the mark', async () => {
    await take(exam({ pass: { score: 'right', atLeast: 2 } }), { 'a.q1': 'a', 'a.q2': '4' });
    expect((await verbs()).at(-1)).toBe('failed');
    const failed = (await told()).at(-1);
    expect(failed?.result).toMatchObject({ success: false, score: { raw: 1, scaled: 0.5 } });
    await expectToFollow(await told());
  });

  it('without a mark carries its score where it ends', async () => {
    await take(exam(), { 'a.q1': 'b', 'a.q2': '3' });
    expect((await told()).at(-1)?.result).toMatchObject({ completion: true, score: { scaled: 0.5 } });
    expect(await verbs()).toEqual(['initialized', 'answered', 'answered', 'completed']);
    await expectToFollow(await told());
  });

  it.each([
    ['scores', ['initialized', 'completed', 'passed']],
    ['none', ['initialized', 'completed']],
  ])('tells no more than staff may see: %s', async (staff, expected) => {
    await take(exam({ privacy: privacy(staff), pass: { score: 'right', atLeast: 1 } }), {
      'a.q1': 'a',
      'a.q2': '3',
    });
    expect(await verbs()).toEqual(expected);
    const text = JSON.stringify(await told());
    expect(text.includes('"score"')).toBe(staff === 'scores');
    expect(text).not.toContain('response');
    await expectToFollow(await told());
  });

  it('counts once in the course: its time and its statements', async () => {
    await take(exam({ pass: { score: 'right', atLeast: 1 } }), { 'a.q1': 'a', 'a.q2': '3' });
    const facts = await eventually(async () => {
      await foldSchool(t.deps, scene.schoolId);
      const [row] = await t.deps.db
        .select()
        .from(learnerFacts)
        .where(eq(learnerFacts.personId, scene.learner.personId));
      return row?.statements === 5 ? row : undefined;
    }, 3000);
    // 60 s to the answers and 30 s to the end: the attempt's own 90 s are not added to them.
    expect(facts).toMatchObject({ courseId: scene.courseId, statements: 5, secondsOnTask: 90 });
  });

  it('that the clock ends is told, too, with what had been answered', async () => {
    const { id } = await scene.publish(exam({ minutes: 5 }));
    const path = await scene.begin(scene.learner, id);
    await scene.post(scene.learner, `${path}/answers`, { 'a.q1': 'a' }).expect(200);
    t.clock.advance(6 * 60_000);
    for (const job of instrumentsJobs) await job.run(t.deps);
    expect(await verbs()).toEqual(['initialized', 'answered', 'completed']);
    await expectToFollow(await told());
  });
});

describe('a scale', () => {
  it.each(['none', 'scores', 'answers'])('tells that it was done and nothing more (%s)', async (staff) => {
    await take(
      { ...scale(staff), parts: [{ id: 'p1', title: both('P'), items: [likert('q1'), likert('q2')] }] },
      {
        'a.q1': 5,
        'a.q2': 4,
      },
    );
    expect(await expectToFollow(await told())).toEqual([
      'instrument/templates/questionnaire-begun',
      'instrument/templates/questionnaire-completed',
    ]);
    expect((await told()).at(-1)?.result).toEqual({ completion: true, duration: 'PT90S' });
  });
});
