import type { Deps } from '../../infra/deps.ts';
import { openWords } from '../career-goals/index.ts';
import type { PersonalDataSource, PersonKey } from '../roster/index.ts';
import { selectExecutions } from './executions.queries.ts';
import { selectEvidence, selectMarks } from './literacy.queries.ts';
import { selectPathItems, selectPathsOfPerson } from './paths.queries.ts';

/** What this room holds on a person, for "my data" and its download, all words opened. */
export function careerPathsDataSources(deps: Deps): PersonalDataSource[] {
  const { db } = deps;
  const sealed = <T extends { wordsSealed: string | null }>(
    id: string,
    select: (key: PersonKey) => Promise<T[]>,
  ): PersonalDataSource => ({
    id,
    label: `careerPaths.myData.${id}`,
    count: async (key) => (await select(key)).length,
    async select(key) {
      const { rows } = await openWords(deps, key, { rows: await select(key) });
      return rows.map(({ wordsSealed: _, ...row }) => row);
    },
  });
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
    sealed('careerExecutions', (key) => selectExecutions(db, key)),
    sealed('literacyMarks', (key) => selectMarks(db, key)),
    sealed('literacyEvidence', (key) => selectEvidence(db, key)),
  ];
}
