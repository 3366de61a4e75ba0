import type { CalibrationStanding, GoalWithPost, Learner } from '../career-goals/index.ts';
import type { Clarity, GaugeValues } from './gauges.rules.ts';
import type { PathStanding } from './stored-path.schema.ts';

/** Where a learner stands: the three gauges and what they were made of. */
export interface LearnerGauges extends GaugeValues {
  learner: Learner;
  parts: Clarity;
  goals: GoalWithPost[];
  /** How many of the three goals lack something. */
  incomplete: number;
  calibration: CalibrationStanding;
  path: PathStanding | null;
}
