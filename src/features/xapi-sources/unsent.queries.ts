import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import type { ConnectionKey, UnsentReason } from './lrs.schema.ts';
import { unsentStatements } from './lrs.tables.ts';

export interface Unsent {
  statementId: string;
  reason: UnsentReason;
  httpStatus: number | null;
  said: string | null;
}

const ofConnection = ({ schoolId, connectionId }: ConnectionKey) =>
  and(eq(unsentStatements.schoolId, schoolId), eq(unsentStatements.connectionId, connectionId));

/** Notes what the LRS did not take, and that it is waited for no longer. */
export async function upsertUnsent(
  db: Database,
  { schoolId, connectionId }: ConnectionKey,
  statements: readonly Unsent[],
  now: Date,
): Promise<void> {
  if (statements.length === 0) return;
  await db
    .insert(unsentStatements)
    .values(statements.map((one) => ({ schoolId, connectionId, ...one, failedAt: now })))
    .onConflictDoUpdate({
      target: [unsentStatements.schoolId, unsentStatements.connectionId, unsentStatements.statementId],
      set: {
        reason: sql`excluded.reason`,
        httpStatus: sql`excluded.http_status`,
        said: sql`excluded.said`,
        failedAt: sql`excluded.failed_at`,
        waiting: false,
      },
    });
}

export async function deleteUnsent(
  db: Database,
  key: ConnectionKey,
  statementIds: readonly string[],
): Promise<void> {
  if (statementIds.length === 0) return;
  await db
    .delete(unsentStatements)
    .where(and(ofConnection(key), inArray(unsentStatements.statementId, [...statementIds])));
}

export const selectUnsent = (db: Database, key: ConnectionKey, limit: number) =>
  db
    .select()
    .from(unsentStatements)
    .where(ofConnection(key))
    .orderBy(desc(unsentStatements.failedAt), asc(unsentStatements.statementId))
    .limit(limit);

/** Those that somebody asked to send again. */
export const selectWaiting = (db: Database, key: ConnectionKey, limit: number) =>
  db
    .select({ statementId: unsentStatements.statementId })
    .from(unsentStatements)
    .where(and(ofConnection(key), eq(unsentStatements.waiting, true)))
    .orderBy(asc(unsentStatements.statementId))
    .limit(limit);

/** `statementId` null: all of them. */
export async function askToResend(
  db: Database,
  key: ConnectionKey & { statementId: string | null },
): Promise<number> {
  const { statementId } = key;
  const asked = await db
    .update(unsentStatements)
    .set({ waiting: true })
    .where(
      and(
        ofConnection(key),
        statementId === null ? sql`true` : eq(unsentStatements.statementId, statementId),
      ),
    )
    .returning({ statementId: unsentStatements.statementId });
  return asked.length;
}
