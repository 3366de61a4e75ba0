import { and, eq } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import type { PersonKey } from '../roster/index.ts';
import { postingReports } from './postings.tables.ts';
import { forgetProfile } from './save-profile.ts';

/** Who was erased looks for nothing, stands on no list and reported nothing: part of the transaction that erases them. */
export async function forgetEmployment(tx: Database, key: PersonKey): Promise<void> {
  await forgetProfile(tx, key);
  await tx
    .delete(postingReports)
    .where(and(eq(postingReports.schoolId, key.schoolId), eq(postingReports.personId, key.personId)));
}
