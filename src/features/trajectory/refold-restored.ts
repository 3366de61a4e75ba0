import { sql } from 'drizzle-orm';
import type { Deps } from '../../infra/deps.ts';
import { foldCursors } from './fold.tables.ts';
import { rebuildSchool } from './rebuild-facts.ts';

/**
 * Rebuilds the facts of schools whose cursor stands at a transaction that this PostgreSQL hasn't come to: their backup
 * was restored from another, and their statements were put in a new order (`adoptRestoredStatements`). Returns how many.
 */
export async function refoldRestored(deps: Deps): Promise<number> {
  const schools = await deps.db
    .select({ schoolId: foldCursors.schoolId })
    .from(foldCursors)
    .where(sql`${foldCursors.transactionId} >= pg_snapshot_xmax(pg_current_snapshot())`);
  for (const { schoolId } of schools) await rebuildSchool(deps, schoolId);
  return schools.length;
}
