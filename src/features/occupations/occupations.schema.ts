import { z } from 'zod';
import type { LocalText } from '../programme/index.ts';
import { TALENT_TYPES, type TalentType } from '../roster/index.ts';

/** Holland's six interest types, in the order O*NET counts them. */
export const INTEREST_TYPES = ['R', 'I', 'A', 'S', 'E', 'C'] as const;
export type InterestType = (typeof INTEREST_TYPES)[number];
export const Interests = z.strictObject({
  R: z.number(),
  I: z.number(),
  A: z.number(),
  S: z.number(),
  E: z.number(),
  C: z.number(),
});
/** One figure per type: an occupation's (1–7) or a person's raw scores (0–40). */
export type Interests = z.infer<typeof Interests>;

/** O*NET's database; 职业分类大典 2022; the school itself. */
export const OCCUPATION_SOURCES = ['onet', 'classification', 'school'] as const;
export type OccupationSource = (typeof OCCUPATION_SOURCES)[number];

/**
 * What a required skill rests on. `named`: O*NET lists a technology that our taxonomy names; `related`: it lists one
 * that is an instance of the skill; `judged`: our reading of one of its tasks; `inherited`: from the comparable
 * occupation; `school`: somebody of the school said so, which outranks the rest.
 */
export const SKILL_BASES = ['named', 'related', 'judged', 'inherited', 'school'] as const;
export type SkillBasis = (typeof SKILL_BASES)[number];

/** 1–5: how far a skill must be mastered (a fifth of full mastery each). */
export const SKILL_LEVELS = [1, 2, 3, 4, 5] as const;

export interface OccupationSkill {
  skillId: string;
  name: LocalText;
  /** 1–5. */
  level: number;
  /** 0–1. */
  importance: number;
  basis: SkillBasis;
  /** The technology, task or occupation it rests on, as its source words it. */
  evidence: string;
  /** 0–1: how sure the mapping is. */
  confidence: number;
  /** Whether the school's skill graph knows it, so that mastery can be measured. */
  onGraph: boolean;
}

export interface OccupationName {
  id: string;
  title: LocalText;
  talentType: TalentType;
}

/** A general skill as O*NET rates it: importance 1–5, level 0–7. `element` is its id there and in skills-35. */
export const SkillRating = z.strictObject({
  element: z.string(),
  name: z.strictObject({ 'zh-CN': z.string(), en: z.string() }),
  importance: z.number(),
  level: z.number(),
});
export type SkillRating = z.infer<typeof SkillRating>;

/** A rung of the development path, lowest first. */
export interface LadderStep {
  title: LocalText;
  about: LocalText;
}

export interface OccupationCertificate {
  name: LocalText;
  issuer: string;
  url: string | null;
}

export interface Occupation extends OccupationName {
  source: OccupationSource;
  /** O*NET-SOC or 大典 code; null: the school's own. */
  code: string | null;
  /** As standards of 2021 and before still name it. */
  formerCode: string | null;
  description: LocalText | null;
  tasks: LocalText[];
  /** O*NET job zone: preparation wanted, 1 little … 5 extensive. */
  jobZone: number | null;
  interests: Interests | null;
  /** Of work values, 1–7, by O*NET's names. */
  workValues: Record<string, number> | null;
  ratings: SkillRating[];
  ladder: LadderStep[];
  certificates: OccupationCertificate[];
  /** Occupations one may move to, and the O*NET occupations it is comparable with. */
  relatedIds: string[];
  comparableIds: string[];
  retiredAt: Date | null;
}

export const OCCUPATION_PAGE_SIZE = 24;

/** What the list can be narrowed by. */
export const OccupationFilter = z.object({
  q: z.string().trim().max(100).default(''),
  type: z
    .union([z.literal('').transform(() => null), z.enum(TALENT_TYPES)])
    .nullable()
    .default(null),
  interest: z
    .union([z.literal('').transform(() => null), z.enum(INTEREST_TYPES)])
    .nullable()
    .default(null),
  skill: z.string().trim().max(60).default(''),
  page: z.coerce.number().int().min(1).max(1000).default(1),
});
export type OccupationFilter = z.infer<typeof OccupationFilter>;
