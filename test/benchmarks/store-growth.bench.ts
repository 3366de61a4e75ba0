/**
 * Does the store get slower as it fills? At each level of stored (and folded) statements: WAL bytes and buffers touched
 * per statement and time, of storing and of folding, in batches of 50; and at the last level what GET /statements takes
 * through HTTP. PostgreSQL only, which has to be quiet: WAL is counted for the whole server. `BENCH_LEVELS` sets the
 * levels, 10 thousand and 2 million if it doesn't.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { createApp } from '../../src/app.ts';
import { foldSchool } from '../../src/features/learning/fold-school.ts';
import { createCredential, storeStatements } from '../../src/features/xapi/index.ts';
import { prepareStatements } from '../../src/features/xapi/prepare-statements.rules.ts';
import { toStatementColumns } from '../../src/features/xapi/statement-row.rules.ts';
import type { Statement } from '../../src/features/xapi/statement.schema.ts';
import { insertStatements } from '../../src/features/xapi/storing.queries.ts';
import { selectRows, type Database } from '../../src/infra/db.ts';
import type { Deps } from '../../src/infra/deps.ts';
import { aPostgres } from './databases.ts';
import { MOODLE, moodleAnswer, quizIri } from './moodle-answer.ts';
import { aBenchSchool, benchDeps } from './store/bench-school.ts';

const LEVELS = (process.env['BENCH_LEVELS'] ?? '10000,2000000').split(',').map(Number);
const LEARNERS = 4000;
const BATCH = 50;
const WARMING = 600;
const MEASURED = 200;
const ASKED = 60;
/** Several batches are stored between two folds, as they are when senders are busy. */
const FOLD_AFTER = 20;
const AUTHORITY = { objectType: 'Agent' as const, account: { homePage: MOODLE, name: 'bench' } };

const Work = z.object({ wal: z.coerce.number(), images: z.coerce.number(), buffers: z.coerce.number() });
type Work = z.output<typeof Work> & { ms: number };

/** What the server has done so far; the session's own counts are handed in first. */
async function readWork(db: Database): Promise<Work> {
  await db.execute(sql`select pg_stat_force_next_flush()`);
  const [row] = await selectRows(
    db,
    Work,
    sql`select w.wal_bytes::text as wal, w.wal_fpi::text as images, (d.blks_hit + d.blks_read)::text as buffers
        from pg_stat_wal w, pg_stat_database d where d.datname = current_database()`,
  );
  if (!row) throw new Error('The server tells no statistics.');
  return { ...row, ms: performance.now() };
}

interface Bench {
  deps: Deps;
  schoolId: string;
  /** How many statements there are. */
  stored: number;
}

const nextBatch = (bench: Bench, size: number) =>
  Array.from({ length: size }, () => moodleAnswer(bench.stored++, LEARNERS));

async function store(bench: Bench): Promise<void> {
  const { deps, schoolId } = bench;
  const source = { schoolId, credentialId: null, authority: AUTHORITY };
  const outcome = await storeStatements(deps, source, nextBatch(bench, BATCH));
  if (!outcome.ok) throw new Error('A good batch was refused.');
}

/** The same rows as a sender's, some at a time; the clock goes by as if a year's worth came in. */
async function fill(bench: Bench, level: number): Promise<void> {
  const { deps, schoolId } = bench;
  const pieces = 4;
  while (bench.stored < level) {
    const size = Math.min(500, level - bench.stored);
    const batches = Array.from({ length: pieces }, () =>
      bench.stored < level ? nextBatch(bench, size) : [],
    );
    await Promise.all(
      batches.map((batch) => {
        const storedAt = deps.now();
        const preparation = {
          authority: AUTHORITY,
          storedAt,
          newId: deps.newId,
          defaultVersion: '1.0.0' as const,
        };
        const prepared = prepareStatements(batch as Statement[], preparation);
        const rows = prepared.ok ? prepared.prepared.map(toStatementColumns) : [];
        return insertStatements(deps.db, { schoolId, credentialId: null, storedAt }, rows);
      }),
    );
    if (bench.stored % 20_000 === 0) {
      await foldSchool(deps, schoolId);
      process.stdout.write(`\r  ${bench.stored} stored and folded`);
    }
  }
  await foldSchool(deps, schoolId);
  process.stdout.write('\r');
}

async function measure(bench: Bench): Promise<Record<'storing' | 'folding', Work>> {
  const { deps, schoolId } = bench;
  const total = { storing: noWork(), folding: noWork() };
  const times: Record<'storing' | 'folding', number[]> = { storing: [], folding: [] };
  await deps.db.execute(sql`vacuum analyze`);
  await deps.db.execute(sql`checkpoint`);
  for (let round = -WARMING / FOLD_AFTER; round < MEASURED / FOLD_AFTER; round += 1) {
    const before = await readWork(deps.db);
    for (let n = 0; n < FOLD_AFTER; n += 1) await store(bench);
    const between = await readWork(deps.db);
    await foldSchool(deps, schoolId);
    const after = await readWork(deps.db);
    // The first rounds write the images of pages that a checkpoint makes everybody write once.
    if (round < 0) continue;
    add(total.storing, before, between);
    add(total.folding, between, after);
    times.storing.push(between.ms - before.ms);
    times.folding.push(after.ms - between.ms);
  }
  // Of time the median round counts: a machine has other things to do now and then.
  for (const part of ['storing', 'folding'] as const)
    total[part].ms = times[part].length * median(times[part]);
  return total;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const noWork = (): Work => ({ wal: 0, images: 0, buffers: 0, ms: 0 });
function add(total: Work, from: Work, to: Work): void {
  for (const part of ['wal', 'images', 'buffers'] as const) total[part] += to[part] - from[part];
}

function report(label: string, { wal, images, buffers, ms }: Work): void {
  const statements = MEASURED * BATCH;
  const per = (count: number, digits: number) => (count / statements).toFixed(digits).padStart(8);
  console.log(
    `  ${label}  ${per(wal, 0)} bytes of WAL  ${per(images, 3)} page images  ${per(buffers, 1)} buffers  ${per(ms, 3)} ms`,
  );
}

async function ask({ deps, schoolId }: Bench, startedAt: number): Promise<void> {
  const { key, secret } = await createCredential(deps.db, deps, {
    schoolId,
    label: 'reader',
    scopes: ['all'],
  });
  const server = createServer(createApp(deps).express);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const headers = {
    authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`,
    'x-experience-api-version': '1.0.3',
  };
  const get = async (path: string): Promise<{ more: string; count: number }> => {
    const { port } = server.address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
    const body = (await answer.json()) as { statements: object[]; more: string };
    return { more: body.more, count: body.statements.length };
  };
  const agent = (n: number) =>
    JSON.stringify({ account: { homePage: MOODLE, name: String(100 + ((n * 37) % LEARNERS)) } });
  const filled = Date.now() - startedAt;
  const since = (n: number) => new Date(startedAt + (filled * n) / ASKED).toISOString();
  const questions: Record<string, (n: number) => Record<string, string>> = {
    agent: (n) => ({ agent: agent(n) }),
    activity: (n) => ({ activity: `${MOODLE}/question/question.php?cmid=${300 + (n % 40)}&id=${n % 500}` }),
    verb: () => ({ verb: 'http://adlnet.gov/expapi/verbs/answered' }),
    since: (n) => ({ since: since(n), ascending: 'true' }),
    'agent and verb': (n) => ({ agent: agent(n), verb: 'http://adlnet.gov/expapi/verbs/answered' }),
    'related activity': (n) => ({ activity: quizIri(n), related_activities: 'true' }),
    'related agent': () => ({ agent: JSON.stringify(AUTHORITY), related_agents: 'true' }),
    nobody: (n) => ({ agent: JSON.stringify({ mbox: `mailto:nobody${n}@school.example` }) }),
  };
  console.log(`  GET /statements through HTTP, limit 50, ${ASKED} each: median and 95th percentile`);
  for (const [label, question] of Object.entries(questions)) {
    const path = (n: number) =>
      `/xapi/statements?${new URLSearchParams({ ...question(n), limit: '50' }).toString()}`;
    await time(`${label} (${(await get(path(1))).count} found)`, (n) => get(path(n)));
  }
  let next = `/xapi/statements?agent=${encodeURIComponent(agent(1))}&limit=50`;
  await time('more, page after page', async () => {
    const { more } = await get(next);
    next = more || `/xapi/statements?limit=50`;
  });
  await close(server);
}

async function time(label: string, ask: (n: number) => Promise<unknown>): Promise<void> {
  const times: number[] = [];
  for (let n = 0; n < ASKED; n += 1) {
    const startedAt = performance.now();
    await ask(n);
    times.push(performance.now() - startedAt);
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => (times[Math.floor(share * (ASKED - 1))] ?? 0).toFixed(1).padStart(6);
  console.log(`    ${label.padEnd(32)} ${at(0.5)} ms  ${at(0.95)} ms`);
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

const database = await aPostgres();
if (database) {
  try {
    const deps = benchDeps(database.open);
    const { schoolId } = await aBenchSchool(deps);
    const bench: Bench = { deps, schoolId, stored: 0 };
    const startedAt = Date.now();
    console.log(
      `PostgreSQL, ${LEARNERS} learners; per statement of ${JSON.stringify(moodleAnswer(0)).length} bytes:`,
    );
    for (const level of LEVELS) {
      await fill(bench, level);
      const { storing, folding } = await measure(bench);
      console.log(`at ${level} stored:`);
      report('storing', storing);
      report('folding', folding);
    }
    await ask(bench, startedAt);
  } finally {
    await database.remove();
  }
}
