import { and, desc, eq } from 'drizzle-orm';
import type { Deps } from '../../infra/deps.ts';
import { openForPerson, ownRows, type PersonalDataSource } from '../roster/index.ts';
import { shortlistEntries } from './matching.tables.ts';
import { postingReports } from './postings.tables.ts';
import { loadWishes } from './save-profile.ts';

/** What this room holds on a person, for "my data" and its download. */
export function employersDataSources(deps: Deps): PersonalDataSource[] {
  const { db } = deps;
  return [
    {
      id: 'jobProfile',
      label: 'employers.data.jobProfile',
      count: async (key) => ((await loadWishes(deps, key)).profile ? 1 : 0),
      async select(key) {
        const { profile, minPay } = await loadWishes(deps, key);
        if (!profile) return [];
        const { minPaySealed: _sealed, ...told } = profile;
        return [{ ...told, minPay }];
      },
    },
    ownRows(db, 'employers', 'shortlistEntries', shortlistEntries),
    {
      id: 'postingReports',
      label: 'employers.data.postingReports',
      count: (key) =>
        db.$count(
          postingReports,
          and(eq(postingReports.schoolId, key.schoolId), eq(postingReports.personId, key.personId)),
        ),
      async select(key) {
        const rows = await db
          .select()
          .from(postingReports)
          .where(and(eq(postingReports.schoolId, key.schoolId), eq(postingReports.personId, key.personId)))
          .orderBy(desc(postingReports.createdAt));
        const words = await openForPerson(
          db,
          deps,
          key,
          rows.map(({ wordsSealed }) => wordsSealed),
        );
        return rows.map(({ wordsSealed: _sealed, ...row }, index) => ({
          ...row,
          words: words[index] ?? null,
        }));
      },
    },
  ];
}
