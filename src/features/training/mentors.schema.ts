import { z } from 'zod';
import { MENTOR_DUTIES, OFFLINE_KINDS } from './training.schema.ts';

export const CourseTeaching = z.object({
  courseId: z.string(),
  title: z.string(),
  mentors: z.number(),
  teachers: z.number(),
  mentorMinutes: z.number(),
  ownMinutes: z.number(),
});
export type CourseTeaching = z.infer<typeof CourseTeaching>;

/** One thing a mentor did: logged by hand (`act`), led as a session, or guided in a project. */
export const MentorEntry = z.object({
  source: z.enum(['act', 'session', 'guidance']),
  id: z.string(),
  mentorName: z.string(),
  kind: z.enum([...MENTOR_DUTIES, ...OFFLINE_KINDS]),
  day: z.string(),
  minutes: z.number(),
  topic: z.string(),
  className: z.string().nullable(),
  /** Who wrote it down. */
  recordedBy: z.string(),
});
export type MentorEntry = z.infer<typeof MentorEntry>;
