import { z } from 'zod';
import { DIMENSIONS } from '../programme/index.ts';
import { LEARNER_CATEGORIES, TALENT_TYPES } from '../roster/index.ts';

/** Who somebody is as far as career planning asks. */
export const CareerProfile = z.object({
  name: z.string(),
  category: z.enum(LEARNER_CATEGORIES),
  className: z.string().nullable(),
  talentType: z.enum(TALENT_TYPES).nullable(),
  enrolledAt: z.coerce.date(),
  dueDays: z.int().nullable(),
});
export type CareerProfile = z.infer<typeof CareerProfile>;

/** Graded answers to a skill's questions, the latest ten. */
export const MeasuredSkill = z.object({
  skillId: z.string(),
  name: z.object({ 'zh-CN': z.string(), en: z.string() }),
  dimension: z.enum(DIMENSIONS),
  attempts: z.int(),
  correct: z.int(),
});
export type MeasuredSkill = z.infer<typeof MeasuredSkill>;

/** Somebody looked at a person's assessments or portrait. */
export const Looked = z.object({ at: z.coerce.date(), action: z.string(), name: z.string().nullable() });
export type Looked = z.infer<typeof Looked>;

/** Ids of instruments. */
export const Ids = z.array(z.string());

/** A learner, and which instruments they handed in and began: nothing of what came of it. */
export const FollowedLearner = z.object({
  personId: z.string(),
  name: z.string(),
  className: z.string().nullable(),
  category: z.enum(LEARNER_CATEGORIES),
  enrolledAt: z.coerce.date(),
  handedIn: Ids,
  begun: Ids,
});
export type FollowedLearner = z.infer<typeof FollowedLearner>;

/** How many learners of a class handed in one set of instruments. */
export const ClassCount = z.object({
  classId: z.string().nullable(),
  className: z.string().nullable(),
  handedIn: Ids,
  learners: z.int(),
});
export type ClassCount = z.infer<typeof ClassCount>;
