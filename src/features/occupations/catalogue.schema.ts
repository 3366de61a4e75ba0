import { z } from 'zod';
import { TALENT_TYPES } from '../roster/index.ts';
import { Interests, SkillRating } from './occupations.schema.ts';

const Code = z.string().regex(/^[0-9][0-9A-Za-z.-]{2,30}$/);
const SkillId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]*$/);
const Text = z.strictObject({ 'zh-CN': z.string().trim().min(1), en: z.string().trim().min(1) });
const TalentType = z.enum(TALENT_TYPES);

/** catalogue/occupations/onet.json */
export const OnetFile = z.strictObject({
  source: z.string(),
  licence: z.string(),
  attribution: z.string(),
  changes: z.string(),
  occupations: z
    .array(
      z.strictObject({
        code: Code,
        title: Text,
        talentType: TalentType,
        description: Text,
        tasks: z.array(Text),
        jobZone: z.int().min(1).max(5),
        interests: Interests,
        values: z.record(z.string(), z.number()).nullable(),
        ratings: z.array(SkillRating),
        /** In demand: often asked for in employers' postings. */
        technologies: z.array(z.string()),
        related: z.array(Code),
      }),
    )
    .min(1),
});
export type OnetFile = z.infer<typeof OnetFile>;

/** catalogue/occupations/classification.json */
export const ClassificationFile = z.strictObject({
  source: z.string(),
  licence: z.string(),
  levels: z.strictObject({ prefix: z.string(), source: Text, steps: z.array(Text).min(1) }),
  note: z.string(),
  occupations: z
    .array(
      z.strictObject({
        code: Code,
        formerCode: Code.nullable(),
        title: Text,
        talentType: TalentType,
        comparable: z.array(Code),
      }),
    )
    .min(1),
});
export type ClassificationFile = z.infer<typeof ClassificationFile>;

/** catalogue/occupations/skill-map.json */
export const SkillMapFile = z.strictObject({
  about: z.string(),
  skills: z.array(z.strictObject({ id: SkillId, name: Text })).min(1),
  technologies: z.array(
    z.strictObject({ technology: z.string(), skillId: SkillId, match: z.enum(['named', 'related']) }),
  ),
  tasks: z.array(z.strictObject({ code: Code, skillId: SkillId, evidence: z.string() })),
});
export type SkillMapFile = z.infer<typeof SkillMapFile>;

export interface OccupationFiles {
  onet: OnetFile;
  classification: ClassificationFile;
  map: SkillMapFile;
}
