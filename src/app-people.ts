import { careerGoalsDataSources, forgetCareerGoals } from './features/career-goals/index.ts';
import { careerPathsDataSources, forgetCareerPaths } from './features/career-paths/index.ts';
import { cmi5DataSources, deleteRegistrationsOf } from './features/cmi5/index.ts';
import { employmentDataSources, forgetGraduate } from './features/employment/index.ts';
import { employersDataSources, forgetEmployment } from './features/employers/index.ts';
import { forgetInbox, inboxDataSources } from './features/inbox/index.ts';
import { forgetImports, importsDataSources } from './features/imports/index.ts';
import { deleteAttemptsOf, instrumentsDataSources } from './features/instruments/index.ts';
import { knowledgeDataSources } from './features/knowledge/index.ts';
import { learningDataSources } from './features/learning/index.ts';
import { gradesDataSources } from './features/lti-services/index.ts';
import { forgetPartners, partnersDataSources } from './features/partners/index.ts';
import { recordsDataSources } from './features/records/index.ts';
import { reportsDataSources } from './features/reports/index.ts';
import { forgetOwner, resourcesDataSources } from './features/resources/index.ts';
import { riskDataSources } from './features/risk/index.ts';
import { deleteRunsOf, scenesDataSources } from './features/scenes/index.ts';
import { deleteSigningOf, signingDataSources } from './features/signing/index.ts';
import { forgetTraining, trainingDataSources } from './features/training/index.ts';
import { trajectoryDataSources } from './features/trajectory/index.ts';
import type { PersonalDataSource, PersonKey } from './features/roster/index.ts';
import type { Database } from './infra/db.ts';
import type { Deps } from './infra/deps.ts';

/** What each room holds on a person, for "my data". */
export const personalDataSources = (deps: Deps): PersonalDataSource[] => [
  ...trajectoryDataSources(deps),
  ...learningDataSources(deps),
  ...knowledgeDataSources(deps),
  ...gradesDataSources(deps),
  ...cmi5DataSources(deps),
  ...riskDataSources(deps),
  ...instrumentsDataSources(deps),
  ...recordsDataSources(deps),
  ...reportsDataSources(deps),
  ...trainingDataSources(deps),
  ...employmentDataSources(deps),
  ...scenesDataSources(deps),
  ...inboxDataSources(deps),
  ...careerGoalsDataSources(deps),
  ...careerPathsDataSources(deps),
  ...signingDataSources(deps),
  ...scenesDataSources(deps),
  ...resourcesDataSources(deps),
  ...partnersDataSources(deps),
  ...importsDataSources(deps),
  ...employersDataSources(deps),
];

/** What goes from each room with a person who is erased, beside what is made of their statements. */
export async function forgetInRooms(tx: Database, gone: PersonKey): Promise<void> {
  await deleteRegistrationsOf(tx, gone);
  await forgetInbox(tx, gone);
  await forgetPartners(tx, gone);
  await forgetImports(tx, gone);
  await deleteAttemptsOf(tx, gone);
  await forgetTraining(tx, gone);
  await forgetGraduate(tx, gone);
  await deleteRunsOf(tx, gone);
  // Paths lead to goals.
  await forgetCareerPaths(tx, gone);
  await forgetCareerGoals(tx, gone);
  await deleteSigningOf(tx, gone);
  await deleteRunsOf(tx, gone);
  await forgetOwner(tx, gone);
  await forgetEmployment(tx, gone);
}
