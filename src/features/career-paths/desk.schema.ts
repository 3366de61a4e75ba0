import { z } from 'zod';

/** Who looks after a class. */
export const Staffing = z.object({
  className: z.string(),
  courses: z.int(),
  teachers: z.int(),
  careerTeachers: z.int(),
});
export type Staffing = z.infer<typeof Staffing>;
