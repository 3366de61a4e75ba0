import type { Deps } from '../../infra/deps.ts';
import type { PersonalDataSource } from '../roster/index.ts';
import { selectPersonRuns } from './scenes.queries.ts';

/** What somebody did in scenes, for "my data" and its download. */
export const scenesDataSources = ({ db }: Pick<Deps, 'db'>): PersonalDataSource[] => [
  {
    id: 'sceneRuns',
    label: 'scenes.myData',
    count: async (key) => (await selectPersonRuns(db, key)).length,
    select: (key) => selectPersonRuns(db, key),
  },
];
