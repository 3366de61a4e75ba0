import { and, eq } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import type { PersonalDataSource, PersonKey } from '../roster/index.ts';
import { importedMarks, imports } from './imports.tables.ts';

const selectOwnMarks = (db: Database, { schoolId, personId }: PersonKey) =>
  db
    .select({
      taskId: importedMarks.taskId,
      points: importedMarks.points,
      fullMark: importedMarks.fullMark,
      day: importedMarks.day,
    })
    .from(importedMarks)
    .where(and(eq(importedMarks.schoolId, schoolId), eq(importedMarks.personId, personId)))
    .orderBy(importedMarks.day);

/** The marks that were imported about a person; their statements are the records room's to show. */
export const importsDataSources = ({ db }: Pick<Deps, 'db'>): PersonalDataSource[] => [
  {
    id: 'importedMarks',
    label: 'imports.myData',
    count: async (key) => (await selectOwnMarks(db, key)).length,
    select: (key) => selectOwnMarks(db, key),
  },
];

/** Marks go with the person they are about, and what a person uploaded but didn't import with who uploaded it. */
export async function forgetImports(tx: Database, { schoolId, personId }: PersonKey): Promise<void> {
  await tx
    .delete(importedMarks)
    .where(and(eq(importedMarks.schoolId, schoolId), eq(importedMarks.personId, personId)));
  await tx
    .delete(imports)
    .where(and(eq(imports.schoolId, schoolId), eq(imports.createdBy, personId), eq(imports.state, 'draft')));
}
