import { z } from 'zod';

/**
 * What the model looks at: how somebody learns in this course, and how the course was entered. Never who they are: no
 * age, sex, region or other demographic is read, stored or asked for.
 */
export const RISK_FEATURES = [
  'missed_run',
  'points_share',
  'late_share',
  'activity_share',
  'silent_weeks',
  'previous_attempts',
  'study_load',
  'joined_weeks',
] as const;
export type RiskFeature = (typeof RISK_FEATURES)[number];

/** A learner's features on one day; null: not known. */
export type FeatureValues = Record<RiskFeature, number | null>;

/** A piece of work with a deadline. Days count from any zero, as long as it is the same for a whole course. */
export interface Assignment {
  weight: number;
  dueDay: number;
  /** null: not handed in. */
  doneDay: number | null;
  /** Share of the points, 0..1; null: not marked. */
  mark: number | null;
  /** The mean mark of the course's learners on it; null: none is marked. */
  courseMark: number | null;
}

/** One learner in one course, as much as is known on a day: nothing that happened later may be in it. */
export interface LearnerRecord {
  /** By due day. */
  assignments: readonly Assignment[];
  /** null: the source tells of no activity. */
  activity: { events: number; courseMeanEvents: number; silentDays: number } | null;
  previousAttempts: number | null;
  /** Courses or credits at the same time, compared with the course's median: 1 is the usual load. */
  load: number | null;
  /** When the learner joined, compared with the course's median; negative: earlier. */
  joinedDays: number | null;
}

/** A fitted model: enough to repeat every prediction by hand. */
export const RiskModel = z.strictObject({
  version: z.string().min(1).max(60),
  /** What it was fitted on, in words, with the licence of the data. */
  source: z.string(),
  learners: z.int().min(1),
  rows: z.int().min(1),
  ridge: z.number().min(0),
  intercept: z.number(),
  features: z
    .array(
      z.strictObject({
        name: z.enum(RISK_FEATURES),
        mean: z.number(),
        scale: z.number().positive(),
        weight: z.number(),
      }),
    )
    .min(1),
});
export type RiskModel = z.infer<typeof RiskModel>;

/** One reason of a prediction: the value, what is usual in the course, and what the difference adds to the log-odds. */
export const RiskTerm = z.object({
  feature: z.enum(RISK_FEATURES),
  value: z.number(),
  courseMean: z.number(),
  contribution: z.number(),
});
export type RiskTerm = z.infer<typeof RiskTerm>;

export interface Prediction {
  p: number;
  /** The log-odds of somebody like the course's mean; with the contributions it adds up to those of `p`. */
  base: number;
  /** By weight of the reason, strongest first. */
  terms: RiskTerm[];
}
