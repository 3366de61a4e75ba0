import { AsyncLocalStorage } from 'node:async_hooks';
import type { PGlite } from '@electric-sql/pglite';
import { Param, is, sql, type Query, type SQL, type SQLWrapper } from 'drizzle-orm';
import { drizzle as drizzlePg } from 'drizzle-orm/node-postgres';
import { drizzle as drizzlePglite } from 'drizzle-orm/pglite';
import { PgDialect, type PgDatabase, type PgQueryResultHKT } from 'drizzle-orm/pg-core';
import pg from 'pg';
import { z } from 'zod';

/** The database or one transaction on it; queries take this and don't care which. */
export type Database = PgDatabase<PgQueryResultHKT>;

export interface OpenDatabase {
  db: Database;
  engine: 'postgresql' | 'pglite';
  /** Runs `work` while no other starter of this database does (used for migrations). */
  exclusively<T>(work: (db: Database) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const MIGRATION_LOCK = 7_220_001;

/**
 * PGlite has one connection: a query on the outer database inside a transaction waits for itself for ever.
 * PostgreSQL would run it outside the transaction, a bug of its own. On both it is an error at once.
 */
const insideTransaction = new AsyncLocalStorage<true>();

function refuseInsideTransaction(): void {
  if (insideTransaction.getStore())
    throw new Error('Inside a transaction use its own `tx`, not the database.');
}

/** One transaction; `tx` is the only database `work` may use. */
export function inTransaction<T>(db: Database, work: (tx: Database) => Promise<T>): Promise<T> {
  return db.transaction((tx) =>
    // Awaited inside: Drizzle's queries start only when awaited, and must do so in this context.
    insideTransaction.run(true, async () => await work(tx)),
  );
}

export function openPostgres(url: string): OpenDatabase {
  const pool = new pg.Pool({ connectionString: url, max: 10, options: '-c statement_timeout=30000' });
  // An idle connection that the server ends must not end the process.
  pool.on('error', () => undefined);
  const guarded = guard(pool, ['query', 'connect']);
  return {
    db: drizzlePg(guarded),
    engine: 'postgresql',
    async exclusively(work) {
      const client = await pool.connect();
      try {
        // Neither the wait for others nor a long migration may be cut short.
        await client.query('set statement_timeout = 0');
        await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
        return await work(drizzlePg(client));
      } finally {
        // Closed, not given back: that frees the lock, and its time-out is off.
        client.release(true);
      }
    },
    close: () => pool.end(),
  };
}

export interface ConnectionUse {
  inUse: number;
  idle: number;
  /** Requests that wait for a connection. */
  waiting: number;
}

/** How busy this process's connections are; null for PGlite, which has but one. */
export function countConnections(db: Database): ConnectionUse | null {
  const { $client: pool } = db as { $client?: unknown };
  if (!(pool instanceof pg.Pool)) return null;
  const { totalCount, idleCount, waitingCount } = pool;
  return { inUse: totalCount - idleCount, idle: idleCount, waiting: waitingCount };
}

/** Wraps an open PGlite; the folder's single owner is infra/pglite-folder.ts's business. */
export function openPglite(client: PGlite, afterClose: () => Promise<void> = async () => {}): OpenDatabase {
  const db = drizzlePglite(guard(client, ['query', 'exec', 'transaction']));
  return {
    db,
    engine: 'pglite',
    exclusively: (work) => work(db),
    async close() {
      if (!client.closed) await client.close();
      await afterClose();
    },
  };
}

function guard<T extends object>(client: T, entrances: string[]): T {
  return new Proxy(client, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      if (!entrances.includes(String(name))) return value.bind(target) as unknown;
      return (...args: unknown[]) => {
        refuseInsideTransaction();
        return Reflect.apply(value, target, args) as unknown;
      };
    },
  });
}

/** Rows of raw SQL, each checked; int8 and times differ between drivers, so cast in SQL or coerce in the schema. */
export async function selectRows<S extends z.ZodType>(
  db: Database,
  row: S,
  query: SQL,
): Promise<z.output<S>[]> {
  const result: unknown = await db.execute(query);
  return (result as { rows: unknown[] }).rows.map((value) => row.parse(value));
}

/**
 * A query that is asked often. Its text is made once per process and PostgreSQL plans it once per connection, which
 * costs more than running it; `query` writes its values as `sql.placeholder(…)`, given by name at each call.
 */
export function prepareQuery<S extends z.ZodType>(name: string, row: S, query: () => SQL) {
  let text: Query | undefined;
  return async (db: Database, values: Record<string, unknown>): Promise<z.output<S>[]> => {
    text ??= makeText(query());
    return (await runPrepared(db, name, text, values)).map((value) => row.parse(value));
  };
}

const dialect = new PgDialect();

/** A text with places for values; Drizzle's encoders of columns don't expect a null there. */
function makeText(query: SQL): Query {
  const { params, ...text } = dialect.sqlToQuery(query);
  const nullable = ({ value, encoder }: Param) =>
    new Param(value, {
      mapToDriverValue: (given: unknown) => (given === null ? null : encoder.mapToDriverValue(given)),
    });
  return { ...text, params: params.map((param) => (is(param, Param) ? nullable(param) : param)) };
}

async function runPrepared(
  db: Database,
  name: string,
  text: Query,
  values: Record<string, unknown>,
): Promise<unknown[]> {
  const result = await db._.session.prepareQuery(text, undefined, name, false).execute(values);
  return (result as { rows: unknown[] }).rows;
}

/** One write of several that go together. */
export interface FrequentWrite {
  name: string;
  values: Record<string, unknown>;
  build(db: Database, values: Record<string, unknown>): SQLWrapper;
}

/**
 * A write that is made often: where all that go together are such, their text is made once and planned once. `build`
 * passes its values on and doesn't look at them, since stand-ins take their place when the text is made.
 */
export const frequentWrite =
  <V extends object>(name: string, build: (db: Database, values: V) => SQLWrapper) =>
  (values: V): FrequentWrite => ({
    name,
    values: Object.fromEntries(Object.entries(values)),
    build: (db, given) => build(db, given as V),
  });

const Written = z.object({ written: z.array(z.number()) });
const texts = new Map<string, Query>();

/**
 * Several writes as one statement, so in one round trip; each must be `returning` something. All see the database as
 * it was before, and foreign keys are checked after the last. Returns how many rows each wrote.
 */
export async function writeTogether(tx: Database, writes: (SQLWrapper | FrequentWrite)[]): Promise<number[]> {
  if (writes.length === 0) return [];
  const frequent = writes.filter((write): write is FrequentWrite => 'build' in write);
  const [row] =
    frequent.length === writes.length
      ? await writeFrequent(tx, frequent)
      : (
          (await tx.execute(
            joinWrites(writes.map((write) => ('build' in write ? write.build(tx, write.values) : write))),
          )) as { rows: unknown[] }
        ).rows;
  return Written.parse(row).written;
}

function joinWrites(writes: SQLWrapper[]): SQL {
  const name = (index: number) => sql.identifier(`write_${index}`);
  const parts = writes.map((write, index) => sql`${name(index)} as (${write.getSQL()})`);
  const counts = writes.map((_, index) => sql`(select count(*)::int from ${name(index)})`);
  return sql`with ${sql.join(parts, sql`, `)} select json_build_array(${sql.join(counts, sql`, `)}) as written`;
}

function writeFrequent(tx: Database, writes: FrequentWrite[]): Promise<unknown[]> {
  const name = `write_${writes.map((write) => write.name).join('_')}`;
  let text = texts.get(name);
  if (!text) {
    const built = writes.map((write, index) =>
      write.build(
        tx,
        rename(write.values, (key) => [key, sql.placeholder(`${index}.${key}`)]),
      ),
    );
    text = makeText(joinWrites(built));
    texts.set(name, text);
  }
  const values = writes.map((write, index) =>
    rename(write.values, (key, value) => [`${index}.${key}`, value]),
  );
  return runPrepared(tx, name, text, Object.assign({}, ...values) as Record<string, unknown>);
}

const rename = (
  values: Record<string, unknown>,
  to: (key: string, value: unknown) => [string, unknown],
): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => to(key, value)));

/** Many rows in one parameter: `from jsonb_to_recordset(${asJson(rows)}) …` (faster than arrays, one statement whatever the count). */
export const asJson = (rows: unknown): SQL => sql`${JSON.stringify(rows)}::jsonb`;

/** SQLSTATE of a failed query, through Drizzle's wrapper; undefined for other errors. */
export function sqlState(error: unknown): string | undefined {
  const cause = error instanceof Error && error.cause ? error.cause : error;
  const code = (cause as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

export const UNIQUE_VIOLATION = '23505';
export const DEADLOCK = '40P01';
