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

/** What is recorded of one mentor on one day. */
export const MentorDay = z.object({
  duties: z.array(z.enum(MENTOR_DUTIES)),
  kinds: z.array(z.enum(OFFLINE_KINDS)),
  /** Ids of projects. */
  guided: z.array(z.string()),
});
export type MentorDay = z.infer<typeof MentorDay>;

/** One thing somebody did as a mentor, or guidance they noted. */
export const MentorRecord = z.object({
  as: z.enum(['act', 'session', 'guidance']),
  kind: z.enum([...MENTOR_DUTIES, ...OFFLINE_KINDS]),
  day: z.string(),
  minutes: z.number(),
  words: z.string(),
  courseTitle: z.string(),
});
export type MentorRecord = z.infer<typeof MentorRecord>;
