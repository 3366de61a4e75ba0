import { sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows, type Database } from '../../infra/db.ts';
import type { ActorKey } from './actor.rules.ts';
import { toKey } from './statement-key.schema.ts';
import type { StoredStatement } from './statement.schema.ts';
import { placesOf } from './storing.queries.ts';

/** A place in the order in which statements are folded (design, decision 4). */
export interface StatementCursor {
  transactionId: string;
  sequence: number;
  /** Of the statement at this place; where statements are partitioned by time it tells where to go on reading. */
  storedAt: Date;
}

const Row = z.object({
  id: z.string(),
  transactionId: z.string(),
  sequence: z.coerce.number(),
  storedAt: z.coerce.date(),
  /** Null for anonymous groups and accounts with a blank name. */
  actorKey: z.string().nullable(),
  payload: z.unknown(),
  /** Id of the statement that voided this one; the voiding statement stands later in the same order. */
  voidedBy: z.string().nullable(),
});

export interface StatementRow extends StatementCursor {
  id: string;
  actorKey: ActorKey | null;
  payload: StoredStatement;
  voidedBy: string | null;
}

const COLUMNS = sql`s.id::text as id, s.transaction_id::text as "transactionId", s.sequence, s.stored_at as "storedAt",
  s.actor_key as "actorKey", s.payload, s.voided_by::text as "voidedBy"`;

const selectStatementRows = async (db: Database, query: SQL): Promise<StatementRow[]> =>
  (await selectRows(db, Row, query)) as StatementRow[];

/**
 * Statements of `s` behind a cursor (null: all). A transaction lasts seconds, so what is committed after the statement
 * at the cursor was stored at most a little before it: older partitions needn't be looked at.
 */
export const isBehind = (cursor: StatementCursor | null): SQL =>
  cursor === null
    ? sql`true`
    : sql`(s.transaction_id, s.sequence) > (${cursor.transactionId}::xid8, ${cursor.sequence}::bigint)
        and s.stored_at > ${cursor.storedAt.toISOString()}::timestamptz - interval '1 day'`;

/**
 * The next statements after a cursor (null: from the beginning), in fold order. Leaves out what is as young as the
 * oldest running transaction: something older could still be committed before it, and would be passed over for ever.
 */
export const selectStatementsAfter = (
  db: Database,
  { schoolId, cursor, limit }: { schoolId: string; cursor: StatementCursor | null; limit: number },
): Promise<StatementRow[]> =>
  selectStatementRows(
    db,
    sql`select ${COLUMNS} from statements s
        where s.school_id = ${schoolId}::uuid
          and s.transaction_id < pg_snapshot_xmin(pg_current_snapshot()) and ${isBehind(cursor)}
        order by s.transaction_id, s.sequence limit ${limit}::int`,
  );

/** Statements by id, voided ones included, in fold order; ids of other schools are not found. */
export const selectStatementsByIds = (
  db: Database,
  schoolId: string,
  ids: readonly string[],
): Promise<StatementRow[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : selectStatementRows(
        db,
        sql`select ${COLUMNS} from ${placesOf(schoolId, ids)} i join statements s using (school_id, stored_at, sequence)
            order by s.transaction_id, s.sequence`,
      );

/** Statements by these actors that aren't voided, in fold order, after one cursor and up to another. */
export function selectStatementsOfActors(
  db: Database,
  wanted: {
    schoolId: string;
    actorKeys: readonly string[];
    after: StatementCursor | null;
    upTo: StatementCursor;
    limit: number;
  },
): Promise<StatementRow[]> {
  const { upTo, actorKeys } = wanted;
  return selectStatementRows(
    db,
    sql`select ${COLUMNS}
        from ${placesOfActors(wanted.schoolId, actorKeys)} k join statements s using (school_id, stored_at, sequence)
        where s.actor_key in (select value from json_array_elements_text(${JSON.stringify(actorKeys)}::json))
          and s.voided_by is null and ${isBehind(wanted.after)}
          and (s.transaction_id, s.sequence) <= (${upTo.transactionId}::xid8, ${upTo.sequence}::bigint)
        order by s.transaction_id, s.sequence limit ${wanted.limit}::int`,
  );
}

/** Where statements stand that these actors made, or that are about them. */
export const placesOfActors = (schoolId: string, actorKeys: readonly string[]): SQL => {
  const keys = actorKeys.map((name) => toKey({ kind: 'agent', name }));
  return sql`(select distinct k.school_id, k.stored_at, k.sequence from statement_keys k
      where k.school_id = ${schoolId}::uuid
        and k.key = any(array(select value::bigint from json_array_elements_text(${JSON.stringify(keys)}::json))))`;
};

/** Those of the actors that some statement is by or about; one look into the index each. */
export async function selectSeenActors(
  db: Database,
  schoolId: string,
  actorKeys: readonly string[],
): Promise<string[]> {
  const byKey = new Map(actorKeys.map((name) => [toKey({ kind: 'agent', name }), name]));
  const rows = await selectRows(
    db,
    z.object({ key: z.string() }),
    sql`select w.value as key from json_array_elements_text(${JSON.stringify([...byKey.keys()])}::json) w(value)
        where exists (select 1 from statement_keys k
          where k.school_id = ${schoolId}::uuid and k.key = w.value::bigint)`,
  );
  return rows.flatMap(({ key }) => byKey.get(key) ?? []);
}

const Ingestion = z.object({
  /** When the newest statement came in; null before the first. */
  lastStoredAt: z.coerce.date().nullable(),
  /** When a source with a good credential was last refused, and how often that has happened. */
  lastRefusedAt: z.coerce.date().nullable(),
  refused: z.int(),
});
export type Ingestion = z.infer<typeof Ingestion>;

/** What came in lately, for the panels that say how fresh the figures are (R125). */
export async function getIngestion(db: Database, schoolId: string): Promise<Ingestion> {
  const [row] = await selectRows(
    db,
    Ingestion,
    sql`select
          (select stored_at from statements where school_id = ${schoolId}::uuid
            order by stored_at desc limit 1) as "lastStoredAt",
          max(last_refused_at) as "lastRefusedAt", coalesce(sum(refused_count), 0)::int as refused
        from xapi_credentials where school_id = ${schoolId}::uuid`,
  );
  if (!row) throw new Error('An aggregate gave no row.');
  return row;
}

/** When the newest statement of any school came in; null before the first. */
export async function getLastStoredAt(db: Database): Promise<Date | null> {
  const [row] = await selectRows(
    db,
    z.object({ at: z.coerce.date().nullable() }),
    sql`select max(newest.stored_at) as at from schools sc
        cross join lateral (
          select s.stored_at from statements s where s.school_id = sc.id order by s.stored_at desc limit 1) newest`,
  );
  return row?.at ?? null;
}

const SentCount = z.object({ credentialId: z.string().nullable(), statements: z.coerce.number() });

/** How many statements came in since a moment, by credential; null: our own. */
export const countStatementsSince = (
  db: Database,
  schoolId: string,
  since: Date,
): Promise<z.output<typeof SentCount>[]> =>
  selectRows(
    db,
    SentCount,
    sql`select s.credential_id::text as "credentialId", count(*)::text as statements from statements s
        where s.school_id = ${schoolId}::uuid and s.stored_at > ${since.toISOString()}::timestamptz
        group by s.credential_id`,
  );

const Newest = z.object({ authorityKey: z.string(), storedAt: z.coerce.date() });

/** When the newest statement came in that each of these agents vouches for, or is named in beside actor and object. */
export async function selectNewestByAuthority(
  db: Database,
  schoolId: string,
  authorityKeys: readonly string[],
): Promise<Map<string, Date>> {
  if (authorityKeys.length === 0) return new Map();
  const wanted = authorityKeys.map((name) => ({ name, key: toKey({ kind: 'related-agent', name }) }));
  const rows = await selectRows(
    db,
    Newest,
    sql`select w.name as "authorityKey", newest.stored_at as "storedAt"
        from json_to_recordset(${JSON.stringify(wanted)}::json) as w(name text, key text)
        cross join lateral (
          select k.stored_at from statement_keys k
          where k.school_id = ${schoolId}::uuid and k.key = w.key::bigint
          order by k.stored_at desc limit 1) newest`,
  );
  return new Map(rows.map(({ authorityKey, storedAt }) => [authorityKey, storedAt]));
}
