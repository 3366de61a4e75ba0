import { and, eq } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import { withdrawLinks } from '../instruments/index.ts';
import type { PersonKey } from '../roster/index.ts';
import { employmentTickets, graduates } from './employment.tables.ts';
import { resumes } from './resume.tables.ts';
import { selectWaves } from './waves.queries.ts';

/**
 * Who was erased went nowhere and is asked nothing: destinations, waves, contacts and tickets about them go with their
 * line in the list, and so do the questionnaires they answered and their résumés with addresses and comments. Part of
 * the transaction that erases them.
 */
export async function forgetGraduate(tx: Database, { schoolId, personId }: PersonKey): Promise<void> {
  const waves = await selectWaves(tx, { schoolId, personId });
  await withdrawLinks(tx, { schoolId, linkIds: waves.flatMap(({ linkId }) => linkId ?? []) });
  await tx
    .delete(employmentTickets)
    .where(and(eq(employmentTickets.schoolId, schoolId), eq(employmentTickets.personId, personId)));
  await tx.delete(graduates).where(and(eq(graduates.schoolId, schoolId), eq(graduates.personId, personId)));
  await tx.delete(resumes).where(and(eq(resumes.schoolId, schoolId), eq(resumes.personId, personId)));
}
