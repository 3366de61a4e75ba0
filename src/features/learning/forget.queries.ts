import { and, eq, sql } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import { practiceAnswers, practiceSets } from './learning.tables.ts';

/** Deletes a person's sittings of practice with the answers given in them, whose records are statements. */
export async function deletePracticeOf(
  tx: Database,
  { schoolId, personId }: { schoolId: string; personId: string },
): Promise<void> {
  const own = and(eq(practiceSets.schoolId, schoolId), eq(practiceSets.personId, personId));
  await tx.delete(practiceAnswers).where(
    and(
      eq(practiceAnswers.schoolId, schoolId),
      sql`${practiceAnswers.practiceSetId} in (select id from practice_sets
        where school_id = ${schoolId}::uuid and person_id = ${personId}::uuid)`,
    ),
  );
  await tx.delete(practiceSets).where(own);
}
