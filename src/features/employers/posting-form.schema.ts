import { z } from 'zod';
import { orNothing } from '../../infra/forms.ts';
import { TALENT_TYPES } from '../roster/index.ts';
import { EDUCATIONS, POSTING_KINDS, PURPOSES, WORK_VALUES, type PostingContent } from './postings.schema.ts';

/** One ticked box of several comes as text, more as a list. */
export const Several = <S extends z.ZodType>(of: S) =>
  z
    .union([z.string(), z.array(z.string())])
    .optional()
    .transform((given): unknown => (given === undefined ? [] : [given].flat()))
    .pipe(z.array(of));

/** A list as people write it in one field. */
export const Listed = z
  .string()
  .max(500)
  .default('')
  .transform((given) =>
    [...new Set(given.split(/[,;，、；\n]/).map((part) => part.trim()))].filter((part) => part !== ''),
  )
  .pipe(z.array(z.string().max(60)).max(20));

export const Pay = orNothing(z.coerce.number().int().min(1).max(1_000_000)).default(null);

export const PostingBody: z.ZodType<PostingContent> = z.object({
  purpose: z.enum(PURPOSES),
  title: z.string().trim().min(2).max(100),
  text: z.string().trim().min(10).max(5000),
  talentType: z.enum(TALENT_TYPES),
  wanted: z.coerce.number().int().min(1).max(10_000),
  region: z.string().trim().min(1).max(60),
  kind: z.enum(POSTING_KINDS),
  payMin: Pay,
  payMax: Pay,
  education: orNothing(z.enum(EDUCATIONS)).default(null),
  startsOn: orNothing(z.iso.date()).default(null),
  certificates: Listed,
  offers: Several(z.enum(WORK_VALUES)),
  special: z.string().trim().max(1000).default(''),
  expiresOn: orNothing(z.iso.date()).default(null),
  occupationId: orNothing(z.string().trim().max(60)).default(null),
});

const Wanted = z.object({
  skillId: z.string().min(1).max(60),
  level: z.coerce.number().int().min(1).max(5),
  must: z.boolean(),
});

/** Row by row: `use-<n>` ticked, or one chosen in `skill-<n>`, with `level-<n>` and `need-<n>`. */
export const SkillsBody = z
  .record(z.string(), z.string())
  .transform((fields): unknown =>
    Object.keys(fields).flatMap((name) => {
      const row = /^skill-(\d{1,3})$/.exec(name)?.[1];
      const skillId = fields[name];
      if (row === undefined || !skillId || (fields[`listed-${row}`] && !fields[`use-${row}`])) return [];
      return [{ skillId, level: fields[`level-${row}`], must: fields[`need-${row}`] !== 'nice' }];
    }),
  )
  .pipe(z.array(Wanted).max(30));
