/**
 * What one more statement costs the database once it is stored: folding it (facts and what is learned of the answer)
 * and looking at its learner again, after a short history and after a long one. Database time is what PostgreSQL's backends
 * spent executing (`pg_stat_database.active_time`), per statement; beside it the time as this process saw the queries,
 * the way there and back included (median).
 */
import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { foldSchool, reassessLearners } from '../../src/features/learning/index.ts';
import { storeStatements } from '../../src/features/xapi/index.ts';
import { selectRows } from '../../src/infra/db.ts';
import type { Deps } from '../../src/infra/deps.ts';
import { aPostgres } from './databases.ts';
import { moodleAnswer } from './moodle-answer.ts';
import { aBenchSchool, benchDeps } from './store/bench-school.ts';
import { spent, watchQueries } from './watch-queries.ts';

const HISTORIES = [1_000, 100_000];
const BATCH = 500;
const MEASURED = 60;
/** Of the reassessment alone. */
const TARGET_MS = 5;

async function timed(work: () => Promise<unknown>): Promise<{ ms: number; queries: number }> {
  const before = { ...spent };
  await work();
  return { ms: spent.ms - before.ms, queries: spent.queries - before.queries };
}

/** What the backends of this database have spent executing; they tell when they have been idle for a second. */
async function readActiveMs(deps: Deps): Promise<number> {
  await wait(1500);
  const [row] = await selectRows(
    deps.db,
    z.object({ ms: z.number() }),
    sql`select active_time as ms from pg_stat_database where datname = current_database()`,
  );
  return row?.ms ?? 0;
}

/** Answers of one learner, each of another second. */
const LEARNERS = 1;
let seconds = 0;
const nextAnswers = (count: number): object[] =>
  Array.from({ length: count }, () => {
    const n = seconds++;
    const timestamp = new Date(Date.UTC(2020, 0, 1) + 1000 * n).toISOString();
    return { ...moodleAnswer(n, LEARNERS), timestamp };
  });

async function store(deps: Deps, schoolId: string, count: number): Promise<void> {
  const authority = {
    objectType: 'Agent' as const,
    account: { homePage: 'http://localhost', name: 'bench' },
  };
  const outcome = await storeStatements(
    deps,
    { schoolId, credentialId: null, authority },
    nextAnswers(count),
  );
  if (!outcome.ok) throw new Error(JSON.stringify(outcome));
}

async function findLearner(deps: Deps, schoolId: string): Promise<string> {
  const [row] = await selectRows(
    deps.db,
    z.object({ personId: z.string() }),
    sql`select person_id::text as "personId" from learner_facts where school_id = ${schoolId}::uuid`,
  );
  if (!row) throw new Error('Nothing was folded.');
  return row.personId;
}

const medianOf = (numbers: number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

const database = await aPostgres();
if (!database) throw new Error('No PostgreSQL answers.');
try {
  watchQueries();
  const deps = benchDeps(database.open);
  const { schoolId } = await aBenchSchool(deps);
  console.log('PostgreSQL; one learner, one statement more; target of the look 5 ms of the database:');
  for (const history of HISTORIES) {
    while (seconds < history) {
      await store(deps, schoolId, Math.min(BATCH, history - seconds));
      if (seconds % 10_000 === 0 || seconds === history) await foldSchool(deps, schoolId);
    }
    await deps.db.execute(sql`analyze`);
    const personIds = [await findLearner(deps, schoolId)];
    const folds: number[] = [];
    const looks: number[] = [];
    let queries = 0;
    for (let n = 0; n < MEASURED; n += 1) {
      await store(deps, schoolId, 1);
      folds.push((await timed(() => foldSchool(deps, schoolId))).ms);
    }
    const before = await readActiveMs(deps);
    for (let n = 0; n < MEASURED; n += 1) {
      const look = await timed(() => reassessLearners(deps, schoolId, { personIds }));
      looks.push(look.ms);
      queries = look.queries;
    }
    const ms = ((await readActiveMs(deps)) - before) / MEASURED;
    const verdict = ms < TARGET_MS ? 'within' : 'ABOVE';
    console.log(
      `  after ${history} statements: the look ${ms.toFixed(1)} ms (${verdict}), as seen from here ${medianOf(looks).toFixed(1)} ms in ${queries} queries; fold and look as seen from here ${medianOf(folds).toFixed(1)} ms`,
    );
  }
} finally {
  await database.remove();
}
