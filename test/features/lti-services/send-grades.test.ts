import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { createGradeSender, recordGrades, type NewGrade } from '../../../src/features/lti-services/index.ts';
import { grades } from '../../../src/features/lti-services/services.tables.ts';
import { people } from '../../../src/features/roster/roster.tables.ts';
import { inTransaction } from '../../../src/infra/db.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import {
  aScoreTaker,
  anOutbox,
  gradeFor,
  type Outbox,
  type ScoreTaker,
  type SeenScore,
} from './outbox-scene.ts';

let t: TestApp;
let platform: ScoreTaker;
beforeAll(async () => {
  t = await createTestApp();
  platform = await aScoreTaker();
});
afterAll(async () => {
  await platform.close();
  await t.close();
});
beforeEach(async () => {
  await t.deps.db.delete(grades);
  platform.seen = [];
  platform.answer = () => 200;
});

const record = (given: NewGrade[]) => inTransaction(t.deps.db, (tx) => recordGrades(tx, t.deps, given));
const rowsOf = (outbox: Outbox) =>
  t.deps.db.select().from(grades).where(eq(grades.schoolId, outbox.schoolId));

describe('Two senders', () => {
  it('send each of 200 grades once', async () => {
    const outbox = await anOutbox(t, platform.origin, { family: 'moodle', learners: 200 });
    await record(outbox.personIds.map((personId, n) => gradeFor(outbox, personId, { scoreGiven: n / 2 })));
    platform.answer = () => new Promise((resolve) => setTimeout(() => resolve(200), 5));
    // Each stands for a process of its own.
    await Promise.all([1, 2].map(() => createGradeSender({ ...t.deps }).sendDue()));
    expect(platform.seen).toHaveLength(200);
    expect(new Set(platform.seen.map(({ userId }) => userId)).size).toBe(200);
    const rows = await rowsOf(outbox);
    expect(rows.map(({ state, attempts }) => `${state} ${attempts}`)).toEqual(
      Array.from({ length: 200 }, () => 'sent 1'),
    );
  });
});

describe('Those who record at the same time', () => {
  it('leave one row per cell', async () => {
    const outbox = await anOutbox(t, platform.origin, { family: 'moodle', learners: 20 });
    await Promise.all(
      [10, 20, 30, 40].map((scoreGiven) =>
        record(outbox.personIds.map((personId) => gradeFor(outbox, personId, { scoreGiven }))),
      ),
    );
    const rows = await rowsOf(outbox);
    expect(rows).toHaveLength(20);
    expect(new Set(rows.map(({ scoreGiven }) => scoreGiven)).size).toBe(1);
  });
});

describe('The outbox', () => {
  it('takes nothing where the item has no column, or belongs to another course or school', async () => {
    const outbox = await anOutbox(t, platform.origin, { family: 'moodle', learners: 1 });
    const other = await anOutbox(t, platform.origin, { family: 'moodle', learners: 1 });
    const [personId = ''] = outbox.personIds;
    await record([
      gradeFor(outbox, personId, { itemId: t.deps.newId() }),
      gradeFor(outbox, personId, { courseId: other.courseId }),
      gradeFor(outbox, personId, { itemId: other.itemId }),
    ]);
    expect(await rowsOf(outbox)).toEqual([]);
    expect(await rowsOf(other)).toEqual([]);
  });

  it('takes no score that JSON would turn into none', async () => {
    const outbox = await anOutbox(t, platform.origin, { family: 'moodle', learners: 1 });
    const [personId = ''] = outbox.personIds;
    for (const scoreGiven of [Number.NaN, Number.POSITIVE_INFINITY, -1])
      await expect(record([gradeFor(outbox, personId, { scoreGiven })])).rejects.toThrow('not a number');
  });

  it('lets a newer grade wait for the one on its way, then sends it', async () => {
    const outbox = await anOutbox(t, platform.origin, { family: 'moodle', learners: 1 });
    const [personId = ''] = outbox.personIds;
    await record([gradeFor(outbox, personId, { scoreGiven: 1 })]);
    platform.answer = async () => {
      platform.answer = () => 200;
      await record([gradeFor(outbox, personId, { scoreGiven: 2 })]);
      // Another process looks for work meanwhile.
      await createGradeSender({ ...t.deps }).sendDue();
      expect(platform.seen).toHaveLength(1);
      return 200;
    };
    await createGradeSender({ ...t.deps }).sendDue();
    t.clock.advance(1000);
    await createGradeSender({ ...t.deps }).sendDue();
    expect(platform.seen.map(({ scoreGiven }) => scoreGiven)).toEqual([1, 2]);
    expect(await rowsOf(outbox)).toMatchObject([{ state: 'sent', scoreGiven: 2, attempts: 1 }]);
  });

  it('sends nothing about whoever had their data erased', async () => {
    const outbox = await anOutbox(t, platform.origin, { family: 'moodle', learners: 1 });
    const [personId = ''] = outbox.personIds;
    await record([gradeFor(outbox, personId)]);
    await t.deps.db.update(people).set({ erasedAt: t.deps.now() }).where(eq(people.id, personId));
    await createGradeSender({ ...t.deps }).sendDue();
    expect(platform.seen).toEqual([]);
  });

  it('is emptied soon after a kick', async () => {
    const outbox = await anOutbox(t, platform.origin, { family: 'moodle', learners: 1 });
    await record([gradeFor(outbox, outbox.personIds[0] ?? '')]);
    const taken = new Promise<void>((resolve) => {
      platform.answer = () => {
        resolve();
        return 200;
      };
    });
    const sender = createGradeSender(t.deps);
    sender.sendSoon();
    sender.sendSoon();
    await taken;
    await sender.sendDue();
    expect(platform.seen).toHaveLength(1);
  });
});

type Step =
  | { do: 'record'; grade: Partial<NewGrade> }
  | { do: 'wait'; ms: number }
  | { do: 'send'; answer: number | null };

const steps = fc.array(
  fc.oneof(
    fc.record({
      do: fc.constant('record' as const),
      grade: fc.oneof(
        fc.record({ scoreGiven: fc.integer({ min: 0, max: 100 }) }),
        fc.constant({ scoreGiven: null, gradingProgress: 'NotReady' as const }),
        fc.record({
          scoreGiven: fc.integer({ min: 0, max: 100 }),
          gradingProgress: fc.constant('Pending' as const),
        }),
      ),
    }),
    fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1, 300, 1000, 60_000, 700_000) }),
    fc.record({
      do: fc.constant('send' as const),
      answer: fc.constantFrom(200, 200, 409, 500, 503, 422, null),
    }),
  ),
  { minLength: 3, maxLength: 16 },
);

describe('Whatever is recorded and answered', () => {
  it.each(['moodle', 'canvas', 'other'])('times only grow and real grades stay, with %s', async (family) => {
    const outbox = await anOutbox(t, platform.origin, { family, learners: 25 });
    const unused = [...outbox.personIds];
    await fc.assert(
      fc.asyncProperty(steps, async (sequence: Step[]) => {
        const personId = unused.pop() ?? '';
        await t.deps.db.delete(grades);
        platform.seen = [];
        const future: SeenScore[] = [];
        for (const step of sequence) {
          if (step.do === 'record') await record([gradeFor(outbox, personId, step.grade)]);
          if (step.do === 'wait') t.clock.advance(step.ms);
          if (step.do === 'send') {
            platform.answer = (score) => {
              if (Date.parse(score.timestamp) > t.clock.now.getTime()) future.push(score);
              return step.answer;
            };
            await createGradeSender({ ...t.deps }).sendDue();
          }
        }
        expect(future).toEqual([]);
        expect(findBreaches(platform.seen)).toEqual([]);
      }),
      { numRuns: 25, endOnFailure: true },
    );
  });
});

/** Scores of one cell in the order they were sent: each later by a second or the very same again, none lost for less. */
function findBreaches(seen: SeenScore[]): string[] {
  const isReal = ({ scoreGiven, gradingProgress }: SeenScore) =>
    scoreGiven !== undefined && gradingProgress === 'FullyGraded';
  return seen.flatMap((score, index) => {
    const before = seen[index - 1];
    if (!before) return [];
    const step = Date.parse(score.timestamp) - Date.parse(before.timestamp);
    const same = JSON.stringify(score) === JSON.stringify(before);
    return [
      ...(step >= 1000 || (step === 0 && same) ? [] : [`${before.timestamp} then ${score.timestamp}`]),
      ...(isReal(before) && !isReal(score) ? ['a real grade was followed by less'] : []),
    ];
  });
}
