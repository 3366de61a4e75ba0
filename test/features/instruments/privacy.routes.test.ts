import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import { beginAttempt } from '../../../src/features/instruments/index.ts';
import { instrumentAttempts } from '../../../src/features/instruments/instruments.tables.ts';
import { erasePerson } from '../../../src/features/roster/index.ts';
import { people } from '../../../src/features/roster/roster.tables.ts';
import { inTransaction } from '../../../src/infra/db.ts';
import { auditEvents } from '../../../src/infra/infra.tables.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { both, likert, option } from './instrument-samples.ts';
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

/** Asks for a reason only of who says no. */
const branching = (staff: string) => ({
  id: 'branching',
  privacy: { staff, readers: ['instructor'] },
  parts: [
    {
      id: 'p1',
      title: both('Part'),
      items: [
        likert('q1'),
        { kind: 'single', id: 'q2', text: both('Again?'), options: [option('yes'), option('no')] },
        { kind: 'long', id: 'why', text: both('Why not?'), showIf: { item: 'q2', is: 'no' } },
      ],
    },
  ],
  scores: [],
});

async function answered(staff: string, noes: number): Promise<{ assignmentId: string; people: Visitor[] }> {
  const { id } = await scene.publish(branching(staff));
  const assignmentId = await scene.assign(scene.teacher, id);
  const people: Visitor[] = [];
  for (let index = 0; index < 6; index += 1) {
    const as = await scene.enter('learner', `Learner 1${index}`);
    const path = await scene.begin(as, id, assignmentId);
    const given = index < noes ? { 'a.q2': 'no', 'a.why': `reason ${index}` } : { 'a.q2': 'yes' };
    await scene.post(as, path, { part: 'p1', to: 'finish', 'a.q1': 3, ...given }).expect(303);
    people.push(as);
  }
  return { assignmentId, people };
}
const summaryOf = async (assignmentId: string) =>
  (await scene.get(scene.teacher, `/instruments/assignments/${assignmentId}`).expect(200)).text;
const readBy = (action: string) =>
  t.deps.db
    .select({ subjectId: auditEvents.subjectId, subjectType: auditEvents.subjectType })
    .from(auditEvents)
    .where(and(eq(auditEvents.schoolId, scene.schoolId), eq(auditEvents.action, action)));

describe('the summary of an assignment', () => {
  it('keeps an item to itself that few answered, though many handed in', async () => {
    const { assignmentId } = await answered('answers', 1);
    const text = await summaryOf(assignmentId);
    expect(text).toMatch(/6 answers · mean 3/);
    expect(text).toContain('Why not?');
    expect(text).not.toContain('reason 0');
    expect(text).toContain('Fewer than 5');
    expect(await readBy('instruments.texts.read')).toEqual([]);
  });

  it('notes with each person that their words were read', async () => {
    const { assignmentId, people } = await answered('answers', 5);
    expect(await summaryOf(assignmentId)).toContain('reason 4');
    const read = await readBy('instruments.texts.read');
    expect(read.map(({ subjectId }) => subjectId).sort()).toEqual(
      people
        .slice(0, 5)
        .map(({ personId }) => personId)
        .sort(),
    );
    expect(read.every(({ subjectType }) => subjectType === 'person')).toBe(true);
  });

  it('is not there where staff may see nothing', async () => {
    const { assignmentId } = await answered('none', 5);
    const text = await summaryOf(assignmentId);
    expect(text).not.toContain('mean 3');
    expect(text).not.toContain('Why not?');
    expect(text).toContain('staff see nothing');
  });
});

function aGate() {
  let open = () => {};
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { passed, open: () => open() };
}

describe('beginning an attempt', () => {
  it('leaves nothing behind of who is erased at the same time', async () => {
    const { id } = await scene.publish(branching('none'));
    const { schoolId, courseId, learner } = scene;
    const wish = { schoolId, courseId, personId: learner.personId, instrumentId: id, assignmentId: null };
    const key = { schoolId, personId: learner.personId };
    await inTransaction(t.deps.db, (tx) => erasePerson(tx, t.deps, key));
    await expect(beginAttempt(t.deps, wish)).rejects.toMatchObject({ id: 'personErased' });
    const rows = await t.deps.db
      .select()
      .from(instrumentAttempts)
      .where(eq(instrumentAttempts.schoolId, schoolId));
    expect(rows).toEqual([]);
  });

  it('waits for an erasure that is under way, and then begins nothing', async () => {
    const { id } = await scene.publish(branching('none'));
    const { schoolId, courseId, learner } = scene;
    const key = { schoolId, personId: learner.personId };
    const wish = { ...key, courseId, instrumentId: id, assignmentId: null };
    const erased = aGate();
    const begun = aGate();
    const erasing = inTransaction(t.deps.db, async (tx) => {
      await erasePerson(tx, t.deps, key);
      erased.open();
      await begun.passed;
    });
    await erased.passed;
    const beginning = beginAttempt(t.deps, wish).catch((error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, 100));
    begun.open();
    await erasing;
    expect(await beginning).toMatchObject({ id: 'personErased' });
  });
});

describe('“my data”', () => {
  it('holds what the records hold that were merged into mine, opened with their own keys', async () => {
    const { id } = await scene.publish(branching('answers'));
    const guest = await scene.enter('learner', 'Learner 01, as a guest');
    const assignmentId = await scene.assign(scene.teacher, id);
    const path = await scene.begin(guest, id, assignmentId);
    const form = { part: 'p1', to: 'finish', 'a.q1': 4, 'a.q2': 'no', 'a.why': 'Said as a guest' };
    await scene.post(guest, path, form).expect(303);
    const attemptId = path.split('/').at(-1);
    await scene.get(scene.teacher, `/instruments/results/${attemptId}`).expect(200);
    await t.deps.db
      .update(people)
      .set({ mergedIntoId: scene.learner.personId })
      .where(eq(people.id, guest.personId));
    const page = await scene.get(scene.learner, '/my-data').expect(200);
    expect(page.text).toContain('looked at a questionnaire result of yours');
    expect(page.text).toMatch(/what came of it<\/th><td class="number">1</);
    const attemptsIn = async (as: Visitor) => {
      const file = await scene.get(as, '/my-data/download').expect(200);
      return (file.body as { records: Record<string, unknown[]> }).records['instrumentAttempts'];
    };
    expect(await attemptsIn(scene.learner)).toMatchObject([
      { id: attemptId, answers: { why: { value: 'Said as a guest' } } },
    ]);
    // Only what is mine: the teacher's holds nothing of it.
    expect(await attemptsIn(scene.teacher)).toEqual([]);
  });
});
