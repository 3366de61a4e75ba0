import { z } from 'zod';
import { APPOINTED_ROLES, TALENT_TYPES } from '../features/roster/index.ts';
import { TIERS } from '../features/programme/index.ts';

const Text = z.strictObject({ 'zh-CN': z.string().min(1), en: z.string().min(1) });

/** Who tells about a task: Moodle's own modules, H5P content or a cmi5 unit. */
const SENDERS = ['page', 'quiz', 'assign', 'h5p', 'cmi5'] as const;
export type Sender = (typeof SENDERS)[number];

const SampleTask = z.strictObject({
  key: z.string(),
  sender: z.enum(SENDERS),
  /** Number of the module in the LMS. */
  module: z.int().positive(),
  title: Text,
  /** Catalogue ids. */
  skills: z.array(z.string()).min(1),
  /** Day of the unit, from 0, at whose end it is due. */
  dueDay: z.int().nonnegative(),
  tier: z.enum(TIERS).optional(),
  required: z.boolean().default(true),
  fromEnterprise: z.boolean().default(false),
});
export type SampleTask = z.output<typeof SampleTask>;

/** What a mentor has to show; the other mentor's file is still empty. */
const SampleMentorFile = z.strictObject({
  employer: Text,
  position: Text,
  evidence: z.record(z.string(), Text),
  selection: Text,
  agreement: Text,
});
export type SampleMentorFile = z.output<typeof SampleMentorFile>;

/** catalogue/sample-class.json: the words and the plan of the demo's course. One unit a week. */
export const SampleCourse = z.strictObject({
  college: Text,
  /** Talent type, major and class, in the order of the learners' ids. */
  groups: z.array(z.strictObject({ talentType: z.enum(TALENT_TYPES), major: Text, className: Text })).min(1),
  staff: z.array(
    z.strictObject({ role: z.enum(APPOINTED_ROLES), name: Text, mentorFile: SampleMentorFile.optional() }),
  ),
  /** Who left a year before and is followed up; `{{number}}` in a name or contact is theirs. */
  graduates: z.strictObject({
    className: Text,
    name: Text,
    employers: z.array(Text).min(1),
    regions: z.array(Text).min(1),
    posts: z.array(Text).min(1),
    evidence: Text,
    difficulty: Text,
    contact: Text,
  }),
  words: z.strictObject({
    site: Text,
    section: Text,
    attempt: Text,
    item: Text,
    submission: Text,
    forum: Text,
    discussion: Text,
    reply: Text,
    lesson: Text,
    place: Text,
    term: Text,
    /** What learners, mentors and career teachers wrote, and what certificates and contests are called. */
    career: z.strictObject({
      goal: Text,
      interview: Text,
      experience: Text,
      employer: Text,
      mark: Text,
      talk: Text,
      certificate: Text,
      contest: Text,
      organiser: Text,
      development: Text,
      support: Text,
      operations: Text,
    }),
    /** Source and region of figures of demand and pay. */
    figures: Text,
    region: Text,
  }),
  units: z.array(z.strictObject({ title: Text, tasks: z.array(SampleTask).min(1) })).min(1),
});
export type SampleCourse = z.output<typeof SampleCourse>;
