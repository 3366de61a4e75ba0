import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import fc from 'fast-check';
import {
  knowledgeEases,
  knowledgeFits,
  knowledgeLearners,
  knowledgeModels,
} from '../../../src/features/knowledge/knowledge.tables.ts';
import { foldSchool } from '../../../src/features/learning/index.ts';
import { rebuildSchool, refitKnowledge } from '../../../src/features/trajectory/index.ts';
import { catchUp } from '../../../src/features/learning/learning.jobs.ts';
import { relearnStaleSchools } from '../../../src/features/trajectory/relearn-knowledge.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import {
  LMS,
  QUIZ_IRI,
  aScene,
  knowledgeOf,
  send,
  tell,
  voiding,
  type Told,
} from '../learning/fold-scene.ts';

let test: TestApp;
beforeAll(async () => {
  test = await createTestApp();
});
afterAll(() => test.close());

const question = (id: number) => `${LMS}/question/question.php?cmid=3&id=${id}`;
const answer = (actor: string, minutes: number, success: boolean, id = 1): Told => ({
  actor,
  verb: 'answered',
  activityId: question(id),
  parents: [QUIZ_IRI],
  at: new Date(Date.UTC(2026, 8, 1, 1, minutes)).toISOString(),
  result: { success },
});
const modelOf = async (schoolId: string) => {
  const [row] = await test.deps.db
    .select()
    .from(knowledgeModels)
    .where(eq(knowledgeModels.schoolId, schoolId));
  return row;
};
const easeOf = async (schoolId: string, id: string) => {
  const [row] = await test.deps.db
    .select()
    .from(knowledgeEases)
    .where(and(eq(knowledgeEases.schoolId, schoolId), eq(knowledgeEases.id, id)));
  return row;
};

describe('what is learned of answers', () => {
  it('is the same however the answers are cut into batches, and after a rebuild', async () => {
    const { deps } = test;
    const told = fc
      .record({
        actor: fc.constantFrom('1', '2', '3'),
        minute: fc.nat(3000),
        success: fc.boolean(),
        id: fc.integer({ min: 1, max: 4 }),
      })
      .map(({ actor, minute, success, id }) => answer(actor, minute, success, id));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(told, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 5 }),
        async (deliveries) => {
          const { schoolId } = await aScene(deps);
          for (const tolds of deliveries) {
            await send(deps, schoolId, tolds.map(tell));
            await foldSchool(deps, schoolId);
          }
          const incremental = await knowledgeOf(deps, schoolId);
          expect(incremental['knowledge_models']).toHaveLength(1);
          await rebuildSchool(deps, schoolId);
          expect(await knowledgeOf(deps, schoolId)).toEqual(incremental);
        },
      ),
      { numRuns: Number(process.env['FC_RUNS'] ?? 8) },
    );
  }, 120_000);

  it('learns nothing, and writes nothing, of statements without an answer', async () => {
    const { deps } = test;
    const { schoolId } = await aScene(deps);
    await send(deps, schoolId, [tell({ ...answer('1', 0, true), verb: 'viewed' })]);
    await foldSchool(deps, schoolId);
    expect(await modelOf(schoolId)).toBeUndefined();
  });

  it('learns a person anew whose answer is voided, leaves the questions as they are, and puts them right at night', async () => {
    const { deps } = test;
    const { schoolId } = await aScene(deps);
    const [first = ''] = await send(
      deps,
      schoolId,
      [answer('1', 0, false), answer('2', 1, true), answer('1', 2, true)].map(tell),
    );
    await foldSchool(deps, schoolId);
    const before = await easeOf(schoolId, question(1));
    await send(deps, schoolId, [voiding(first)]);
    await catchUp(deps);
    const learners = await deps.db
      .select()
      .from(knowledgeLearners)
      .where(eq(knowledgeLearners.schoolId, schoolId));
    expect(learners.map(({ answers }) => answers)).toEqual([1, 1]);
    expect(await easeOf(schoolId, question(1))).toEqual(before);
    expect(await modelOf(schoolId)).toMatchObject({ answers: 3, stale: true });

    await relearnStaleSchools(deps);
    expect(await modelOf(schoolId)).toMatchObject({ answers: 2, stale: false });
    const relearned = await knowledgeOf(deps, schoolId);
    await rebuildSchool(deps, schoolId);
    expect(await knowledgeOf(deps, schoolId)).toEqual(relearned);
  });

  it('is kept with its version, number and date when a school is fitted', async () => {
    const { deps } = test;
    const { schoolId } = await aScene(deps);
    expect(await refitKnowledge(deps, schoolId)).toBeNull();
    await send(deps, schoolId, [answer('1', 0, false), answer('2', 1, true)].map(tell));
    await foldSchool(deps, schoolId);
    const known = await knowledgeOf(deps, schoolId);
    expect(await refitKnowledge(deps, schoolId)).toMatchObject({ answers: 2 });
    expect(await knowledgeOf(deps, schoolId)).toEqual(known);
    const fits = await deps.db.select().from(knowledgeFits).where(eq(knowledgeFits.schoolId, schoolId));
    expect(fits).toMatchObject([{ ruleVersion: 'knowledge-1', answers: 2, fittedAt: deps.now() }]);
    expect(fits[0]?.weights).toEqual((await modelOf(schoolId))?.weights);
  });
});
