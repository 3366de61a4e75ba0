import { and, asc, eq, isNotNull, isNull, lt } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import { instrumentAttempts } from './instruments.tables.ts';

/** Whether the person of an attempt has handed in this version before. */
export async function hasSubmitted(
  db: Database,
  attempt: { schoolId: string; personId: string | null; instrumentId: string; version: number },
): Promise<boolean> {
  if (attempt.personId === null) return false;
  const [row] = await db
    .select({ id: instrumentAttempts.id })
    .from(instrumentAttempts)
    .where(
      and(
        eq(instrumentAttempts.schoolId, attempt.schoolId),
        eq(instrumentAttempts.personId, attempt.personId),
        eq(instrumentAttempts.instrumentId, attempt.instrumentId),
        eq(instrumentAttempts.version, attempt.version),
        isNotNull(instrumentAttempts.submittedAt),
      ),
    )
    .limit(1);
  return row !== undefined;
}

const OVERDUE_AT_ONCE = 500;

/** Attempts of every school whose time was over before `limit` and that nobody handed in. */
export const selectOverdue = (db: Database, limit: Date): Promise<{ schoolId: string; id: string }[]> =>
  db
    .select({ schoolId: instrumentAttempts.schoolId, id: instrumentAttempts.id })
    .from(instrumentAttempts)
    .where(and(isNull(instrumentAttempts.submittedAt), lt(instrumentAttempts.endsAt, limit)))
    .orderBy(asc(instrumentAttempts.endsAt))
    .limit(OVERDUE_AT_ONCE);

/** All that is kept of a person's attempts; what they added to reliability are sums that name nobody. */
export async function deleteAttemptsOf(
  tx: Database,
  { schoolId, personId }: { schoolId: string; personId: string },
): Promise<void> {
  await tx
    .delete(instrumentAttempts)
    .where(and(eq(instrumentAttempts.schoolId, schoolId), eq(instrumentAttempts.personId, personId)));
}

export async function deleteAttempt(
  tx: Database,
  { schoolId, attemptId }: { schoolId: string; attemptId: string },
): Promise<void> {
  await tx
    .delete(instrumentAttempts)
    .where(and(eq(instrumentAttempts.schoolId, schoolId), eq(instrumentAttempts.id, attemptId)));
}

/** All of a person's attempts as they are kept, oldest first. */
export const selectAttemptsOf = (db: Database, key: { schoolId: string; personId: string }) =>
  db
    .select({
      id: instrumentAttempts.id,
      instrumentId: instrumentAttempts.instrumentId,
      version: instrumentAttempts.version,
      startedAt: instrumentAttempts.startedAt,
      submittedAt: instrumentAttempts.submittedAt,
      byClock: instrumentAttempts.byClock,
      contentSealed: instrumentAttempts.contentSealed,
      scoresSealed: instrumentAttempts.scoresSealed,
    })
    .from(instrumentAttempts)
    .where(and(eq(instrumentAttempts.schoolId, key.schoolId), eq(instrumentAttempts.personId, key.personId)))
    .orderBy(asc(instrumentAttempts.startedAt));
