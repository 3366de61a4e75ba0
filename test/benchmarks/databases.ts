import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { prepareDatabase } from '../../scripts/prepare-database.ts';
import { openPostgres, type OpenDatabase } from '../../src/infra/db.ts';
import { migrate } from '../../src/infra/migrate.ts';
import { openPgliteFolder } from '../../src/infra/pglite-folder.ts';
import { urlOf } from '../support/postgres.ts';

export interface BenchDatabase {
  name: 'PGlite' | 'PostgreSQL';
  open: OpenDatabase;
  /** Closes it and removes all of it. */
  remove(): Promise<void>;
}

/** The embedded database in a folder on disk, as `npm start` uses it. */
export async function aPglite(): Promise<BenchDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'waymark-bench-'));
  const open = await openPgliteFolder(folder, await prepareDatabase());
  return {
    name: 'PGlite',
    open,
    async remove() {
      await open.close();
      rmSync(folder, { recursive: true });
    },
  };
}

const SERVER = process.env['DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';

/** A database of its own on the server of DATABASE_URL or the standard address; null when no server answers. */
export async function aPostgres(): Promise<BenchDatabase | null> {
  const made = await anEmptyPostgres('statements');
  if (!made) return null;
  const open = openPostgres(made.url);
  await migrate(open);
  return {
    name: 'PostgreSQL',
    open,
    async remove() {
      await open.close();
      await made.remove();
    },
  };
}

/** As aPostgres, for a process that opens it itself. */
export async function anEmptyPostgres(
  purpose: string,
): Promise<{ url: string; remove(): Promise<void> } | null> {
  const name = `waymark_bench_${process.pid}_${purpose}`;
  try {
    await onServer(`create database "${name}"`);
  } catch (error) {
    console.log(`PostgreSQL is left out: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
  return { url: urlOf(SERVER, name), remove: () => onServer(`drop database "${name}" with (force)`) };
}

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: SERVER });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
