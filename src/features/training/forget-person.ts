import { and, eq } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import type { PersonKey } from '../roster/index.ts';
import { attendances, checkInTries } from './offline.tables.ts';
import { projectMembers, projectTasks } from './projects.tables.ts';

/** Who was erased came to nothing, and works on nothing: part of the transaction that erases them. */
export async function forgetTraining(tx: Database, { schoolId, personId }: PersonKey): Promise<void> {
  await tx
    .delete(attendances)
    .where(and(eq(attendances.schoolId, schoolId), eq(attendances.personId, personId)));
  await tx
    .delete(checkInTries)
    .where(and(eq(checkInTries.schoolId, schoolId), eq(checkInTries.personId, personId)));
  await tx
    .delete(projectMembers)
    .where(and(eq(projectMembers.schoolId, schoolId), eq(projectMembers.personId, personId)));
  await tx
    .update(projectTasks)
    .set({ ownerPersonId: null })
    .where(and(eq(projectTasks.schoolId, schoolId), eq(projectTasks.ownerPersonId, personId)));
}
