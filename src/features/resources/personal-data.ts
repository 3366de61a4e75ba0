import { and, eq } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import type { PersonKey, PersonalDataSource } from '../roster/index.ts';
import { compoundPosts } from './alignment.tables.ts';
import { technologySurges } from './freshness.tables.ts';
import { libraryResources } from './library.tables.ts';
import { selectPersonReviews, selectPersonWork } from './personal.queries.ts';

/** What this room holds on a person: what they made, looked after and said about others' work. */
export function resourcesDataSources({ db }: Pick<Deps, 'db'>): PersonalDataSource[] {
  return [
    {
      id: 'teachingResources',
      label: 'resources.myData.work',
      count: async (key) => (await selectPersonWork(db, key)).length,
      select: (key) => selectPersonWork(db, key),
    },
    {
      id: 'contentReviews',
      label: 'resources.myData.reviews',
      count: async (key) => (await selectPersonReviews(db, key)).length,
      select: (key) => selectPersonReviews(db, key),
    },
  ];
}

/** Who was erased looks after nothing any more. What they reviewed stays reviewed, by somebody without a name. */
export async function forgetOwner(tx: Database, { schoolId, personId }: PersonKey): Promise<void> {
  await tx
    .update(libraryResources)
    .set({ ownerPersonId: null })
    .where(and(eq(libraryResources.schoolId, schoolId), eq(libraryResources.ownerPersonId, personId)));
  await tx
    .update(technologySurges)
    .set({ ownerPersonId: null })
    .where(and(eq(technologySurges.schoolId, schoolId), eq(technologySurges.ownerPersonId, personId)));
  for (const mentor of ['schoolMentorId', 'enterpriseMentorId'] as const)
    await tx
      .update(compoundPosts)
      .set({ [mentor]: null })
      .where(and(eq(compoundPosts.schoolId, schoolId), eq(compoundPosts[mentor], personId)));
}
