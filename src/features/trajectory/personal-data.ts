import type { Deps } from '../../infra/deps.ts';
import { ownRows, type PersonalDataSource } from '../roster/index.ts';
import { dayFacts, phaseFacts, skillFacts, taskFacts } from './facts.tables.ts';

/** What is counted of a person's learning, for "my data" and its download. */
export const trajectoryDataSources = ({ db }: Pick<Deps, 'db'>): PersonalDataSource[] => [
  ownRows(db, 'learning', 'learningDays', dayFacts),
  ownRows(db, 'learning', 'learningPhases', phaseFacts),
  ownRows(db, 'learning', 'learningTasks', taskFacts),
  ownRows(db, 'learning', 'learningSkills', skillFacts),
];
