import { z } from 'zod';
import { TALENT_TYPES } from '../roster/index.ts';

/** 短期 / 中期 / 长期 (§5.4.2.1). */
export const HORIZONS = ['short', 'mid', 'long'] as const;
export type Horizon = (typeof HORIZONS)[number];

/** What a goal is measured by; the target is a number of them, for `skills` a share in percent. */
export const MEASURES = ['certificates', 'competitions', 'projects', 'skills', 'offers'] as const;
export type Measure = (typeof MEASURES)[number];

export const GOAL_LACKS = ['post', 'measure', 'date', 'term', 'past', 'order', 'direction'] as const;
export type GoalLack = (typeof GOAL_LACKS)[number];

export const GOAL_STATES = ['active', 'reached', 'dropped'] as const;
export type GoalState = (typeof GOAL_STATES)[number];

/** What a learner writes of a goal; words are sealed before they are stored. */
export interface GoalContent {
  occupationId: string | null;
  measure: Measure | null;
  target: number | null;
  dueOn: string | null;
}

export const GoalRow = z.object({
  id: z.string(),
  personId: z.string(),
  horizon: z.enum(HORIZONS),
  version: z.int(),
  state: z.enum(GOAL_STATES),
  occupationId: z.string().nullable(),
  measure: z.enum(MEASURES).nullable(),
  target: z.int().nullable(),
  dueOn: z.string().nullable(),
  setOn: z.string(),
});
export type GoalRow = z.infer<typeof GoalRow>;

const Text = z.object({ 'zh-CN': z.string(), en: z.string() });

/** A goal in its newest wording, with its post. */
export const GoalWithPost = GoalRow.extend({
  wordsSealed: z.string().nullable(),
  title: Text.nullable(),
  talentType: z.enum(TALENT_TYPES).nullable(),
});
export type GoalWithPost = z.infer<typeof GoalWithPost>;

/** One wording of a goal. */
export const GoalVersionRow = GoalWithPost.pick({
  version: true,
  occupationId: true,
  measure: true,
  target: true,
  dueOn: true,
  setOn: true,
  wordsSealed: true,
  title: true,
}).extend({ goalId: z.string() });
export type GoalVersionRow = z.infer<typeof GoalVersionRow>;

/** What somebody said to a wording of a goal. */
export interface CommentRow {
  goalId: string;
  version: number;
  byName: string;
  wordsSealed: string;
  createdAt: Date;
}
