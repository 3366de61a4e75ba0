import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'drizzle-orm';
import { foldSchool } from '../../src/features/learning/index.ts';
import { rebuildSchool } from '../../src/features/trajectory/index.ts';
import { openPostgres } from '../../src/infra/db.ts';
import { templateFile } from '../../src/infra/migrate.ts';
import { openPgliteFolder } from '../../src/infra/pglite-folder.ts';
import { createTestApp, type TestApp, type TestDatabase } from '../support/app.ts';
import { createTestDatabase, onServer, urlOf } from '../support/postgres.ts';
import { LMS, PAGE_IRI, QUIZ_IRI, factsOf, send, tell } from '../features/learning/fold-scene.ts';
import {
  aRecordsScene,
  aVisitor,
  get,
  type RecordsScene,
  type Visitor,
} from '../features/records/records-scene.ts';

const run = promisify(execFile);
const SERVER = process.env['WAYMARK_TEST_DATABASE_URL'];
const folder = mkdtempSync(join(tmpdir(), 'waymark-backup-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The database to back up, and its restored copy, by the procedure of docs/operating.md for either kind. */
interface Procedure {
  original: TestDatabase;
  /** Called once the original is closed, where that has to be so. */
  restore(): Promise<TestDatabase>;
  closesFirst: boolean;
}

async function onPostgres(server: string): Promise<Procedure> {
  const { url, drop } = await createTestDatabase(server);
  const copy = `waymark_test_${process.pid}_restored`;
  const file = join(folder, 'waymark.dump');
  return {
    original: { open: openPostgres(url), drop },
    closesFirst: false,
    async restore() {
      await run('pg_dump', ['--format=custom', '--no-owner', `--file=${file}`, url]);
      await onServer(server, (client) => client.query(`create database "${copy}"`));
      const restored = urlOf(server, copy);
      await run('pg_restore', ['--no-owner', '--exit-on-error', `--dbname=${restored}`, file]);
      return {
        open: openPostgres(restored),
        drop: async () =>
          void (await onServer(server, (client) => client.query(`drop database "${copy}" with (force)`))),
      };
    },
  };
}

async function onEmbedded(): Promise<Procedure> {
  const [data, copy] = [join(folder, 'data'), join(folder, 'copy')];
  const drop = () => Promise.resolve();
  return {
    original: { open: await openPgliteFolder(data, templateFile()), drop },
    closesFirst: true,
    async restore() {
      cpSync(data, copy, { recursive: true });
      return { open: await openPgliteFolder(copy, templateFile()), drop };
    },
  };
}

let scene: RecordsScene;
let learner: Visitor;
let restored: TestApp;
let before: { facts: Awaited<ReturnType<typeof factsOf>>; pages: string[] };

const at = (minutes: number) => new Date(Date.UTC(2026, 8, 1, 1, minutes));
const PATHS = ['/records', '/records/removals', '/class'];
const pagesOf = async (test: TestApp): Promise<string[]> => {
  const pages = [];
  for (const path of PATHS) pages.push((await get(test, scene.administrator, path).expect(200)).text);
  pages.push((await get(test, learner, '/home').expect(200)).text);
  return pages;
};

beforeAll(async () => {
  const procedure = await (SERVER ? onPostgres(SERVER) : onEmbedded());
  const original = await createTestApp({}, procedure.original);
  const { deps } = original;
  scene = await aRecordsScene(original);
  learner = await aVisitor(deps, scene, 'learner', { name: 'Learner 101', account: '101' });
  await send(deps, scene.schoolId, [
    tell({ actor: '101', verb: 'started', activityId: QUIZ_IRI, at: at(0) }),
    tell({
      actor: '101',
      verb: 'answered',
      activityId: `${LMS}/question/question.php?cmid=3&id=12`,
      parents: [QUIZ_IRI],
      at: at(5),
      result: { success: true },
    }),
  ]);
  await foldSchool(deps, scene.schoolId);
  await rebuildSchool(deps, scene.schoolId);
  before = { facts: await factsOf(deps, scene.schoolId), pages: await pagesOf(original) };
  if (procedure.closesFirst) await original.close();
  restored = await createTestApp({}, await procedure.restore());
  if (!procedure.closesFirst) await original.close();
  await restored.app.prepare();
}, 120_000);
afterAll(() => restored.close());

const send101 = (minutes: number) =>
  send(restored.deps, scene.schoolId, [
    tell({ actor: '101', verb: 'viewed', activityId: PAGE_IRI, at: at(minutes) }),
  ]);
const statementsCounted = async (): Promise<unknown> => {
  const [row] = (await factsOf(restored.deps, scene.schoolId))['learner_facts'] ?? [];
  return (row as { statements: number } | undefined)?.statements;
};

describe('a database restored from its backup', () => {
  it('shows the same pages to the same visitors', async () => {
    expect(await pagesOf(restored)).toEqual(before.pages);
  });

  it('has the same facts, and a rebuild makes the same', async () => {
    expect(await factsOf(restored.deps, scene.schoolId)).toEqual(before.facts);
    await rebuildSchool(restored.deps, scene.schoolId);
    expect(await factsOf(restored.deps, scene.schoolId)).toEqual(before.facts);
  });

  it('goes on folding what comes in', async () => {
    await send101(8);
    expect(await foldSchool(restored.deps, scene.schoolId)).toEqual({ caughtUp: true });
    expect(await statementsCounted()).toBe(3);
  });

  it('does so too in another PostgreSQL, whose counter of transactions lies far behind', async () => {
    const { db } = restored.deps;
    const ahead = sql`(pg_current_xact_id()::text::bigint + 1000000000)::text::xid8`;
    await db.execute(sql`update statements set transaction_id = ${ahead}`);
    await db.execute(sql`update fold_cursors set transaction_id = ${ahead}`);
    await send101(9);
    await foldSchool(restored.deps, scene.schoolId);
    expect(await statementsCounted()).toBe(3);
    await restored.app.prepare();
    expect(await statementsCounted()).toBe(4);
    await send101(10);
    expect(await foldSchool(restored.deps, scene.schoolId)).toEqual({ caughtUp: true });
    expect(await statementsCounted()).toBe(5);
    const facts = await factsOf(restored.deps, scene.schoolId);
    await rebuildSchool(restored.deps, scene.schoolId);
    expect(await factsOf(restored.deps, scene.schoolId)).toEqual(facts);
  });
});
