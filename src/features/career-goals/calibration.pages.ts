import type { LocalText } from '../programme/index.ts';
import type { CalibrationStanding } from './calibration.rules.ts';
import type {
  AdjustmentChoice,
  AdjustmentRow,
  AdjustmentSource,
  CalibrationKind,
  EvidenceSentence,
  PersonCalibration,
  Verdict,
} from './calibration.schema.ts';
import type { GoalWithPost, Horizon } from './goal.schema.ts';
import type { Semester } from './semester.rules.ts';
import type { TabView } from '../career/index.ts';

export interface AdjustmentView {
  id: string;
  source: AdjustmentSource;
  horizon: Horizon | null;
  post: LocalText | null;
  evidence: EvidenceSentence[];
  openedOn: string;
  dueOn: string;
  overdue: boolean;
  choice: AdjustmentChoice | null;
  words: string | null;
}

export interface CalibrationView {
  kind: CalibrationKind;
  heldOn: string;
  place: string | null;
  verdict: Verdict;
  byName: string;
  words: string | null;
}

export interface CalibrationPage {
  tabs: TabView[];
  saved: boolean;
  today: string;
  semester: Semester;
  standing: CalibrationStanding;
  adjustments: AdjustmentView[];
  answered: AdjustmentView[];
  calibrations: CalibrationView[];
}

export const presentAdjustments = (
  rows: readonly (AdjustmentRow & { words: string | null })[],
  goals: readonly Pick<GoalWithPost, 'id' | 'horizon' | 'title'>[],
  today: string,
): AdjustmentView[] =>
  rows.map((row) => {
    const goal = goals.find(({ id }) => id === row.goalId);
    return {
      id: row.id,
      source: row.source,
      horizon: goal?.horizon ?? null,
      post: goal?.title ?? null,
      evidence: row.evidence,
      openedOn: row.openedOn,
      dueOn: row.dueOn,
      overdue: row.choice === null && row.dueOn < today,
      choice: row.choice,
      words: row.words,
    };
  });

export const presentCalibrations = (
  rows: readonly (PersonCalibration & { words: string | null })[],
): CalibrationView[] =>
  rows.map(({ kind, heldOn, place, verdict, byName, words }) => ({
    kind,
    heldOn,
    place,
    verdict,
    byName,
    words,
  }));
