import { z } from 'zod';
import { LISTED_KINDS } from './path.schema.ts';

const SkillIds = z.array(z.string());
/** A unit of a course with what the learner hasn't completed of it. */
export const UnitRow = z.object({
  id: z.string(),
  title: z.string(),
  courseTitle: z.string(),
  tasks: z.int(),
  endsOn: z.string().nullable(),
  skillIds: SkillIds,
});
export type UnitRow = z.infer<typeof UnitRow>;

export const ProjectRow = z.object({
  id: z.string(),
  title: z.string(),
  tasks: z.int(),
  startsOn: z.string(),
  endsOn: z.string(),
  skillIds: SkillIds,
});
export type ProjectRow = z.infer<typeof ProjectRow>;

export const ListedOffer = z.object({
  id: z.string(),
  kind: z.enum(LISTED_KINDS),
  title: z.string(),
  organiser: z.string().nullable(),
  url: z.string().nullable(),
  minutes: z.int(),
  applyBy: z.string().nullable(),
  heldOn: z.string().nullable(),
  skills: z.array(z.object({ skillId: z.string(), from: z.int(), to: z.int() })),
});
export type ListedOffer = z.infer<typeof ListedOffer>;
