import { z } from 'zod';
import { ReviewRow, UPDATE_SOURCES } from './resources.schema.ts';

/** One piece of data that called for a change, and where it stands. */
export const UpdateItem = z.object({
  source: z.enum(UPDATE_SOURCES),
  words: z.string(),
  reference: z.string().nullable(),
});
export type UpdateItem = z.infer<typeof UpdateItem>;

export const StaleResource = z.object({
  id: z.string(),
  title: z.string(),
  ownerName: z.string().nullable(),
  checkedOn: z.string(),
  checkMonths: z.number(),
});
export type StaleResource = z.infer<typeof StaleResource>;

export const CourseFreshness = z.object({
  courseId: z.string(),
  title: z.string(),
  createdOn: z.string(),
  approvedOn: z.string().nullable(),
  /** An update that waits for its reviews. */
  openUpdateId: z.string().nullable(),
});
export type CourseFreshness = z.infer<typeof CourseFreshness>;

export const CourseUpdate = z.object({
  id: z.string(),
  courseId: z.string(),
  courseTitle: z.string(),
  version: z.number(),
  summary: z.string(),
  items: z.array(UpdateItem),
  createdBy: z.string(),
  createdByName: z.string(),
  createdAt: z.coerce.date(),
  approvedOn: z.string().nullable(),
});
export type CourseUpdate = z.infer<typeof CourseUpdate>;

/** One without both approvals, with what was said of it. */
export const WaitingUpdate = CourseUpdate.extend({ reviews: z.array(ReviewRow) });
export type WaitingUpdate = z.infer<typeof WaitingUpdate>;

export const Surge = z.object({
  id: z.string(),
  title: z.string(),
  evidence: z.string(),
  source: z.enum(['entered', 'demand']),
  acceptedOn: z.string(),
  acceptedByName: z.string(),
  dueOn: z.string(),
  ownerName: z.string().nullable(),
  courseId: z.string().nullable(),
  courseTitle: z.string().nullable(),
  closedOn: z.string().nullable(),
  closingNote: z.string().nullable(),
});
export type Surge = z.infer<typeof Surge>;
