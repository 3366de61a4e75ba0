import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql, type SQL } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import { foldSchool } from '../../../src/features/learning/fold-school.ts';
import { findFoldCursor } from '../../../src/features/trajectory/fold.queries.ts';
import { rebuildSchool } from '../../../src/features/trajectory/index.ts';
import {
  extendPartitions,
  partitionStatements,
  selectStatementsAfter,
  selectStatementsByIds,
} from '../../../src/features/xapi/index.ts';
import { readStatement, readStatementPage } from '../../../src/features/xapi/read-statements.ts';
import { toKey } from '../../../src/features/xapi/statement-key.schema.ts';
import { readStatementQuery } from '../../../src/features/xapi/statement-query.rules.ts';
import { selectRows, type Database } from '../../../src/infra/db.ts';
import { createTestApp, type TestApp } from '../../support/app.ts';
import { aScene, factsOf, LMS, QUIZ_IRI, send, tell, voiding, type Scene } from '../learning/fold-scene.ts';

const MONTHS = 6;
/** Made ahead; looking into one costs nothing. */
const EMPTY = 3;
const DAY_MS = 86_400_000;
const SHOWN = { acceptLanguage: undefined, attachments: false };

const VERB = 'http://adlnet.gov/expapi/verbs/answered';
const VERB_KEY = toKey({ kind: 'verb', name: VERB });

let t: TestApp;
let scene: Scene;
/** A statement's id of each month, oldest first. */
const ids: string[] = [];
beforeAll(async () => {
  t = await createTestApp();
  scene = await aScene(t.deps);
  await sendSome('from before');
  await partitionStatements(t.deps);
  for (let month = 0; month < MONTHS; month += 1) {
    t.clock.advance(31 * DAY_MS);
    await extendPartitions(t.deps);
    await sendSome(`month-${month}`);
  }
});
afterAll(() => t.close());

/** Thirty statements of one learner who comes every month, and one of somebody who never comes again. */
async function sendSome(stranger: string): Promise<void> {
  const at = t.clock.now;
  const answer = (actor: string, n: number) =>
    tell({
      actor,
      verb: 'answered',
      activityId: `${LMS}/question/question.php?cmid=3&id=${n}`,
      parents: [QUIZ_IRI],
      at: new Date(at.getTime() + 1000 * n),
      result: { success: true },
    });
  const sent = await send(t.deps, scene.schoolId, [
    ...Array.from({ length: 30 }, (_, n) => answer('101', n)),
    answer(stranger, 99),
  ]);
  ids.push(sent[0] ?? '');
  await multiply();
  await foldSchool(t.deps, scene.schoolId);
}

/** Tells nothing of anybody's learning. */
const OF_NOBODY = { actor: { objectType: 'Group' }, verb: { id: VERB }, object: { id: QUIZ_IRI } };

/** A month as of a whole school: with few rows the planner reads all there is, with many it has to choose. */
async function multiply(): Promise<void> {
  const storedAt = t.clock.now.toISOString();
  await t.deps.db.execute(sql`
    with copies as (
      insert into statements (school_id, stored_at, id, actor_key, verb_id, timestamp_at, payload)
      select s.school_id, s.stored_at + n * interval '1 second', gen_random_uuid(), 'account|other|' || n, s.verb_id,
        s.timestamp_at, ${JSON.stringify(OF_NOBODY)}::json
      from statements s, generate_series(1, 40) n where s.stored_at = ${storedAt}::timestamptz
      returning school_id, stored_at, sequence, id, actor_key
    ), ids as (insert into statement_ids select school_id, id, stored_at, sequence from copies)
    insert into statement_keys
    select c.school_id, k, c.stored_at, c.sequence from copies c,
      unnest(array[hashtextextended(c.actor_key, 0), ${VERB_KEY}::bigint]) k`);
  await t.deps.db.execute(sql`analyze statements, statement_keys, statement_ids`);
}

const Plan = z.object({ 'QUERY PLAN': z.array(z.object({ Plan: z.unknown() })) });
interface Node {
  'Relation Name'?: string;
  'Actual Loops'?: number;
  Plans?: Node[];
}
const listRead = (node: Node): string[] => [
  ...((node['Actual Loops'] ?? 0) > 0 && node['Relation Name'] ? [node['Relation Name']] : []),
  ...(node.Plans ?? []).flatMap(listRead),
];

/** Which tables were really read, partitions by their own names; and that each query names the school. */
async function tablesReadBy(work: (db: Database) => Promise<unknown>): Promise<string[]> {
  const read = new Set<string>();
  const execute = async (query: SQL) => {
    expect(new PgDialect().sqlToQuery(query).sql).toContain('school_id = $');
    const plans = await selectRows(t.deps.db, Plan, sql`explain (analyze, timing off, format json) ${query}`);
    for (const plan of plans)
      for (const { Plan: node } of plan['QUERY PLAN'])
        for (const name of listRead(node as Node)) read.add(name);
    return t.deps.db.execute(query);
  };
  await work(
    new Proxy(t.deps.db, {
      get: (target, name) => (name === 'execute' ? execute : (Reflect.get(target, name) as unknown)),
    }),
  );
  return [...read].sort();
}

const partitionsOf = async (table: string, work: (db: Database) => Promise<unknown>) =>
  (await tablesReadBy(work)).filter(
    (name) => name.startsWith(`${table}_`) && !/_(ids|references)$/.test(name),
  );

const page = (query: Record<string, string>) => async (db: Database) => {
  const reading = readStatementQuery(query);
  if (reading.kind !== 'page') throw new Error('No page was asked for.');
  const readable = { schoolId: scene.schoolId, own: null };
  return readStatementPage({ db }, readable, { ...reading, ...SHOWN });
};
const agent = (name: string) => JSON.stringify({ account: { homePage: LMS, name } });

describe('Statements partitioned by month', () => {
  it('lie in a partition for each month, and what was there before in the first', async () => {
    expect(await partitionStatements(t.deps)).toBe(false);
    const rows = await selectRows(
      t.deps.db,
      z.object({ name: z.string(), statements: z.int() }),
      sql`select tableoid::regclass::text as name, count(*)::int as statements from statements
          where school_id = ${scene.schoolId} and actor_key not like 'account|http://localhost%'
          group by 1 order by 1`,
    );
    expect(rows.map(({ statements }) => statements)).toEqual(Array<number>(MONTHS + 1).fill(31 * 41));
    expect(rows.map(({ name }) => name)).toContain('statements_first');
  });

  it('are found by id in the one where they are', async () => {
    const find =
      (id: string, voided = false) =>
      (db: Database) =>
        readStatement(
          { db },
          { schoolId: scene.schoolId, own: null },
          { id, voided, format: 'exact', ...SHOWN },
        );
    expect(await partitionsOf('statements', find(ids[2] ?? ''))).toHaveLength(1);
    expect(
      await partitionsOf('statements', (db) => selectStatementsByIds(db, scene.schoolId, ids.slice(1, 3))),
    ).toHaveLength(2);
  });

  it('come a page at a time from the newest partitions that fill it', async () => {
    for (const query of [{ verb: VERB }, { agent: agent('101') }, { agent: agent('101'), verb: VERB }, {}])
      for (const table of ['statements', 'statement_keys'])
        expect((await partitionsOf(table, page({ ...query, limit: '20' }))).length).toBeLessThanOrEqual(
          1 + EMPTY,
        );
    expect(await partitionsOf('statements', page({ agent: agent('from before') }))).toEqual([
      'statements_first',
    ]);
  });

  it('of some time come from the partitions of that time', async () => {
    const since = new Date(t.clock.now.getTime() - 40 * DAY_MS).toISOString();
    const query = { agent: agent('nobody'), since };
    // Forty days lie in three months at most.
    expect((await partitionsOf('statement_keys', page(query))).length).toBeLessThanOrEqual(3 + EMPTY);
  });

  it('are folded on from the partition of the cursor', async () => {
    await send(t.deps, scene.schoolId, [
      tell({ actor: '101', verb: 'viewed', activityId: QUIZ_IRI, at: t.clock.now }),
    ]);
    const cursor = await findFoldCursor(t.deps.db, scene.schoolId);
    const next = (db: Database) => selectStatementsAfter(db, { schoolId: scene.schoolId, cursor, limit: 10 });
    expect((await partitionsOf('statements', next)).length).toBeLessThanOrEqual(2 + EMPTY);
    expect(await next(t.deps.db)).toHaveLength(1);
  });

  it('can be voided, and folded anew to the same facts', async () => {
    await send(t.deps, scene.schoolId, [voiding(ids[0] ?? ''), voiding(ids[3] ?? '')]);
    await foldSchool(t.deps, scene.schoolId);
    const folded = await factsOf(t.deps, scene.schoolId);
    await rebuildSchool(t.deps, scene.schoolId);
    expect(await factsOf(t.deps, scene.schoolId)).toEqual(folded);
  });
});
