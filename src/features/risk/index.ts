export { evaluateWarnings } from './evaluate-warnings.ts';
export { reportEvaluation } from './evaluation-report.rules.ts';
export { fitRiskFromFolder } from './fit-risk.ts';
export { RUN_EVERY_DAYS, RUN_LASTS_DAYS, daysBefore, recordRiskRun } from './record-run.ts';
export {
  deleteScoresOf,
  selectCurrentRuns,
  selectRiskStandings,
  type CurrentRun,
  type RiskStanding,
} from './risk.queries.ts';
export type { Assignment, LearnerRecord, RiskTerm } from './risk.schema.ts';
export { riskRoutes } from './risk.routes.ts';
export { riskDataSources } from './personal-data.ts';
export { refitSchool } from './refit-school.ts';
export { REFIT_EACH_END, REFIT_LEARNERS, type FinishedRow, type Refit } from './refit.rules.ts';
export { buildFeatures } from './feature.rules.ts';
