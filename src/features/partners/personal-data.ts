import { and, eq } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import type { PersonalDataSource, PersonKey } from '../roster/index.ts';
import { openFile } from './load-mentors.ts';
import { mentorAppraisals, mentorExceptions, mentorFiles } from './mentor-files.tables.ts';

/** What this room holds on a person, opened, for "my data" and its download. */
export const partnersDataSources = (deps: Deps): PersonalDataSource[] => [
  {
    id: 'mentorFile',
    label: 'partners.myData.file',
    count: async (key) => ((await openFile(deps.db, deps, key)).words === null ? 0 : 1),
    async select(key) {
      const { words, updatedAt, exceptReason } = await openFile(deps.db, deps, key);
      return words === null && exceptReason === null ? [] : [{ ...words, updatedAt, exceptReason }];
    },
  },
  {
    id: 'mentorAppraisals',
    label: 'partners.myData.appraisals',
    count: async (key) => (await openFile(deps.db, deps, key)).appraisals.length,
    select: async (key) => (await openFile(deps.db, deps, key)).appraisals,
  },
];

/** Whoever was erased has no file: part of the transaction that erases them. */
export async function forgetPartners(tx: Database, { schoolId, personId }: PersonKey): Promise<void> {
  for (const table of [mentorFiles, mentorExceptions, mentorAppraisals])
    await tx.delete(table).where(and(eq(table.schoolId, schoolId), eq(table.personId, personId)));
}
