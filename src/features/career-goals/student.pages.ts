import type { AdjustmentView, CalibrationView } from './calibration.pages.ts';
import type { CalibrationStanding } from './calibration.rules.ts';
import type { ConversationTopic, Verdict } from './calibration.schema.ts';
import type { GoalView } from './goals.pages.ts';
import type { Learner } from './learner.schema.ts';
import type { Semester } from './semester.rules.ts';
import type { TabView } from '../career/index.ts';

/** A learner's career planning as staff of the course see it. */
export interface StudentPage {
  tabs: TabView[];
  saved: boolean;
  today: string;
  learner: Learner;
  semester: Semester;
  standing: CalibrationStanding;
  goals: GoalView[];
  adjustments: AdjustmentView[];
  calibrations: CalibrationView[];
  /** Empty for everybody but career teachers. */
  conversations: {
    heldOn: string;
    topic: ConversationTopic;
    nextOn: string | null;
    byName: string;
    words: string | null;
  }[];
  forms: {
    interview: boolean;
    conversation: boolean;
    topics: readonly ConversationTopic[];
    verdicts: readonly Verdict[];
  };
}
