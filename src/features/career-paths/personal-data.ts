import type { Deps } from '../../infra/deps.ts';
import type { PersonalDataSource } from '../roster/index.ts';
import { selectPathItems, selectPathsOfPerson } from './paths.queries.ts';

/** What this room holds on a person, for "my data" and its download. */
export function careerPathsDataSources({ db }: Deps): PersonalDataSource[] {
  return [
    {
      id: 'careerPaths',
      label: 'careerPaths.myData.careerPaths',
      count: async (key) => (await selectPathsOfPerson(db, key)).length,
      async select(key) {
        const paths = await selectPathsOfPerson(db, key);
        return Promise.all(
          paths.map(async ({ schoolId, ...path }) => ({
            ...path,
            items: await selectPathItems(db, { schoolId, pathId: path.id }),
          })),
        );
      },
    },
  ];
}
