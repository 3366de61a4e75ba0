import { z } from 'zod';

export const PracticeRow = z.object({
  id: z.string(),
  skillId: z.string(),
  skillName: z.strictObject({ 'zh-CN': z.string(), en: z.string() }),
  questions: z.int(),
  answered: z.int(),
  /** Share right, 0..1; null: nothing was answered. */
  share: z.number().nullable(),
  startedAt: z.coerce.date(),
  finishedAt: z.coerce.date().nullable(),
});

/** One finished sitting of practice on a skill. */
export interface Sitting {
  skillId: string;
  at: Date;
  /** Right, 0..1. */
  share: number;
}
