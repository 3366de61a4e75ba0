import { z } from 'zod';
import { TIERS } from '../programme/index.ts';
import { TALENT_TYPES } from '../roster/index.ts';

export const ClassMember = z.object({
  personId: z.string(),
  name: z.string(),
  talentType: z.enum(TALENT_TYPES).nullable(),
  tier: z.enum(TIERS).nullable(),
  provisional: z.boolean(),
  secondsOnTask: z.int(),
  lastActivityAt: z.coerce.date().nullable(),
  weakSpots: z.int(),
  warning: z.enum(['yellow', 'red']).nullable(),
  reviewAsked: z.boolean(),
});
export type ClassMember = z.infer<typeof ClassMember>;

export const ClassSkillFact = z.object({
  personId: z.string(),
  skillId: z.string(),
  attempts: z.int(),
  correct: z.int(),
  weak: z.boolean(),
});
export type ClassSkillFact = z.infer<typeof ClassSkillFact>;

export const ClassWarnings = z.object({
  yellow: z.int(),
  red: z.int(),
  overdue: z.int(),
  wholeClass: z.int(),
});
export type ClassWarnings = z.infer<typeof ClassWarnings>;
