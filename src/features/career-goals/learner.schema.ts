import { z } from 'zod';

/** A learner with their class. */
export const Learner = z.object({
  personId: z.string(),
  name: z.string(),
  classId: z.string().nullable(),
  className: z.string().nullable(),
  entryYear: z.int().nullable(),
});
export type Learner = z.infer<typeof Learner>;
