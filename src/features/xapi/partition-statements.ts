import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { inTransaction, selectRows, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';

/** The two tables that grow with every statement and are keyed by the time of storing. */
const TABLES = ['statements', 'statement_keys'] as const;
/**
 * Partitions are made this many months ahead, each night and at each start. There is no last one for whatever comes later:
 * with such a one PostgreSQL no longer knows that partitions follow each other, and reads them all for one page.
 */
const MONTHS_AHEAD = 3;

const isPartitioned = async (db: Database): Promise<boolean> => {
  const rows = await selectRows(
    db,
    z.object({ kind: z.string() }),
    sql`select relkind::text as kind from pg_class where oid = 'statements'::regclass`,
  );
  return rows[0]?.kind === 'p';
};

/**
 * Partitions the statements by month of storing (docs/scale.md). What is stored already stays where it is, as the
 * partition of all that came before next month, so that this takes no longer than looking through it once. False: they
 * are partitioned already.
 */
export async function partitionStatements(deps: Pick<Deps, 'db' | 'now'>): Promise<boolean> {
  if (await isPartitioned(deps.db)) return false;
  const next = monthOf(deps.now(), 1);
  await inTransaction(deps.db, async (tx) => {
    for (const table of TABLES) {
      const [whole, first] = [sql.identifier(table), sql.identifier(`${table}_first`)];
      await tx.execute(sql`alter table ${whole} rename to ${first}`);
      await tx.execute(
        sql`create table ${whole} (like ${first} including all) partition by range (stored_at)`,
      );
      await tx.execute(
        sql`alter table ${whole} attach partition ${first} for values from (minvalue) to (${literal(next)})`,
      );
    }
    await tx.execute(
      sql`alter table statements add constraint statements_school foreign key (school_id) references schools (id)`,
    );
    await makePartitions(tx, next, deps.now());
  });
  return true;
}

/** Where statements are partitioned, makes the partitions that are missing up to some months ahead. */
export async function extendPartitions(deps: Pick<Deps, 'db' | 'now'>): Promise<void> {
  if (!(await isPartitioned(deps.db))) return;
  await inTransaction(deps.db, async (tx) => {
    const [last] = await selectRows(
      tx,
      z.object({ month: z.string() }),
      sql`select substring(c.relname from '[0-9]{4}_[0-9]{2}$') as month
          from pg_inherits i join pg_class c on c.oid = i.inhrelid
          where i.inhparent = 'statements'::regclass and c.relname ~ '[0-9]{4}_[0-9]{2}$' order by c.relname desc limit 1`,
    );
    if (!last) throw new Error('A partitioned table has partitions.');
    const newest = new Date(`${last.month.replace('_', '-')}-01`);
    await makePartitions(tx, monthOf(newest, 1), deps.now());
  });
}

async function makePartitions(tx: Database, first: Date, now: Date): Promise<void> {
  for (let from = first; from <= monthOf(now, MONTHS_AHEAD); from = monthOf(from, 1)) {
    const name = from.toISOString().slice(0, 7).replace('-', '_');
    for (const table of TABLES)
      await tx.execute(
        sql`create table ${sql.identifier(`${table}_${name}`)} partition of ${sql.identifier(table)}
            for values from (${literal(from)}) to (${literal(monthOf(from, 1))})`,
      );
  }
}

/** The beginning of a month in UTC, so many after the one of `at`. */
const monthOf = (at: Date, ahead: number): Date =>
  new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + ahead, 1));

/** Bounds of partitions can't be parameters. */
const literal = (at: Date) => sql.raw(`'${at.toISOString()}'`);
