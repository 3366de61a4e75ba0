import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { foldSchool } from '../../../src/features/learning/index.ts';
import { learnerFacts } from '../../../src/features/trajectory/facts.tables.ts';
import { tierDecisions } from '../../../src/features/learning/learning.tables.ts';
import { sweepErased } from '../../../src/features/records/records.jobs.ts';
import { learningRecordKeeper } from '../../../src/features/learning/index.ts';
import { people, personKeys } from '../../../src/features/roster/roster.tables.ts';
import { auditEvents } from '../../../src/infra/infra.tables.ts';
import { selectRows } from '../../../src/infra/db.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { LMS, QUIZ_IRI, send, tell, voiding } from '../learning/fold-scene.ts';
import { aRecordsScene, aSource, aVisitor, bothFacts, get, post } from './records-scene.ts';

let test: TestApp;
beforeAll(async () => {
  test = await createTestApp();
});
afterAll(() => test.close());

const QUESTION = `${LMS}/question/question.php?cmid=3&id=12`;
const answer = (actor: string, minutes: number, id?: string) =>
  tell({
    ...(id ? { id } : {}),
    actor,
    verb: 'answered',
    activityId: QUESTION,
    parents: [QUIZ_IRI],
    at: new Date(Date.UTC(2026, 8, 1, 1, minutes)),
    result: { success: true },
  });
const EVIDENCE = {
  reason: { id: 'learning.tier.reason.first', values: {} },
  answers: 2,
  answersSoFar: 2,
  estimate: 1,
  low: 1,
  high: 1,
  cut: 0.5,
};
const ID = '01890000-0000-4000-8000-00000000000';

/** What Waymark tells of its own decisions is left out: it comes when a fold is done. */
const count = async (schoolId: string, table: string): Promise<number> => {
  const [row] = await selectRows(
    test.deps.db,
    z.object({ n: z.int() }),
    sql`select count(*)::int as n from ${sql.identifier(table)} t where t.school_id = ${schoolId}::uuid
        and coalesce(to_jsonb(t)->'payload'->'authority'->'account'->>'name', '') <> 'waymark'`,
  );
  return row?.n ?? -1;
};
const auditOf = (schoolId: string, action: string) =>
  test.deps.db
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.schoolId, schoolId), eq(auditEvents.action, action)));

describe('erasing a person', () => {
  it('tells what is held first, asks for the name, and lets it all go', async () => {
    const { deps } = test;
    const scene = await aRecordsScene(test);
    const { schoolId, administrator } = scene;
    const learner = await aVisitor(deps, scene, 'learner', { name: 'Learner 101', account: '101' });
    const other = await aVisitor(deps, scene, 'learner', { name: 'Learner 102', account: '102' });
    const source = await aSource(test, schoolId, 'Moodle');
    await source.send([answer('101', 0, `${ID}1`), answer('101', 1), answer('102', 2)]).expect(200);
    const state = `activities/state?activityId=${encodeURIComponent(QUIZ_IRI)}&stateId=bookmark&agent=${encodeURIComponent(
      JSON.stringify({ account: { homePage: LMS, name: '101' } }),
    )}`;
    await source.ask('put', state).set('content-type', 'application/json').send('{"page":3}').expect(204);
    await foldSchool(deps, schoolId);
    await deps.db.insert(tierDecisions).values({
      schoolId,
      id: deps.newId(),
      courseId: scene.courseId,
      personId: learner.personId,
      tier: 'zero_basis',
      provisional: false,
      evidence: EVIDENCE,
      ruleVersion: 'as it was',
      decidedAt: deps.now(),
      current: false,
    });

    const path = `/records/people/${learner.personId}`;
    const { text } = await get(test, administrator, path).expect(200);
    expect(text).toContain('Data of Learner 101');
    expect(text).toMatch(/Learning records<\/dt><dd>[23]</);
    expect(text).toMatch(/State and profile documents<\/dt><dd>1</);
    expect(await count(schoolId, 'statements')).toBe(3);

    const wrong = await post(test, administrator, `${path}/erase`, { name: 'Somebody', expected: 2 });
    expect(wrong.status).toBe(400);
    expect(await count(schoolId, 'statements')).toBe(3);

    const done = await post(test, administrator, `${path}/erase`, { name: 'Learner 101', expected: 2 });
    expect(done.status).toBe(303);
    const progress = await get(
      test,
      administrator,
      done.headers['location']?.replace(administrator.base, '') ?? '',
    );
    expect(progress.text).toContain('done');
    expect(await count(schoolId, 'statements')).toBe(1);
    expect(await count(schoolId, 'xapi_documents')).toBe(0);
    expect(await deps.db.$count(personKeys, eq(personKeys.personId, learner.personId))).toBe(0);
    const [person] = await deps.db.select().from(people).where(eq(people.id, learner.personId));
    expect(person).toMatchObject({ displayName: '—', emailSealed: null });
    expect(person?.erasedAt).not.toBeNull();

    const { incremental, rebuilt } = await bothFacts(test, schoolId);
    expect(incremental).toEqual(rebuilt);
    expect(incremental['learner_facts']).toMatchObject([{ person_id: other.personId }]);
    // What was decided stands, without a name.
    expect(
      await deps.db.$count(
        tierDecisions,
        and(eq(tierDecisions.personId, learner.personId), eq(tierDecisions.ruleVersion, 'as it was')),
      ),
    ).toBe(1);

    const [noted] = await auditOf(schoolId, 'records.removed');
    expect(noted).toMatchObject({ actorPersonId: administrator.personId, subjectId: learner.personId });
    expect(noted?.detail).toMatchObject({ reason: 'erasure', documents: 1 });
    expect([2, 3]).toContain((noted?.detail as { statements?: unknown } | undefined)?.statements);
    expect(JSON.stringify(noted?.detail)).not.toContain('Learner 101');
    expect((await get(test, administrator, path)).status).toBe(404);
    expect((await get(test, learner, '/my-data')).status).not.toBe(500);
  });

  it('is not undone by a source that sends again, and doesn’t tell the source', async () => {
    const { deps } = test;
    const scene = await aRecordsScene(test);
    const { schoolId, administrator } = scene;
    const learner = await aVisitor(deps, scene, 'learner', { name: 'Learner 101', account: '101' });
    const source = await aSource(test, schoolId, 'Moodle');
    await source.send([answer('101', 0, `${ID}1`)]).expect(200);
    await post(test, administrator, `/records/people/${learner.personId}/erase`, {
      name: 'Learner 101',
      expected: 1,
    }).expect(303);
    const again = await source.send([answer('101', 0, `${ID}1`)]).expect(200);
    expect(again.body).toEqual([`${ID}1`]);
    expect(await count(schoolId, 'statements')).toBe(0);
    await source.ask('get', `statements?statementId=${ID}1`).expect(404);

    // New ones of theirs count for nothing, make nobody, and go within the hour.
    await source.send([answer('101', 5), answer('103', 6)]).expect(200);
    await foldSchool(deps, schoolId);
    expect(await deps.db.$count(learnerFacts, eq(learnerFacts.personId, learner.personId))).toBe(0);
    await sweepErased(
      deps,
      learningRecordKeeper(() => undefined),
    );
    expect(await count(schoolId, 'statements')).toBe(1);
    const { incremental, rebuilt } = await bothFacts(test, schoolId);
    expect(incremental).toEqual(rebuilt);
    expect(incremental['learner_facts']).toHaveLength(1);
  });

  it('leaves others’ records that only name the person, unless they are asked for', async () => {
    const { deps } = test;
    for (const [named, left] of [
      [false, 1],
      [true, 0],
    ] as const) {
      const scene = await aRecordsScene(test);
      const teacher = await aVisitor(deps, scene, 'instructor', { name: 'Teacher 7', account: '7' });
      const statement = answer('102', 0);
      statement['context'] = {
        ...(statement['context'] as object),
        instructor: { account: { homePage: LMS, name: '7' } },
      };
      await send(deps, scene.schoolId, [statement]);
      const path = `/records/people/${teacher.personId}`;
      const { text } = await get(test, scene.administrator, path);
      expect(text).toMatch(/Others’ records naming them<\/dt><dd>1</);
      await post(test, scene.administrator, `${path}/erase`, {
        name: 'Teacher 7',
        expected: 0,
        ...(named ? { named: '1' } : {}),
      }).expect(303);
      expect(await count(scene.schoolId, 'statements')).toBe(left);
    }
  });

  it('is an administrator’s business, and not about oneself', async () => {
    const { deps } = test;
    const scene = await aRecordsScene(test);
    const teacher = await aVisitor(deps, scene, 'instructor', { name: 'Teacher 7' });
    const { administrator } = scene;
    expect((await get(test, teacher, '/records')).status).toBe(403);
    expect((await get(test, teacher, '/records/export?format=csv')).status).toBe(403);
    const own = await post(test, administrator, `/records/people/${administrator.personId}/erase`, {
      name: 'The administrator',
      expected: 0,
    });
    expect(own.status).toBe(409);
  });
});

describe('deleting records', () => {
  it('by source and day: counts first, asks for the number, takes references and lone attachments along', async () => {
    const { deps } = test;
    const scene = await aRecordsScene(test);
    const { schoolId, administrator } = scene;
    const [one, two] = [await aSource(test, schoolId, 'One'), await aSource(test, schoolId, 'Two')];
    await one.send([answer('101', 0, `${ID}1`), answer('101', 1, `${ID}2`)]).expect(200);
    await two.send([{ ...voiding(`${ID}1`), id: `${ID}3` }, answer('101', 2, `${ID}4`)]).expect(200);
    await foldSchool(deps, schoolId);

    expect((await get(test, administrator, '/records/removals/plan')).status).toBe(400);
    const plan = await get(
      test,
      administrator,
      `/records/removals/plan?sender=${two.credentialId}&from=&until=`,
    );
    expect(plan.text).toContain('Type the number of records, 2, to confirm');
    const form = { sender: two.credentialId, from: '', until: '', expected: 2 };
    expect((await post(test, administrator, '/records/removals', { ...form, typed: 3 })).status).toBe(400);
    expect(await count(schoolId, 'statements')).toBe(4);
    await post(test, administrator, '/records/removals', { ...form, typed: 2 }).expect(303);
    expect(await count(schoolId, 'statements')).toBe(2);
    // What was voided stays so, and nothing dangles.
    await one.ask('get', `statements?voidedStatementId=${ID}1`).expect(200);
    const dangling = await selectRows(
      deps.db,
      z.object({ n: z.int() }),
      sql`select count(*)::int as n from statement_keys k where k.school_id = ${schoolId}::uuid and not exists (
            select 1 from statements s where s.school_id = k.school_id and s.stored_at = k.stored_at
              and s.sequence = k.sequence)`,
    );
    expect(dangling).toEqual([{ n: 0 }]);
    const { incremental, rebuilt } = await bothFacts(test, schoolId);
    expect(incremental).toEqual(rebuilt);
    expect(incremental['learner_facts']).toMatchObject([{ statements: 1 }]);

    const [year, month, day] = deps.now().toISOString().slice(0, 10).split('-');
    const byDay = {
      sender: '',
      from: `${year}-${month}-${day}`,
      until: `${year}-${month}-${day}`,
      expected: 2,
    };
    await post(test, administrator, '/records/removals', { ...byDay, typed: 2 }).expect(303);
    expect(await count(schoolId, 'statements')).toBe(0);
    expect((await bothFacts(test, schoolId)).incremental['learner_facts']).toEqual([]);
    const list = await get(test, administrator, '/records/removals');
    expect(list.text).toContain('Deletion of records');
    expect(list.text).toContain('Two');
  });
});
