import { z } from 'zod';

export const CourseOverview = z.object({
  courseId: z.string(),
  title: z.string(),
  learners: z.int(),
  activeLearners: z.int(),
  openYellow: z.int(),
  openRed: z.int(),
  overdue: z.int(),
  judged: z.int(),
  answeredInTime: z.int(),
  lastActivityAt: z.coerce.date().nullable(),
});
export type CourseOverview = z.infer<typeof CourseOverview>;

export const Freshness = z.object({
  statements: z.int(),
  foldedAt: z.coerce.date().nullable(),
  waiting: z.int(),
  oldestWaitingAt: z.coerce.date().nullable(),
});
export type Freshness = z.infer<typeof Freshness>;
