import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import { findNewestResult, instrumentsDataSources } from '../../../src/features/instruments/index.ts';
import { deleteAttemptsOf } from '../../../src/features/instruments/attempt.queries.ts';
import { instrumentMarks } from '../../../src/features/instruments/instruments.tables.ts';
import { readMarks, withMarks } from '../../../src/features/instruments/marking.rules.ts';
import { inTransaction } from '../../../src/infra/db.ts';
import { auditEvents } from '../../../src/infra/infra.tables.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aCourse, aMember, aSession } from '../../support/builders.ts';
import { expectToFollow, selectToldStatements } from '../../support/vocabulary.ts';
import { FIVE, both } from './instrument-samples.ts';
import { anInstrumentsScene, type InstrumentsScene, type Visitor } from './instruments-scene.ts';

let t: TestApp;
let scene: InstrumentsScene;
beforeAll(async () => {
  t = await createTestApp();
});
beforeEach(async () => {
  scene = await anInstrumentsScene(t);
});
afterAll(() => t.close());

const criterion = (id: string) => ({ id, text: both(`criterion ${id}`), levels: FIVE });
const situational = (raters = 1) => ({
  id: 'situation',
  kind: 'situational',
  privacy: { staff: 'answers', readers: ['instructor'] },
  marking: { raters, by: ['instructor'] },
  parts: [
    {
      id: 'p1',
      title: both('Part'),
      items: [
        {
          kind: 'open',
          id: 'task',
          text: both('What would you do?'),
          criteria: [criterion('depth'), criterion('new')],
        },
      ],
    },
  ],
  scores: [{ id: 's', title: both('Score'), how: 'percent', terms: ['task.depth', 'task.new'] }],
  pass: { score: 's', atLeast: 60 },
});

async function handedIn(raters = 1): Promise<string> {
  const { id } = await scene.publish(situational(raters));
  const path = await scene.begin(scene.learner, id);
  await scene
    .post(scene.learner, path, { part: 'p1', to: 'finish', 'a.task': 'Ask the users first' })
    .expect(303);
  return path.split('/').at(-1) ?? '';
}
const LEVELS = { 'a.task.depth': '5', 'a.task.new': '3', 'w.task': 'Well argued' };
const mark = (as: Visitor, attemptId: string, form: object = LEVELS) =>
  scene.post(as, `/instruments/marking/${attemptId}`, form);
const resultOf = async (attemptId: string) =>
  (await scene.get(scene.learner, `/attempts/${attemptId}/result`).expect(200)).text;

describe('an open answer', () => {
  it('waits in the queue of its course’s teacher, without a name, and has its result once marked', async () => {
    const attemptId = await handedIn();
    expect(await resultOf(attemptId)).toContain('Waiting to be marked: 0 of 1');
    const queue = await scene.get(scene.teacher, '/instruments/marking').expect(200);
    expect(queue.text).toContain(attemptId);
    const { text } = await scene.get(scene.teacher, `/instruments/marking/${attemptId}`).expect(200);
    expect(text).toContain('Ask the users first');
    expect(text).toContain('criterion depth');
    expect(text).not.toContain('Learner 01');
    await mark(scene.teacher, attemptId).expect(303);
    const result = await resultOf(attemptId);
    expect(result).toContain('Well argued');
    expect(result).toMatch(/<td class="number">75/);
    const key = { schoolId: scene.schoolId, personId: scene.learner.personId };
    expect(await findNewestResult(t.deps, { ...key, instrumentId: 'situation' })).toMatchObject({
      scores: [{ value: 75 }],
      answers: { task: 'Ask the users first' },
    });
    expect((await scene.get(scene.teacher, '/instruments/marking')).text).toContain(
      'There is nothing to mark',
    );
    await mark(scene.teacher, attemptId).expect(409);
  });

  it('tells its verdict when it is there, and not before', async () => {
    const attemptId = await handedIn();
    const told = async () =>
      (await selectToldStatements(t.deps, scene.schoolId)).filter(
        ({ context }) => context?.registration === attemptId,
      );
    expect((await told()).map(({ verb }) => verb.id.split('/').at(-1))).toEqual(['initialized', 'completed']);
    await mark(scene.teacher, attemptId).expect(303);
    expect((await told()).at(-1)).toMatchObject({
      result: { success: true, score: { raw: 75, scaled: 0.75 } },
    });
    expect(await expectToFollow(await told())).toContain('instrument/templates/test-passed');
    expect(JSON.stringify(await told())).not.toContain('Ask the users');
  });

  it('is marked whole or not at all', async () => {
    const attemptId = await handedIn();
    const { text } = await mark(scene.teacher, attemptId, {
      'a.task.depth': '4',
      'a.task.new': '9',
      'w.task': 'Half',
    }).expect(422);
    expect(text).toContain('1 criterion has no level yet');
    expect(text).toMatch(/value="4" checked/);
    expect(text).toContain('Half');
    expect(await resultOf(attemptId)).toContain('0 of 1');
  });

  it('with two raters has its result from both, and the second isn’t led by the first', async () => {
    const attemptId = await handedIn(2);
    const second = await scene.enter('instructor', 'Teacher 02');
    await mark(scene.teacher, attemptId).expect(303);
    await mark(scene.teacher, attemptId).expect(409);
    expect(await resultOf(attemptId)).toContain('1 of 2');
    expect(await resultOf(attemptId)).not.toContain('Well argued');
    const page = await scene.get(second, `/instruments/marking/${attemptId}`).expect(200);
    expect(page.text).not.toContain('Well argued');
    await mark(second, attemptId, { 'a.task.depth': '3', 'a.task.new': '1' }).expect(303);
    expect(await resultOf(attemptId)).toMatch(/<td class="number">50/);
  });

  it('is nobody else’s to mark: not the learner’s own, another course’s or a role’s that isn’t named', async () => {
    const attemptId = await handedIn();
    const elsewhere = await aCourse(t.deps, scene);
    const { personId } = await aMember(t.deps, {
      schoolId: scene.schoolId,
      ...elsewhere,
      role: 'instructor',
    });
    const other = {
      personId,
      ...(await aSession(t.deps, { schoolId: scene.schoolId, ...elsewhere, personId })),
    };
    expect((await scene.get(other, '/instruments/marking')).text).not.toContain(attemptId);
    await scene.get(other, `/instruments/marking/${attemptId}`).expect(404);
    await mark(other, attemptId).expect(404);
    await mark(scene.admin, attemptId).expect(404);
    await scene.get(scene.learner, '/instruments/marking').expect(403);
    await mark(scene.learner, attemptId).expect(403);
  });

  it('that was read and marked stands with its person, sealed, and goes with them', async () => {
    const attemptId = await handedIn();
    await scene.get(scene.teacher, `/instruments/marking/${attemptId}`).expect(200);
    await mark(scene.teacher, attemptId).expect(303);
    const audited = await t.deps.db
      .select({ action: auditEvents.action })
      .from(auditEvents)
      .where(
        and(eq(auditEvents.schoolId, scene.schoolId), eq(auditEvents.subjectId, scene.learner.personId)),
      );
    expect(audited.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['instruments.texts.read', 'instruments.mark']),
    );
    const rows = () =>
      t.deps.db.select().from(instrumentMarks).where(eq(instrumentMarks.schoolId, scene.schoolId));
    expect(JSON.stringify(await rows())).not.toContain('argued');
    const key = { schoolId: scene.schoolId, personId: scene.learner.personId };
    const [attempts, marked] = instrumentsDataSources(t.deps);
    expect(await attempts?.select(key)).toMatchObject([{ marks: [{ words: { task: 'Well argued' } }] }]);
    expect(await marked?.count({ ...key, personId: scene.teacher.personId })).toBe(1);
    await inTransaction(t.deps.db, (tx) => deleteAttemptsOf(tx, key));
    expect(await rows()).toEqual([]);
  });
});

describe('marks', () => {
  const item = {
    kind: 'open' as const,
    id: 'task',
    text: both('q'),
    required: true,
    maxLength: 100,
    criteria: [criterion('a'), criterion('b')],
  };

  it.each([
    ['all of them', { 'a.task.a': '1', 'a.task.b': '5' }, []],
    ['a level that there isn’t', { 'a.task.a': '1', 'a.task.b': '6' }, ['task.b']],
    ['nothing', {}, ['task.a', 'task.b']],
    ['two at once', { 'a.task.a': ['1', '2'], 'a.task.b': '5' }, ['task.a']],
  ])('are read out of a form: %s', (_name, fields, missing) => {
    expect(readMarks([item], fields).missing).toEqual(missing);
  });

  it('of two raters count as their mean, beside the answers to everything else', () => {
    const one = { levels: { task: { a: 1, b: 5 } }, words: {} };
    const two = { levels: { task: { a: 2, b: 5 } }, words: {} };
    expect(withMarks({ task: 'words', q: 3 }, [one, two])).toEqual({ task: { a: 1.5, b: 5 }, q: 3 });
    expect(withMarks({ task: 'words' }, [])).toEqual({ task: 'words' });
  });
});
