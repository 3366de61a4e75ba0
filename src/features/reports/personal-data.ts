import type { Deps } from '../../infra/deps.ts';
import type { PersonalDataSource } from '../roster/index.ts';
import { readContent } from './load-reports.ts';
import { selectReportsOfPerson } from './reports.queries.ts';

/** Frozen reports about a person, for "my data" and its download. */
export const reportsDataSources = (deps: Deps): PersonalDataSource[] => [
  {
    id: 'reports',
    label: 'reports.data',
    count: async (key) => (await selectReportsOfPerson(deps.db, key)).length,
    async select(key) {
      const rows = await selectReportsOfPerson(deps.db, key);
      return Promise.all(
        rows.map(async (row) => ({
          kind: row.kind,
          madeAt: row.madeAt,
          hash: row.hash,
          content: JSON.parse((await readContent(deps, row)) ?? 'null') as unknown,
        })),
      );
    },
  },
];
