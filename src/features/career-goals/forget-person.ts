import { and, eq } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import type { PersonKey } from '../roster/index.ts';
import {
  careerAdjustments,
  careerCalibrations,
  careerComments,
  careerConversations,
  careerGoals,
} from './goals.tables.ts';

/** Plans of whoever was erased go with them; what they said to others' goals stays theirs whom it was said to. */
export async function forgetCareerGoals(tx: Database, { schoolId, personId }: PersonKey): Promise<void> {
  for (const table of [
    careerAdjustments,
    careerComments,
    careerCalibrations,
    careerConversations,
    careerGoals,
  ] as const)
    await tx.delete(table).where(and(eq(table.schoolId, schoolId), eq(table.personId, personId)));
}
