import { eq } from 'drizzle-orm';
import type { Deps } from '../../infra/deps.ts';
import type { FactsFreshness } from '../records/index.ts';
import { findFoldCursor, hasMoreStatements } from './fold.queries.ts';
import { foldCursors } from './fold.tables.ts';

/** How far a school's facts lag behind its statements. */
export async function readFactsFreshness(
  { db }: Pick<Deps, 'db'>,
  schoolId: string,
): Promise<FactsFreshness> {
  const [row] = await db
    .select({ foldedAt: foldCursors.foldedAt })
    .from(foldCursors)
    .where(eq(foldCursors.schoolId, schoolId));
  const behind = await hasMoreStatements(db, schoolId, await findFoldCursor(db, schoolId));
  return { foldedAt: row?.foldedAt ?? null, behind };
}
