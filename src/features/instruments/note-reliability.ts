import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { asJson, type Database } from '../../infra/db.ts';
import type { VersionKey } from './instruments.queries.ts';
import { instrumentMoments } from './instruments.tables.ts';
import { addValues, noMoments } from './reliability.rules.ts';

/** Adds one attempt's values to the sums of each score, in its transaction: the cost does not grow with history. */
export async function noteReliability(
  tx: Database,
  { schoolId, instrumentId, version }: VersionKey,
  complete: readonly { scoreId: string; values: number[] }[],
  now: Date,
): Promise<void> {
  if (complete.length === 0) return;
  const key = { schoolId, instrumentId, version };
  await tx
    .insert(instrumentMoments)
    .values(
      complete.map(({ scoreId, values }) => ({
        ...key,
        scoreId,
        ...noMoments(values.length),
        updatedAt: now,
      })),
    )
    .onConflictDoNothing();
  // Locked in one order, so that two who hand in at once wait and don't deadlock.
  const known = await tx
    .select()
    .from(instrumentMoments)
    .where(
      and(
        eq(instrumentMoments.schoolId, schoolId),
        eq(instrumentMoments.instrumentId, instrumentId),
        eq(instrumentMoments.version, version),
        inArray(
          instrumentMoments.scoreId,
          complete.map(({ scoreId }) => scoreId),
        ),
      ),
    )
    .orderBy(asc(instrumentMoments.scoreId))
    .for('update');
  const rows = known.flatMap(({ scoreId, ...moments }) => {
    const values = complete.find((one) => one.scoreId === scoreId)?.values;
    return values ? [{ scoreId, ...addValues(moments, values) }] : [];
  });
  await tx.execute(sql`
    update instrument_moments m set n = r.n, sums = r.sums, products = r.products,
      updated_at = ${now.toISOString()}::timestamptz
    from jsonb_to_recordset(${asJson(rows)}) as r("scoreId" text, n integer, sums jsonb, products jsonb)
    where m.school_id = ${schoolId}::uuid and m.instrument_id = ${instrumentId} and m.version = ${version}
      and m.score_id = r."scoreId"`);
}
