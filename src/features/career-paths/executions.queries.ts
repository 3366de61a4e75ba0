import { and, desc, eq, isNull, lt, sql } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import type { PersonKey } from '../roster/index.ts';
import { careerExecutions } from './executions.tables.ts';

export type ExecutionRow = typeof careerExecutions.$inferSelect;

/** Somebody's reports, the newest first. */
export const selectExecutions = (db: Database, { schoolId, personId }: PersonKey): Promise<ExecutionRow[]> =>
  db
    .select()
    .from(careerExecutions)
    .where(and(eq(careerExecutions.schoolId, schoolId), eq(careerExecutions.personId, personId)))
    .orderBy(desc(careerExecutions.semesterStartsOn));

/** Whether a report on a semester before this one still waits for an answer. */
export async function hasUnansweredBefore(
  db: Database,
  { schoolId, personId }: PersonKey,
  semesterStartsOn: string,
): Promise<boolean> {
  const rows = await db
    .select({ one: sql`1` })
    .from(careerExecutions)
    .where(
      and(
        eq(careerExecutions.schoolId, schoolId),
        eq(careerExecutions.personId, personId),
        isNull(careerExecutions.answer),
        lt(careerExecutions.semesterStartsOn, semesterStartsOn),
      ),
    )
    .limit(1);
  return rows.length > 0;
}
