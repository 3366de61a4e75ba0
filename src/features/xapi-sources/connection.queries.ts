import { and, asc, desc, eq, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows, type Database } from '../../infra/db.ts';
import type { ConnectionKey, TransferKey } from './lrs.schema.ts';
import {
  lrsConnections,
  lrsTransfers,
  pulledAuthorities,
  putAsideStatements,
  unsentStatements,
} from './lrs.tables.ts';

export type Connection = typeof lrsConnections.$inferSelect;
export type Transfer = typeof lrsTransfers.$inferSelect;

/** A school's connections, oldest first; deleted ones are not found. */
export const selectConnections = (db: Database, schoolId: string): Promise<Connection[]> =>
  db
    .select()
    .from(lrsConnections)
    .where(and(eq(lrsConnections.schoolId, schoolId), isNull(lrsConnections.deletedAt)))
    .orderBy(asc(lrsConnections.createdAt), asc(lrsConnections.id));

const ofConnection = ({ schoolId, connectionId }: ConnectionKey) =>
  and(
    eq(lrsConnections.schoolId, schoolId),
    eq(lrsConnections.id, connectionId),
    isNull(lrsConnections.deletedAt),
  );

export async function findConnection(db: Database, key: ConnectionKey): Promise<Connection | null> {
  const [row] = await db.select().from(lrsConnections).where(ofConnection(key));
  return row ?? null;
}

export const selectTransfers = (db: Database, schoolId: string): Promise<Transfer[]> =>
  db.select().from(lrsTransfers).where(eq(lrsTransfers.schoolId, schoolId));

const Open = z.object({ connectionId: z.string(), putAside: z.int(), unsent: z.int() });

/** How many statements of each connection wait for somebody to look at them. */
export const countOpenCases = (db: Database, schoolId: string): Promise<z.output<typeof Open>[]> =>
  selectRows(
    db,
    Open,
    sql`select c.id::text as "connectionId",
          (select count(*)::int from put_aside_statements p
            where p.school_id = c.school_id and p.connection_id = c.id and p.dismissed_at is null) as "putAside",
          (select count(*)::int from unsent_statements u
            where u.school_id = c.school_id and u.connection_id = c.id) as unsent
        from lrs_connections c where c.school_id = ${schoolId}::uuid and c.deleted_at is null`,
  );

export async function insertConnection(
  db: Database,
  connection: typeof lrsConnections.$inferInsert,
  transfers: (typeof lrsTransfers.$inferInsert)[],
): Promise<void> {
  await db.insert(lrsConnections).values(connection);
  await db.insert(lrsTransfers).values(transfers);
}

export async function updateConnection(
  db: Database,
  key: ConnectionKey,
  set: Pick<Connection, 'label' | 'endpoint' | 'key' | 'version'> & { sealedSecret?: string },
): Promise<void> {
  await db.update(lrsConnections).set(set).where(ofConnection(key));
}

/** Settings changed: whoever runs it stops after its page, and the next run follows them. */
export async function updateTransfer(
  db: Database,
  { schoolId, connectionId, direction }: TransferKey,
  set: Pick<Transfer, 'active' | 'everyMinutes' | 'settings' | 'nextAt'> &
    Partial<Pick<Transfer, 'progress'>>,
): Promise<void> {
  await db
    .update(lrsTransfers)
    .set({ ...set, claim: null, leaseUntil: null, failures: 0, problem: null, httpStatus: null, said: null })
    .where(
      and(
        eq(lrsTransfers.schoolId, schoolId),
        eq(lrsTransfers.connectionId, connectionId),
        eq(lrsTransfers.direction, direction),
      ),
    );
}

/** Keeps the name, for the statements that came from there, and nothing that opens a door. */
export async function deleteConnectionRows(db: Database, key: ConnectionKey, now: Date): Promise<void> {
  const { schoolId, connectionId } = key;
  for (const table of [lrsTransfers, putAsideStatements, unsentStatements])
    await db.delete(table).where(and(eq(table.schoolId, schoolId), eq(table.connectionId, connectionId)));
  await db
    .update(lrsConnections)
    .set({ deletedAt: now, sealedSecret: null, key: '' })
    .where(ofConnection(key));
}

/** Notes who vouches for statements in the LRS they come from; known ones stay as they are. */
export async function insertAuthorities(
  db: Database,
  { schoolId, connectionId }: ConnectionKey,
  vouchers: readonly { fingerprint: string; authority: string }[],
  now: Date,
): Promise<void> {
  if (vouchers.length === 0) return;
  await db
    .insert(pulledAuthorities)
    .values(vouchers.map((voucher) => ({ schoolId, connectionId, ...voucher, firstSeenAt: now })))
    .onConflictDoNothing();
}

/** Who vouched, in the LRSs they came from, for what was pulled; newest first. */
export const selectAuthorities = (db: Database, schoolId: string) =>
  db
    .select({ connectionId: pulledAuthorities.connectionId, authority: pulledAuthorities.authority })
    .from(pulledAuthorities)
    .where(eq(pulledAuthorities.schoolId, schoolId))
    .orderBy(desc(pulledAuthorities.firstSeenAt));

const Start = z.object({ transactionId: z.string(), sequence: z.coerce.number(), storedAt: z.coerce.date() });

/**
 * A place in fold order before which nothing can be committed any more. What was stored while an older transaction
 * was running stands behind it all the same, and has to be told apart by its time.
 */
export async function getSettledPlace(db: Database, now: Date): Promise<z.output<typeof Start>> {
  const [place] = await selectRows(
    db,
    Start,
    sql`select (pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1)::text as "transactionId",
          ${Number.MAX_SAFE_INTEGER}::bigint::text as sequence, ${now.toISOString()}::timestamptz as "storedAt"`,
  );
  if (!place) throw new Error('A query without tables gave no row.');
  return place;
}
