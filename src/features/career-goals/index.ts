import type { Job } from '../../infra/jobs.ts';
import { watchDemand } from './demand-changed.ts';

export { careerGoalsRoutes } from './career-goals.routes.ts';
export { careerGoalsDataSources } from './personal-data.ts';
export { forgetCareerGoals } from './forget-person.ts';
export { goalsPortraitSource } from './portrait.ts';
export { onDemandChanged } from './demand-changed.ts';
export type { DemandChange } from './calibration.schema.ts';
export { checkAmong } from './goals.pages.ts';
export { HORIZONS, type GoalLack, type GoalWithPost, type Horizon } from './goal.schema.ts';
export { selectActiveGoals, selectActiveGoalsOf, selectGoalsOfPerson } from './goals.queries.ts';
export {
  selectCalibrationsOf,
  selectLastConversationsOf,
  selectOpenAdjustmentsOf,
  selectSchoolTerms,
} from './calibrations.queries.ts';
export { assessCalibration, type CalibrationStanding } from './calibration.rules.ts';
export { semesterOf, semestersBetween, type Semester, type Term } from './semester.rules.ts';
export { selectLearners } from './learners.queries.ts';
export type { Learner } from './learner.schema.ts';
export { requireCourseLearner } from './calibrate-goals.ts';
export { openWords } from './load-goals.ts';

export const careerGoalsJobs: Job[] = [
  { name: 'career-goals-demand', schedule: '40 5 * * *', run: watchDemand },
];
