import { and, asc, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows, type Database } from '../../infra/db.ts';
import type { ActorKey } from './actor.rules.ts';
import type { StoredStatement } from './statement.schema.ts';
import { statements } from './xapi.tables.ts';

/** A place in the order in which statements are folded (design, decision 4). */
export interface StatementCursor {
  transactionId: string;
  sequence: number;
}

export interface StatementRow extends StatementCursor {
  id: string;
  /** Null for anonymous groups and accounts with a blank name. */
  actorKey: ActorKey | null;
  payload: StoredStatement;
  storedAt: Date;
  /** Id of the statement that voided this one; the voiding statement stands later in the same order. */
  voidedBy: string | null;
}

const ROW = {
  id: statements.id,
  transactionId: statements.transactionId,
  sequence: statements.sequence,
  actorKey: sql<ActorKey | null>`${statements.actorKey}`,
  payload: sql<StoredStatement>`${statements.payload}`,
  storedAt: statements.storedAt,
  voidedBy: statements.voidedBy,
};

/**
 * The next statements after a cursor (null: from the beginning), in fold order. Leaves out what is as young as the
 * oldest running transaction: something older could still be committed before it, and would be passed over for ever.
 */
export function selectStatementsAfter(
  db: Database,
  { schoolId, cursor, limit }: { schoolId: string; cursor: StatementCursor | null; limit: number },
): Promise<StatementRow[]> {
  return db
    .select(ROW)
    .from(statements)
    .where(
      and(
        eq(statements.schoolId, schoolId),
        sql`${statements.transactionId} < pg_snapshot_xmin(pg_current_snapshot())`,
        cursor === null
          ? undefined
          : sql`(${statements.transactionId}, ${statements.sequence}) > (${cursor.transactionId}::xid8, ${cursor.sequence}::bigint)`,
      ),
    )
    .orderBy(asc(statements.transactionId), asc(statements.sequence))
    .limit(limit);
}

/** Statements by id, voided ones included, in fold order; ids of other schools are not found. */
export function selectStatementsByIds(
  db: Database,
  schoolId: string,
  ids: readonly string[],
): Promise<StatementRow[]> {
  if (ids.length === 0) return Promise.resolve([]);
  return db
    .select(ROW)
    .from(statements)
    .where(and(eq(statements.schoolId, schoolId), inArray(statements.id, [...ids])))
    .orderBy(asc(statements.transactionId), asc(statements.sequence));
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
            order by sequence desc limit 1) as "lastStoredAt",
          max(last_refused_at) as "lastRefusedAt", coalesce(sum(refused_count), 0)::int as refused
        from xapi_credentials where school_id = ${schoolId}::uuid`,
  );
  if (!row) throw new Error('An aggregate gave no row.');
  return row;
}

/** One statement's text as stored, if it is (or isn't) voided as asked. */
export async function findStatementText(
  db: Database,
  { schoolId, id, voided }: { schoolId: string; id: string; voided: boolean },
): Promise<{ payload: string; storedAt: Date } | null> {
  const [row] = await db
    .select({ payload: sql<string>`${statements.payload}::text`, storedAt: statements.storedAt })
    .from(statements)
    .where(
      and(
        eq(statements.schoolId, schoolId),
        eq(statements.id, id),
        voided ? isNotNull(statements.voidedBy) : isNull(statements.voidedBy),
      ),
    );
  return row ?? null;
}
