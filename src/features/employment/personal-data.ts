import type { Deps } from '../../infra/deps.ts';
import type { PersonalDataSource } from '../roster/index.ts';
import { openGraduate } from './load-graduate.ts';

/** What this room holds on a person, opened, for "my data" and its download. */
export function employmentDataSources(deps: Deps): PersonalDataSource[] {
  return [
    {
      id: 'employment',
      label: 'employment.myData',
      count: async (key) => ((await openGraduate(deps, key)) ? 1 : 0),
      async select(key) {
        const graduate = await openGraduate(deps, key);
        return graduate ? [graduate] : [];
      },
    },
  ];
}
