import type { Deps } from '../../infra/deps.ts';
import type { PersonalDataSource } from '../roster/index.ts';
import { countRiskHistory, selectRiskHistory } from './risk.queries.ts';

/** What the model has computed about a person, with its reasons, for "my data" and its download. */
export const riskDataSources = (deps: Deps): PersonalDataSource[] => [
  {
    id: 'riskScores',
    label: 'risk.data.riskScores',
    count: (key) => countRiskHistory(deps.db, key),
    select: (key) => selectRiskHistory(deps.db, key),
  },
];
