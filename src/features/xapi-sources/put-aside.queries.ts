import { and, desc, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import type { ConnectionKey, PutAsideReason } from './lrs.schema.ts';
import { putAsideStatements } from './lrs.tables.ts';

export interface PutAside {
  fingerprint: string;
  reason: PutAsideReason;
  /** JSON text of the statement. */
  content: string;
}

/** Returns how many were not there before. One that comes again stays as it is: somebody may have let it go. */
export async function insertPutAside(
  db: Database,
  { schoolId, connectionId }: ConnectionKey,
  statements: readonly PutAside[],
  now: Date,
): Promise<number> {
  if (statements.length === 0) return 0;
  const inserted = await db
    .insert(putAsideStatements)
    .values(statements.map((one) => ({ schoolId, connectionId, ...one, putAsideAt: now })))
    .onConflictDoNothing()
    .returning({ fingerprint: putAsideStatements.fingerprint });
  return inserted.length;
}

const openOf = ({ schoolId, connectionId }: ConnectionKey) =>
  and(
    eq(putAsideStatements.schoolId, schoolId),
    eq(putAsideStatements.connectionId, connectionId),
    isNull(putAsideStatements.dismissedAt),
  );

/** What waits for somebody to look at it, newest first. */
export const selectPutAside = (db: Database, key: ConnectionKey, limit: number) =>
  db
    .select({
      fingerprint: putAsideStatements.fingerprint,
      reason: putAsideStatements.reason,
      content: putAsideStatements.content,
      putAsideAt: putAsideStatements.putAsideAt,
    })
    .from(putAsideStatements)
    .where(openOf(key))
    .orderBy(desc(putAsideStatements.putAsideAt), putAsideStatements.fingerprint)
    .limit(limit);

/** `fingerprint` null: all of them. */
export async function dismissPutAside(
  db: Database,
  key: ConnectionKey & { fingerprint: string | null },
  now: Date,
): Promise<number> {
  const { fingerprint } = key;
  const which = fingerprint === null ? sql`true` : eq(putAsideStatements.fingerprint, fingerprint);
  const dismissed = await db
    .update(putAsideStatements)
    .set({ dismissedAt: now })
    .where(and(openOf(key), which))
    .returning({ fingerprint: putAsideStatements.fingerprint });
  return dismissed.length;
}

export async function deletePutAside(
  db: Database,
  key: ConnectionKey,
  fingerprints: readonly string[],
): Promise<void> {
  if (fingerprints.length === 0) return;
  await db
    .delete(putAsideStatements)
    .where(and(openOf(key), inArray(putAsideStatements.fingerprint, [...fingerprints])));
}
