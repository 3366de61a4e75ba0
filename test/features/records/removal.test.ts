import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eq, sql } from 'drizzle-orm';
import fc from 'fast-check';
import { z } from 'zod';
import { foldSchool, learningRecordKeeper } from '../../../src/features/learning/index.ts';
import { applyRetention } from '../../../src/features/records/records.jobs.ts';
import { removals } from '../../../src/features/records/records.tables.ts';
import { BATCH, runRemoval, runRemovals } from '../../../src/features/records/run-removals.ts';
import { startErasure, startRemoval } from '../../../src/features/records/start-removal.ts';
import { createHash } from 'node:crypto';
import { storeStatements } from '../../../src/features/xapi/index.ts';
import { statementAttachments } from '../../../src/features/xapi/attachment.tables.ts';
import { selectRows } from '../../../src/infra/db.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { LMS, PAGE_IRI, QUIZ_IRI, send, tell, voiding } from '../learning/fold-scene.ts';
import { aRecordsScene, aVisitor, bothFacts, get, post, type RecordsScene } from './records-scene.ts';

let test: TestApp;
beforeAll(async () => {
  test = await createTestApp();
});
afterAll(() => test.close());

const keeper = learningRecordKeeper(() => undefined);
const nothing = { personId: null, named: false, credentialId: null, fromAt: null, untilAt: null };
const at = (minutes: number) => new Date(Date.UTC(2026, 8, 1, 1, minutes));
const statementsOf = async (schoolId: string): Promise<string[]> => {
  const rows = await selectRows(
    test.deps.db,
    z.object({ id: z.string() }),
    sql`select id::text as id from statements where school_id = ${schoolId}::uuid order by sequence`,
  );
  return rows.map(({ id }) => id);
};
/** Keys that lead nowhere, and places that keys should lead to and don't. */
const strayKeys = (schoolId: string) =>
  selectRows(
    test.deps.db,
    z.object({ key: z.string() }),
    sql`select k.key::text as key from statement_keys k where k.school_id = ${schoolId}::uuid and not exists (
          select 1 from statements s where s.school_id = k.school_id and s.stored_at = k.stored_at
            and s.sequence = k.sequence)`,
  );

/** What may happen in a school, in any order. */
type Event =
  | { kind: 'tell'; actor: number; what: number; moodle: boolean; late: boolean }
  | { kind: 'void'; which: number }
  | { kind: 'fold' }
  | { kind: 'erase'; actor: number }
  | { kind: 'remove'; from: number; length: number; credential: number | null };
const anEvent: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('tell' as const),
      actor: fc.nat(3),
      what: fc.nat(4),
      moodle: fc.boolean(),
      late: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('void' as const), which: fc.nat(20) }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'fold' as const }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('erase' as const), actor: fc.nat(3) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('remove' as const),
      from: fc.nat(20),
      length: fc.integer({ min: 1, max: 10 }),
      credential: fc.option(fc.nat(1)),
    }),
  },
);

const CREDENTIALS = ['01890000-0000-4000-8000-0000000000c0', '01890000-0000-4000-8000-0000000000c1'];

async function play(scene: RecordsScene, events: readonly Event[]): Promise<void> {
  const { deps, clock } = test;
  const { schoolId } = scene;
  const people = [];
  for (let account = 0; account < 4; account += 1)
    people.push(
      // The last is known by nobody until they act.
      account === 3 ? null : await aVisitor(deps, scene, 'learner', { account: String(account) }),
    );
  const startedAt = clock.now.getTime();
  const told: string[] = [];
  const store = async (value: unknown, credential: number) => {
    const name = CREDENTIALS[credential] ?? '';
    const authority = { objectType: 'Agent' as const, account: { homePage: 'http://localhost:3300', name } };
    const outcome = await storeStatements(deps, { schoolId, credentialId: name, authority }, [value]);
    if (!outcome.ok) throw new Error(JSON.stringify(outcome));
    told.push(...outcome.ids);
  };
  for (const [index, event] of events.entries()) {
    clock.advance(60_000);
    switch (event.kind) {
      case 'tell': {
        const verb =
          (['viewed', 'started', 'answered', 'submitted', 'completed'] as const)[event.what] ?? 'viewed';
        await store(
          tell({
            actor: String(event.actor),
            verb,
            activityId: verb === 'viewed' ? PAGE_IRI : verb === 'answered' ? `${LMS}/question/1` : QUIZ_IRI,
            parents: verb === 'answered' ? [QUIZ_IRI] : [],
            // The same few moments, so that a sender without ids tells some things twice.
            at: at(event.late ? index % 3 : index),
            ...(verb === 'answered' ? { result: { success: index % 2 === 0 } } : {}),
            ...(event.moodle ? { moodleEvent: '\\core\\event\\anything' } : { id: deps.newId() }),
          }),
          index % 2,
        );
        break;
      }
      case 'void': {
        const target = told[event.which % Math.max(1, told.length)];
        if (target) await store({ ...voiding(target), id: deps.newId() }, 0);
        break;
      }
      case 'fold':
        await foldSchool(deps, schoolId);
        break;
      case 'erase': {
        const person = people[event.actor];
        people[event.actor] = null;
        if (!person) break;
        const { personId } = person;
        const id = await startErasure(deps, keeper, {
          schoolId,
          personId,
          named: false,
          requestedBy: null,
          expected: 0,
        });
        await runRemoval(deps, keeper, { schoolId, id });
        break;
      }
      case 'remove': {
        const id = await startRemoval(deps, {
          scope: {
            ...nothing,
            schoolId,
            credentialId: event.credential === null ? null : (CREDENTIALS[event.credential] ?? null),
            fromAt: new Date(startedAt + event.from * 60_000),
            untilAt: new Date(startedAt + (event.from + event.length) * 60_000),
          },
          reason: 'request',
          requestedBy: null,
          expected: 0,
        });
        await runRemoval(deps, keeper, { schoolId, id });
      }
    }
  }
}

describe('whatever is told, voided, folded, erased and removed, in whatever order', () => {
  it('leaves facts as a rebuild makes them, and nothing that leads to what is gone', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anEvent, { minLength: 5, maxLength: 25 }), async (events) => {
        const scene = await aRecordsScene(test);
        await play(scene, events);
        const { incremental, rebuilt } = await bothFacts(test, scene.schoolId);
        expect(incremental).toEqual(rebuilt);
        expect(await strayKeys(scene.schoolId)).toEqual([]);
      }),
      { numRuns: 25 },
    );
  }, 240_000);
});

describe('a removal', () => {
  it('goes on where it was when its process died, and waits for nobody', async () => {
    const { deps } = test;
    const scene = await aRecordsScene(test);
    const { schoolId } = scene;
    for (let batch = 0; batch < 3; batch += 1)
      await send(
        deps,
        schoolId,
        Array.from({ length: BATCH }, (_, index) =>
          tell({ actor: '101', verb: 'viewed', activityId: PAGE_IRI, at: at(index) }),
        ),
      );
    const scope = { ...nothing, schoolId, untilAt: new Date(deps.now().getTime() + 1) };
    const id = await startRemoval(deps, { scope, reason: 'request', requestedBy: null, expected: 3 * BATCH });
    expect(await runRemoval(deps, keeper, { schoolId, id }, { batches: 1 })).toBe(false);
    expect(await statementsOf(schoolId)).toHaveLength(2 * BATCH);
    const { text } = await get(test, scene.administrator, `/records/removals/${id}`).expect(200);
    expect(text).toContain('running');
    expect(text).toContain('33%');
    await runRemovals(deps, keeper);
    expect(await statementsOf(schoolId)).toEqual([]);
    const [row] = await deps.db.select().from(removals).where(eq(removals.id, id));
    expect(row).toMatchObject({ statements: 3 * BATCH });
    expect(row?.finishedAt).not.toBeNull();
  });

  it('takes attachments along that no other statement names', async () => {
    const { deps } = test;
    const { schoolId } = await aRecordsScene(test);
    const attached = (text: string) => {
      const content = Buffer.from(text);
      return { content, sha2: createHash('sha256').update(content).digest('hex'), contentType: 'text/plain' };
    };
    const [lone, shared] = [attached('lone'), attached('shared')];
    const storeWith = async (actor: string, contents: (typeof lone)[]) => {
      const statement = {
        ...tell({ actor, verb: 'viewed', activityId: PAGE_IRI, at: at(0) }),
        attachments: contents.map(({ sha2, content, contentType }) => ({
          usageType: 'http://example.org/usage',
          display: { en: 'A file' },
          contentType,
          length: content.length,
          sha2,
        })),
      };
      const authority = { account: { homePage: 'http://localhost:3300', name: 'test' } };
      const outcome = await storeStatements(
        deps,
        { schoolId, credentialId: null, authority },
        [statement],
        contents,
      );
      expect(outcome).toMatchObject({ ok: true });
    };
    await storeWith('1', [lone, shared]);
    test.clock.advance(60_000);
    const before = deps.now();
    await storeWith('2', [shared]);
    const id = await startRemoval(deps, {
      scope: { ...nothing, schoolId, untilAt: before },
      reason: 'request',
      requestedBy: null,
      expected: 1,
    });
    await runRemoval(deps, keeper, { schoolId, id });
    const left = await deps.db
      .select({ sha2: statementAttachments.sha2 })
      .from(statementAttachments)
      .where(eq(statementAttachments.schoolId, schoolId));
    expect(left).toEqual([{ sha2: shared.sha2 }]);
  });

  it('lets what is about a removed statement be found by it no more', async () => {
    const { deps } = test;
    const { schoolId } = await aRecordsScene(test);
    const [target = ''] = await send(deps, schoolId, [
      tell({ id: deps.newId(), actor: '1', verb: 'viewed', activityId: PAGE_IRI, at: at(0) }),
    ]);
    test.clock.advance(60_000);
    const about = {
      id: deps.newId(),
      actor: { mbox: 'mailto:teacher@school.example' },
      verb: { id: 'http://adlnet.gov/expapi/verbs/commented' },
      object: { objectType: 'StatementRef', id: target },
    };
    await send(deps, schoolId, [about]);
    const keysOf = async () =>
      (
        await selectRows(
          deps.db,
          z.object({ n: z.int() }),
          sql`select count(*)::int as n from (select * from statement_keys union all select * from referred_keys) k
              join statements s using (school_id, stored_at, sequence)
              where s.school_id = ${schoolId}::uuid and s.id = ${about.id}::uuid`,
        )
      )[0]?.n;
    const linked = await keysOf();
    const id = await startRemoval(deps, {
      scope: { ...nothing, schoolId, untilAt: new Date(deps.now().getTime() - 1) },
      reason: 'request',
      requestedBy: null,
      expected: 1,
    });
    await runRemoval(deps, keeper, { schoolId, id });
    expect(await statementsOf(schoolId)).toEqual([about.id]);
    expect(await keysOf()).toBeLessThan(linked ?? 0);
    // Sent again it stays away, and is not linked either.
    await send(deps, schoolId, [
      tell({ id: target, actor: '1', verb: 'viewed', activityId: PAGE_IRI, at: at(0) }),
    ]);
    expect(await statementsOf(schoolId)).toEqual([about.id]);
  });
});

describe('how long a school keeps its records', () => {
  it('is for ever, until an administrator sets a period after seeing what goes', async () => {
    const { deps, clock } = test;
    const scene = await aRecordsScene(test);
    const { schoolId, administrator } = scene;
    await aVisitor(deps, scene, 'learner', { account: '101' });
    const old = clock.now;
    await send(deps, schoolId, [tell({ actor: '101', verb: 'started', activityId: QUIZ_IRI, at: at(0) })]);
    clock.advance(400 * 86_400_000);
    await send(deps, schoolId, [
      tell({ actor: '101', verb: 'started', activityId: QUIZ_IRI, at: clock.now }),
    ]);
    await applyRetention(deps, keeper);
    expect(await statementsOf(schoolId)).toHaveLength(2);

    // Sessions end; the administrator comes back.
    const fresh = await aRecordsScene(test);
    const later = await aVisitor(deps, scene, 'administrator', { name: 'The administrator' });
    expect(fresh.administrator.personId).not.toBe(administrator.personId);
    const { text } = await get(test, later, '/records/retention?keepYears=1').expect(200);
    expect(text).toContain('Type the number of records, 1, to confirm');
    expect((await get(test, later, '/records/retention?keepYears=0')).status).toBe(400);
    const form = { keepYears: '1', expected: '1' };
    expect((await post(test, later, '/records/retention', { ...form, typed: '2' })).status).toBe(400);
    await post(test, later, '/records/retention', { ...form, typed: '1' }).expect(303);
    expect((await get(test, later, '/records/removals')).text).toContain('Kept for 1 year');

    await applyRetention(deps, keeper);
    expect(await statementsOf(schoolId)).toHaveLength(1);
    const [removal] = await deps.db.select().from(removals).where(eq(removals.schoolId, schoolId));
    expect(removal).toMatchObject({ reason: 'retention', requestedBy: null, statements: 1 });
    expect(removal?.untilAt?.getTime()).toBeGreaterThan(old.getTime());
    await applyRetention(deps, keeper);
    expect(await deps.db.$count(removals, eq(removals.schoolId, schoolId))).toBe(1);
    const { incremental, rebuilt } = await bothFacts(test, schoolId);
    expect(incremental).toEqual(rebuilt);
    expect(incremental['learner_facts']).toMatchObject([{ statements: 1 }]);

    await post(test, later, '/records/retention', { keepYears: '' }).expect(303);
    expect((await get(test, later, '/records/removals')).text).toContain('Kept for ever');
  });
});
