import type { Deps } from '../../infra/deps.ts';
import type { PersonalDataSource, PersonKey } from '../roster/index.ts';
import { selectAdjustments, selectCalibrations, selectConversations } from './calibrations.queries.ts';
import { selectComments, selectGoalVersions } from './goals.queries.ts';
import { openWords } from './load-goals.ts';

type SealedRow = { wordsSealed: string | null };

/** What this room holds on a person, for "my data" and its download, all words opened. */
export function careerGoalsDataSources(deps: Deps): PersonalDataSource[] {
  const source = <T extends SealedRow>(
    id: string,
    select: (key: PersonKey) => Promise<T[]>,
  ): PersonalDataSource => ({
    id,
    label: `careerGoals.myData.${id}`,
    count: async (key) => (await select(key)).length,
    async select(key) {
      const { rows } = await openWords(deps, key, { rows: await select(key) });
      return rows.map(({ wordsSealed: _, ...row }) => row);
    },
  });
  const { db } = deps;
  return [
    source('careerGoals', (key) => selectGoalVersions(db, key)),
    source('careerComments', (key) => selectComments(db, key)),
    source('careerCalibrations', (key) => selectCalibrations(db, key)),
    source('careerAdjustments', (key) => selectAdjustments(db, key)),
    source('careerConversations', (key) => selectConversations(db, key)),
  ];
}
