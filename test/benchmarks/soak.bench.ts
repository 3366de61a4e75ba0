/**
 * Half an hour at half of the top rate while the tool is killed (SIGKILL) at a random moment of every minute. Batches of
 * 50 answers of 2.4 kB are sent again until they are acknowledged, every other batch without ids, as Moodle does, so
 * that one whose answer was lost is stored twice. At the end: is each acknowledged statement there, and is each answer
 * counted once in the facts of its learner? `SOAK_MINUTES` and `SOAK_TOP_SECONDS` shorten it. PostgreSQL only.
 */
import { sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import { z } from 'zod';
import { createCredential } from '../../src/features/xapi/index.ts';
import { openPostgres, selectRows, type Database } from '../../src/infra/db.ts';
import { migrate } from '../../src/infra/migrate.ts';
import { anEmptyPostgres } from './databases.ts';
import { moodleAnswer } from './moodle-answer.ts';
import { startTool } from './soak/tool-process.ts';
import { aBenchSchool, benchDeps } from './store/bench-school.ts';

const MINUTES = Number(process.env['SOAK_MINUTES'] ?? 30);
const TOP_SECONDS = Number(process.env['SOAK_TOP_SECONDS'] ?? 30);
const BATCH = 50;
const SENDERS = 4;
const LEARNERS = 120;
const MINUTE_MS = 60_000;

interface Sending {
  url: string;
  authorization: string;
  /** How many batches were begun; the number makes each another one. */
  begun: number;
  acknowledged: string[];
  retried: number;
}

/** Sends a batch until it is acknowledged. */
async function sendBatch(sending: Sending): Promise<void> {
  const number = sending.begun++;
  const answers = Array.from({ length: BATCH }, (_, n) => moodleAnswer(number * BATCH + n, LEARNERS));
  const withIds = number % 2 === 0;
  const body = JSON.stringify(withIds ? answers.map((answer) => ({ id: v7(), ...answer })) : answers);
  for (;;) {
    const ids = await post(sending, body);
    if (ids) {
      for (const id of ids) sending.acknowledged.push(id);
      return;
    }
    sending.retried += 1;
    await sleep(200);
  }
}

/** The ids that were acknowledged; null when no answer came or the tool was not up to it. A refusal is a fault. */
async function post({ url, authorization }: Sending, body: string): Promise<string[] | null> {
  const headers = { authorization, 'content-type': 'application/json', 'x-experience-api-version': '1.0.3' };
  try {
    const answer = await fetch(`${url}/xapi/statements`, { method: 'POST', headers, body });
    if (answer.status === 200) return (await answer.json()) as string[];
    if (answer.status < 500) throw new Refused(`answered ${answer.status}: ${await answer.text()}`);
  } catch (error) {
    if (error instanceof Refused) throw error;
  }
  return null;
}
class Refused extends Error {}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, Math.max(0, ms)));

/** What so many senders reach in the time when nothing holds them up, and then the fold. Batches per second. */
async function measureTop(db: Database, sending: Sending): Promise<number> {
  const startedAt = performance.now();
  const before = sending.begun;
  const loop = async () => {
    while (performance.now() - startedAt < TOP_SECONDS * 1000) await sendBatch(sending);
  };
  await Promise.all(Array.from({ length: SENDERS }, loop));
  await waitForFold(db);
  return (sending.begun - before) / ((performance.now() - startedAt) / 1000);
}

/** Begins batches at the rate; what a dead tool held up is made good when it is back. */
async function sendAtRate(sending: Sending, perSecond: number, untilMs: number): Promise<void> {
  const startedAt = performance.now();
  const before = sending.begun;
  const loop = async () => {
    for (;;) {
      const dueMs = ((sending.begun - before) / perSecond) * 1000;
      if (dueMs > untilMs) return;
      await sleep(startedAt + dueMs - performance.now());
      await sendBatch(sending);
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, loop));
}

const Lag = z.object({ waiting: z.coerce.number() });

async function waitForFold(db: Database): Promise<void> {
  for (;;) {
    const [row] = await selectRows(
      db,
      Lag,
      sql`select count(*)::int as waiting from (
            select from statements s left join fold_cursors c on c.school_id = s.school_id
            where c.school_id is null or (s.transaction_id, s.sequence) > (c.transaction_id, c.sequence) limit 1) one`,
    );
    if (row?.waiting === 0) return;
    await sleep(500);
  }
}

const Count = z.object({ count: z.coerce.number() });
const countOf = async (db: Database, query: ReturnType<typeof sql>): Promise<number> =>
  (await selectRows(db, Count, query))[0]?.count ?? 0;

async function report(db: Database, sending: Sending): Promise<void> {
  let missing = 0;
  const size = 20_000;
  for (let from = 0; from < sending.acknowledged.length; from += size) {
    const ids = JSON.stringify(sending.acknowledged.slice(from, from + size));
    missing += await countOf(
      db,
      sql`select count(*) from json_array_elements_text(${ids}::json) a(id)
          where not exists (select from statement_ids i join statements s using (school_id, stored_at, sequence)
            where i.id = a.id::uuid)`,
    );
  }
  const told = sql`payload->'authority'->'account'->>'name' = 'waymark'`;
  const stored = await countOf(db, sql`select count(*) from statements where not (${told})`);
  const answers = sending.begun * BATCH;
  const wrong = await countOf(
    db,
    sql`select count(*) from (
          select l.n, count(*) as sent from generate_series(0, ${answers - 1}::int) a(i)
          cross join lateral (select (a.i % ${LEARNERS}::int) as n) l group by l.n) expected
        full join (select substring(p.display_name from 'Learner (\\d+)')::int as n, f.statements
          from learner_facts f join people p on p.school_id = f.school_id and p.id = f.person_id) counted using (n)
        where expected.sent is distinct from counted.statements`,
  );
  console.log(`  ${answers} answers sent, ${sending.retried} requests sent again`);
  console.log(`  ${sending.acknowledged.length} statements acknowledged, ${missing} of them missing`);
  console.log(
    `  ${stored} stored: ${stored - answers} stored twice, as Moodle's batches are whose answer is lost`,
  );
  console.log(
    `  ${wrong} of ${LEARNERS} learners with another count of answers in their facts than they gave`,
  );
  if (missing > 0 || wrong > 0) process.exitCode = 1;
}

async function soak(databaseUrl: string): Promise<void> {
  const open = openPostgres(databaseUrl);
  await migrate(open);
  const deps = benchDeps(open);
  const { schoolId } = await aBenchSchool(deps);
  const { key, secret } = await createCredential(open.db, deps, {
    schoolId,
    label: 'soak',
    scopes: ['all'],
    requestsPerMinute: 60_000,
  });
  const tool = await startTool(databaseUrl);
  try {
    const authorization = `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`;
    const sending: Sending = { url: tool.url, authorization, begun: 0, acknowledged: [], retried: 0 };
    const top = await measureTop(open.db, sending);
    const half = top / 2;
    console.log(
      `top rate with the fold: ${Math.round(top * BATCH)} statements/s; half of it for ${MINUTES} minutes:`,
    );
    let sent = false;
    const sends = sendAtRate(sending, half, MINUTES * MINUTE_MS).finally(() => (sent = true));
    const kills = killEachMinute(tool, () => sent);
    await sends;
    const downMs = await kills;
    await waitForFold(open.db);
    const longest = Math.round(Math.max(0, ...downMs));
    console.log(`  killed ${downMs.length} times, at most ${longest} ms until it answered again`);
    await report(open.db, sending);
  } finally {
    await tool.stop();
    await open.close();
  }
}

async function killEachMinute(
  tool: Awaited<ReturnType<typeof startTool>>,
  isOver: () => boolean,
): Promise<number[]> {
  const downMs: number[] = [];
  for (let minute = 0; minute < MINUTES; minute += 1) {
    const beganAt = performance.now();
    await sleep(Math.random() * MINUTE_MS * 0.7);
    if (isOver()) break;
    downMs.push((await tool.killAndRestart()).downMs);
    await sleep(MINUTE_MS - (performance.now() - beganAt));
  }
  return downMs;
}

const made = await anEmptyPostgres('soak');
if (made) {
  try {
    await soak(made.url);
  } finally {
    await made.remove();
  }
}
