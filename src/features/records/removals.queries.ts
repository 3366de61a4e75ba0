import { and, desc, eq, isNull } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import { people, schools } from '../roster/roster.tables.ts';
import type { Removal, RemovalRow } from './records.schema.ts';
import { removals, retentions } from './records.tables.ts';

interface RemovalKey {
  schoolId: string;
  id: string;
}

const is = ({ schoolId, id }: RemovalKey) => and(eq(removals.schoolId, schoolId), eq(removals.id, id));

export async function insertRemoval(tx: Database, row: typeof removals.$inferInsert): Promise<void> {
  await tx.insert(removals).values(row);
}

/** For its next batch; null when it is finished or another process is at it. */
export async function takeRemoval(tx: Database, key: RemovalKey): Promise<Removal | null> {
  const [row] = await tx
    .select()
    .from(removals)
    .where(and(is(key), isNull(removals.finishedAt)))
    .for('update', { skipLocked: true });
  return row ?? null;
}

export async function updateRemoval(
  tx: Database,
  key: RemovalKey,
  done: Pick<
    Removal,
    'statements' | 'documents' | 'attachments' | 'doneStoredAt' | 'doneSequence' | 'finishedAt'
  >,
): Promise<void> {
  await tx.update(removals).set(done).where(is(key));
}

export const selectUnfinishedRemovals = (db: Database): Promise<Removal[]> =>
  db.select().from(removals).where(isNull(removals.finishedAt)).orderBy(removals.requestedAt);

const WITH_NAMES = {
  removal: removals,
  requestedByName: people.displayName,
};
export async function findRemoval(db: Database, key: RemovalKey): Promise<RemovalRow | null> {
  const [row] = await withNames(db).where(is(key));
  return row ?? null;
}

/** A school's removals, newest first. */
export const selectRemovals = (db: Database, schoolId: string, limit: number): Promise<RemovalRow[]> =>
  withNames(db)
    .where(eq(removals.schoolId, schoolId))
    .orderBy(desc(removals.requestedAt), desc(removals.id))
    .limit(limit);

const withNames = (db: Database) =>
  db
    .select(WITH_NAMES)
    .from(removals)
    .leftJoin(people, and(eq(people.schoolId, removals.schoolId), eq(people.id, removals.requestedBy)))
    .$dynamic();

/** Years that a school keeps its statements; null: for ever. */
export async function findKeepYears(db: Database, schoolId: string): Promise<number | null> {
  const [row] = await db
    .select({ keepYears: retentions.keepYears })
    .from(retentions)
    .where(eq(retentions.schoolId, schoolId));
  return row?.keepYears ?? null;
}

export async function saveKeepYears(
  tx: Database,
  schoolId: string,
  set: { keepYears: number | null; setBy: string; setAt: Date },
): Promise<void> {
  const { keepYears, ...by } = set;
  if (keepYears === null) {
    await tx.delete(retentions).where(eq(retentions.schoolId, schoolId));
    return;
  }
  await tx
    .insert(retentions)
    .values({ schoolId, keepYears, ...by })
    .onConflictDoUpdate({ target: retentions.schoolId, set: { keepYears, ...by } });
}

export const selectRetentions = (
  db: Database,
): Promise<{ schoolId: string; keepYears: number; timeZone: string }[]> =>
  db
    .select({ schoolId: retentions.schoolId, keepYears: retentions.keepYears, timeZone: schools.timeZone })
    .from(retentions)
    .innerJoin(schools, eq(schools.id, retentions.schoolId))
    .orderBy(retentions.schoolId);

/** Whether a removal by the retention period still goes on. */
export async function isRetentionRunning(db: Database, schoolId: string): Promise<boolean> {
  const running = and(
    eq(removals.schoolId, schoolId),
    eq(removals.reason, 'retention'),
    isNull(removals.finishedAt),
  );
  return (await db.$count(removals, running)) > 0;
}
