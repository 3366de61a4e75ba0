import { z } from 'zod';

const words = (max: number) => z.string().trim().max(max);
const Words = words(2000).default('');
/** JSON Resume's dates: a year, a month or a day. */
const ResumeDate = z
  .string()
  .regex(/^(\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?)?$/)
  .default('');
const Address = z.union([z.literal(''), z.url({ protocol: /^https?$/ }).max(500)]).default('');

const Work = z.object({
  name: words(200).default(''),
  position: words(200).default(''),
  startDate: ResumeDate,
  endDate: ResumeDate,
  summary: Words,
});
const Education = z.object({
  institution: words(200).default(''),
  area: words(200).default(''),
  studyType: words(100).default(''),
  startDate: ResumeDate,
  endDate: ResumeDate,
});
const Project = z.object({
  name: words(200).default(''),
  description: Words,
  startDate: ResumeDate,
  endDate: ResumeDate,
  url: Address,
});
const Skill = z.object({ name: words(100), level: words(100).default('') });
const Certificate = z.object({
  name: words(200),
  issuer: words(200).default(''),
  date: ResumeDate,
});

/** The parts of JSON Resume 1.0 that are edited here; what else a file has is left out when it is taken over. */
export const ResumeDocument = z.object({
  basics: z
    .object({
      name: words(100).default(''),
      label: words(200).default(''),
      email: z.union([z.literal(''), z.email().max(200)]).default(''),
      phone: words(60).default(''),
      url: Address,
      summary: Words,
      location: z.object({ city: words(100).default('') }).default({ city: '' }),
    })
    .prefault({}),
  work: z.array(Work).max(20).default([]),
  education: z.array(Education).max(10).default([]),
  projects: z.array(Project).max(20).default([]),
  skills: z.array(Skill).max(40).default([]),
  certificates: z.array(Certificate).max(20).default([]),
});
export type ResumeDocument = z.infer<typeof ResumeDocument>;

export const ResumeContent = z.object({
  /** What the version is for; only its owner and their teachers read it. */
  title: words(100).min(1),
  document: ResumeDocument,
  /** Ids of verified lines that are part of it. */
  picked: z.array(z.string().max(120)).max(60),
});
export type ResumeContent = z.infer<typeof ResumeContent>;

const Name = z.object({ 'zh-CN': z.string(), en: z.string() });

/** What Waymark itself saw somebody do. It is read anew each time, so that what was corrected is right here too. */
export const VerifiedProject = z.object({
  id: z.string(),
  title: z.string(),
  post: z.string().nullable(),
  employerName: z.string().nullable(),
  evidenceKind: z.string().nullable(),
  startsOn: z.string(),
  endsOn: z.string(),
  done: z.number(),
});
export type VerifiedProject = z.infer<typeof VerifiedProject>;

export const VerifiedSkill = z.object({
  id: z.string(),
  name: Name,
  attempts: z.number(),
  correct: z.number(),
  lastOn: z.string(),
});
export type VerifiedSkill = z.infer<typeof VerifiedSkill>;
