import type { Deps } from '../../infra/deps.ts';
import type { PersonalDataSource } from '../roster/index.ts';
import { openWords } from '../career-goals/index.ts';
import { selectExecutions } from './executions.queries.ts';
import { selectPathItems, selectPathsOfPerson } from './paths.queries.ts';

/** What this room holds on a person, for "my data" and its download. */
export function careerPathsDataSources(deps: Deps): PersonalDataSource[] {
  const { db } = deps;
  return [
    {
      id: 'careerExecutions',
      label: 'careerPaths.myData.careerExecutions',
      count: async (key) => (await selectExecutions(db, key)).length,
      async select(key) {
        const { rows } = await openWords(deps, key, { rows: await selectExecutions(db, key) });
        return rows.map(({ wordsSealed: _, ...row }) => row);
      },
    },
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
