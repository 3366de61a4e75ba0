import { z } from 'zod';

/** 职业导师访谈 and 岗位体验反馈 (§5.4.2.2). */
export const CALIBRATION_KINDS = ['interview', 'experience'] as const;
export type CalibrationKind = (typeof CALIBRATION_KINDS)[number];

/** 合理 / 需调整. */
export const VERDICTS = ['reasonable', 'adjust'] as const;
export type Verdict = (typeof VERDICTS)[number];

export const ADJUSTMENT_SOURCES = ['demand', 'calibration'] as const;
export type AdjustmentSource = (typeof ADJUSTMENT_SOURCES)[number];

export const ADJUSTMENT_CHOICES = ['keep', 'adjust'] as const;
export type AdjustmentChoice = (typeof ADJUSTMENT_CHOICES)[number];

export const CONVERSATION_TOPICS = ['goal', 'path', 'interest', 'family', 'employment', 'other'] as const;
export type ConversationTopic = (typeof CONVERSATION_TOPICS)[number];

export const CalibrationRow = z.object({
  id: z.string(),
  personId: z.string(),
  kind: z.enum(CALIBRATION_KINDS),
  heldOn: z.string(),
  verdict: z.enum(VERDICTS),
});
export type CalibrationRow = z.infer<typeof CalibrationRow>;

/** A sentence of evidence: its key below views/locales and what it says. */
export interface EvidenceSentence {
  id: string;
  values: Record<string, string | number>;
}

/** A change of the demand for a post, as the room of demand or an import of figures tells it. */
export interface DemandChange {
  schoolId: string;
  occupationId: string;
  /** What changed: openings, or the median pay in yuan a month. */
  of: 'openings' | 'pay';
  before: number;
  after: number;
  /** Where the figures come from, and the days they are of. */
  source: string;
  region: string;
  beforeOn: string;
  afterOn: string;
}

/** An interview or report with its sealed reason. */
export interface PersonCalibration extends Omit<CalibrationRow, 'personId'> {
  place: string | null;
  byName: string;
  wordsSealed: string;
}

/** A question about a goal. */
export interface AdjustmentRow {
  id: string;
  personId: string;
  goalId: string;
  source: AdjustmentSource;
  evidence: EvidenceSentence[];
  openedOn: string;
  dueOn: string;
  choice: AdjustmentChoice | null;
  wordsSealed: string | null;
}
