import { and, eq } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import type { PersonKey } from '../roster/index.ts';
import { careerExecutions } from './executions.tables.ts';
import { literacyEvidence, literacyMarks } from './literacy.tables.ts';
import { careerPaths } from './paths.tables.ts';

/** Paths of whoever was erased, and what they said to reports. Before the goals they lead to. */
export async function forgetCareerPaths(tx: Database, { schoolId, personId }: PersonKey): Promise<void> {
  for (const table of [careerExecutions, careerPaths, literacyMarks, literacyEvidence] as const)
    await tx.delete(table).where(and(eq(table.schoolId, schoolId), eq(table.personId, personId)));
}
