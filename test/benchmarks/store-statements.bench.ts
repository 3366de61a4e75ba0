/**
 * Statements stored per second through HTTP in batches of 50, credential, validation and all, beside the same insert
 * statement run bare: same tables and indexes, one connection, one transaction per batch. "Folded" ends only when the
 * last statement is in the learners' facts; the others have nobody listening. Client and server share this process; runs
 * alternate, the best of each counts.
 */
import { Agent, createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { v7 } from 'uuid';
import express, { type Express } from 'express';
import { createApp } from '../../src/app.ts';
import { foldSchool } from '../../src/features/learning/fold-school.ts';
import {
  createCredential,
  createCredentialBook,
  receiveXapi,
  xapiRoutes,
} from '../../src/features/xapi/index.ts';
import { prepareStatements } from '../../src/features/xapi/prepare-statements.rules.ts';
import { toStatementColumns } from '../../src/features/xapi/statement-row.rules.ts';
import type { Statement } from '../../src/features/xapi/statement.schema.ts';
import { insertStatements } from '../../src/features/xapi/storing.queries.ts';
import { answerErrors } from '../../src/infra/answer-errors.ts';
import type { Deps } from '../../src/infra/deps.ts';
import { startRequest } from '../../src/infra/edge.ts';
import { mountRoutes } from '../../src/infra/http.ts';
import { aPglite, aPostgres, type BenchDatabase } from './databases.ts';
import { moodleAnswer } from './moodle-answer.ts';
import { aBenchSchool, benchDeps } from './store/bench-school.ts';

const BATCH = 50;
const RUNS = 3;
const RUN_MS = Number(process.env['BENCH_MS'] ?? 4000);
const TARGETS = { PGlite: 1000, PostgreSQL: 3000 };
const CONNECTIONS = { PGlite: 1, PostgreSQL: 4 };

const batches = Array.from({ length: 40 }, (_, b) =>
  Array.from({ length: BATCH }, (_, i) => moodleAnswer(b * BATCH + i)),
);

interface Measured {
  perSecond: number;
  /** Of this process, so PGlite's work counts and a PostgreSQL server's does not; says something on a busy machine too. */
  cpuMsPerBatch: number;
}

interface Contestant {
  label: string;
  connections: number;
  storeBatch: (n: number) => Promise<void>;
  /** What has to be done after the last batch before the run is over. */
  finish?: () => Promise<unknown>;
  runs: Measured[];
}

/** What `connections` loops reach that each store batch after batch. */
async function measure({ connections, storeBatch, finish }: Contestant, runMs = RUN_MS): Promise<Measured> {
  const startedAt = performance.now();
  const cpuBefore = process.cpuUsage();
  let started = 0;
  let done = 0;
  const loop = async () => {
    while (performance.now() - startedAt < runMs) {
      await storeBatch(started++ % batches.length);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, loop));
  await finish?.();
  const { user, system } = process.cpuUsage(cpuBefore);
  return {
    perSecond: ((done * BATCH) / (performance.now() - startedAt)) * 1000,
    cpuMsPerBatch: (user + system) / 1000 / done,
  };
}

/** Each answer is another one: what comes a second time is recognised and not folded. */
let seconds = 0;
const withNewTimes = (text: string) =>
  text.replace(
    /"timestamp":"[^"]*"/g,
    () => `"timestamp":"${new Date(Date.UTC(2020, 0, 1) + 1000 * seconds++).toISOString()}"`,
  );

/**
 * Bodies are serialised beforehand: the sender's work is not ours. Moodle sends no ids; others do, and then each batch
 * is compared with what is stored.
 */
function throughHttp(
  server: Server,
  { authorization, connections, withIds }: { authorization: string; connections: number; withIds: boolean },
) {
  const { port } = server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const bodies = batches.map((batch) => JSON.stringify(batch));
  const headers = { authorization, 'content-type': 'application/json', 'x-experience-api-version': '1.0.3' };
  return (n: number) =>
    new Promise<void>((resolve, reject) => {
      const text = withNewTimes(bodies[n] ?? '');
      const body = Buffer.from(withIds ? text.replaceAll('{"actor"', () => `{"id":"${v7()}","actor"`) : text);
      const options = { port, agent, method: 'POST', path: '/xapi/statements' };
      const sent = request(
        { ...options, headers: { ...headers, 'content-length': body.length } },
        (answer) => {
          answer.resume();
          answer.once('end', () =>
            answer.statusCode === 200 ? resolve() : reject(new Error(`answered ${answer.statusCode}`)),
          );
        },
      );
      sent.once('error', reject);
      sent.end(body);
    });
}

function bare(deps: Deps, schoolId: string) {
  const storedAt = new Date();
  const preparation = {
    authority: { account: { homePage: 'https://lms.example', name: 'bench' } },
    storedAt,
    newId: deps.newId,
    defaultVersion: '1.0.0' as const,
  };
  const prepared = batches.map((batch) => {
    const result = prepareStatements(batch as Statement[], preparation);
    return result.ok ? result.prepared.map(toStatementColumns) : [];
  });
  return (n: number) => {
    const rows = (prepared[n] ?? []).map((row) => ({ ...row, id: deps.newId() }));
    return insertStatements(deps.db, { schoolId, credentialId: null, storedAt }, rows);
  };
}

/** Only the store: what it costs to receive and keep, with nobody listening. */
function storeAlone(deps: Deps): Express {
  const { presentation } = createApp(deps);
  const app = express();
  app.use(startRequest(deps), receiveXapi(deps));
  const routes = xapiRoutes(deps, createCredentialBook(deps), { onStored: () => undefined });
  mountRoutes(app, routes, deps, presentation);
  app.use(answerErrors(deps, presentation));
  return app;
}

async function listen(app: Express): Promise<Server> {
  const server = createServer(app);
  // The server would end connections that idle while something else is measured.
  server.keepAliveTimeout = 100 * RUN_MS;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

async function run({ name, open }: BenchDatabase): Promise<void> {
  const deps = benchDeps(open);
  const { schoolId } = await aBenchSchool(deps);
  const { key, secret } = await createCredential(open.db, deps, {
    schoolId,
    label: 'bench',
    scopes: ['all'],
  });
  const authorization = `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`;
  const connections = CONNECTIONS[name];

  const store = await listen(storeAlone(deps));
  const whole = await listen(createApp(deps).express);
  const sender = { authorization, connections };
  const contestants: Contestant[] = [
    { label: 'bare insert               ', connections: 1, storeBatch: bare(deps, schoolId), runs: [] },
    {
      label: 'through HTTP              ',
      connections,
      storeBatch: throughHttp(store, { ...sender, withIds: false }),
      runs: [],
    },
    {
      label: 'through HTTP, with ids    ',
      connections,
      storeBatch: throughHttp(store, { ...sender, withIds: true }),
      runs: [],
    },
    {
      label: 'through HTTP, and folded  ',
      connections,
      storeBatch: throughHttp(whole, { ...sender, withIds: false }),
      finish: () => foldSchool(deps, schoolId),
      runs: [],
    },
  ];
  // What the bare ones stored is folded before anybody is measured.
  for (const one of contestants) await measure(one, RUN_MS / 4);
  for (let round = 0; round < RUNS; round += 1) {
    for (const one of contestants) {
      await foldSchool(deps, schoolId);
      one.runs.push(await measure(one));
    }
  }
  await close(whole);
  await close(store);
  report(name, connections, contestants);
}

function report(name: BenchDatabase['name'], connections: number, contestants: Contestant[]): void {
  console.log(
    `${name}, ${connections} connection(s), batches of ${BATCH}, target ${TARGETS[name]}; statements/s:`,
  );
  const bareBest = bestOf(contestants[0]?.runs ?? []);
  for (const { label, runs } of contestants) {
    const cpu = Math.min(...runs.map(({ cpuMsPerBatch }) => cpuMsPerBatch)).toFixed(1);
    const all = runs.map(({ perSecond }) => Math.round(perSecond)).join(', ');
    const best = bestOf(runs);
    const share = Math.round((best / bareBest) * 100);
    console.log(`  ${label}  ${Math.round(best)}  (${share} %; runs: ${all}; least CPU per batch ${cpu} ms)`);
  }
}

const bestOf = (runs: Measured[]): number => Math.max(...runs.map(({ perSecond }) => perSecond));

console.log(`Statement: ${JSON.stringify(moodleAnswer(0)).length} bytes; ${RUNS} runs of ${RUN_MS} ms each.`);
for (const make of [aPglite, aPostgres]) {
  const database = await make();
  if (!database) continue;
  try {
    await run(database);
  } finally {
    await database.remove();
  }
}
