import { z } from 'zod';
import { BothLanguages } from './definition.schema.ts';

/** What one rater made of an attempt: a level per criterion of each open item, and words to the learner. */
export const Marks = z.object({
  levels: z.record(z.string(), z.record(z.string(), z.number())),
  words: z.record(z.string(), z.string()),
});
export type Marks = z.infer<typeof Marks>;

/** An attempt with open answers, and who has marked it. */
export const QueueRow = z.object({
  attemptId: z.string(),
  title: BothLanguages,
  submittedAt: z.coerce.date(),
  by: z.array(z.string()),
  raters: z.int(),
  raterIds: z.array(z.string()),
});
export type QueueRow = z.infer<typeof QueueRow>;
