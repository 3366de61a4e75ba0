import { z } from 'zod';
import type { Interests } from '../occupations/index.ts';
import type { TalentType } from '../roster/index.ts';
import type { Education, PostingKind, WantedSkill, WorkValue } from './postings.schema.ts';

/** What matching reads of an opening; nothing else of it counts. */
export interface OpenPosting {
  id: string;
  employerId: string;
  employerName: string;
  /** Only orders what is otherwise equal (R040). */
  cooperating: boolean;
  title: string;
  talentType: TalentType;
  region: string;
  kind: PostingKind;
  payMin: number | null;
  payMax: number | null;
  education: Education | null;
  startsOn: string | null;
  certificates: readonly string[];
  offers: readonly WorkValue[];
  skills: readonly WantedSkill[];
  /** Milliseconds since the epoch. */
  createdAt: number;
}

/** How well somebody has shown to master a skill. */
export interface SkillEvidence {
  /** 0 … 5. */
  level: number;
  /** 0 … 1: how much it rests on. */
  certainty: number;
}

/** What hard constraints are held against; null: not told. */
export interface Seeker {
  skills: ReadonlyMap<string, SkillEvidence>;
  kinds: readonly PostingKind[];
  regions: readonly string[];
  regionsOnly: boolean;
  education: Education | null;
  availableFrom: string | null;
  certificates: readonly string[] | null;
}

/** A student as their own recommendations see them. */
export interface Student extends Seeker {
  talentType: TalentType | null;
  /** Words in the names of wanted posts. */
  posts: readonly string[];
  minPay: number | null;
  /** As the questionnaire scored them; null: never asked. */
  interests: Interests | null;
  /** By work value, as shares of what was possible. */
  values: ReadonlyMap<WorkValue, number> | null;
}

export const CONSTRAINTS = ['kind', 'region', 'education', 'certificates', 'start'] as const;
export type Constraint = (typeof CONSTRAINTS)[number];

export const PARTS = ['skills', 'goal', 'interests', 'preferences', 'values'] as const;
export type Part = (typeof PARTS)[number];

export interface SkillLine {
  skillId: string;
  /** As the posting asks. */
  level: number;
  must: boolean;
  /** null: nothing is known. */
  evidence: SkillEvidence | null;
  state: 'met' | 'below' | 'unknown';
}

/** A module that teaches a skill; `own`: of one of the student's courses. */
export const Closer = z.object({
  skillId: z.string(),
  unit: z.string(),
  course: z.string(),
  own: z.boolean(),
});
export type Closer = z.infer<typeof Closer>;

export interface Match {
  /** 0 … 1; null: nothing that counts is known. */
  score: number | null;
  parts: { part: Part; value: number | null; weight: number }[];
  skills: SkillLine[];
  /** What would bring most, first. */
  missing: SkillLine[];
  /** With this skill at this level the score would be … */
  whatIf: { skillId: string; level: number; score: number } | null;
  constraints: Judged;
}

export interface Judged {
  unmet: Constraint[];
  unknown: Constraint[];
}

/** Kept with each entry of a shortlist: what it rests on. */
export interface CandidateReasons {
  skills: SkillLine[];
  unknown: Constraint[];
}
