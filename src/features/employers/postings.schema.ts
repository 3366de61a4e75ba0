import type { TalentType } from '../roster/index.ts';
import type { Verification } from './employers.schema.ts';

/** An opening is looked for now and shown to students; a need is filed for the school's planning (§4.3.1). */
export const PURPOSES = ['opening', 'need'] as const;
export type Purpose = (typeof PURPOSES)[number];

export const POSTING_KINDS = ['full_time', 'internship', 'part_time'] as const;
export type PostingKind = (typeof POSTING_KINDS)[number];

/** From the lowest to the highest. */
export const EDUCATIONS = ['secondary_vocational', 'higher_vocational', 'bachelor', 'master'] as const;
export type Education = (typeof EDUCATIONS)[number];

/** A draft's skills are yet to be confirmed; what is held waits for a person; a need is never open. */
export const POSTING_STATES = ['draft', 'held', 'open', 'filed', 'closed', 'refused'] as const;
export type PostingState = (typeof POSTING_STATES)[number];

/** The six values of the work values instrument, by the ids of its scores. */
export const WORK_VALUES = ['1-B-2-a', '1-B-2-b', '1-B-2-c', '1-B-2-d', '1-B-2-e', '1-B-2-f'] as const;
export type WorkValue = (typeof WORK_VALUES)[number];

export const LEVELS = [1, 2, 3, 4, 5] as const;

export interface WantedSkill {
  skillId: string;
  /** 1 … 5. */
  level: number;
  /** false: nice to have. */
  must: boolean;
}

export interface PostingContent {
  purpose: Purpose;
  title: string;
  /** Duties and requirements in the employer's words; skills are found in it. */
  text: string;
  talentType: TalentType;
  wanted: number;
  region: string;
  kind: PostingKind;
  /** Yuan a month. */
  payMin: number | null;
  payMax: number | null;
  education: Education | null;
  /** When work begins. */
  startsOn: string | null;
  certificates: string[];
  offers: WorkValue[];
  /** Cooperation across fields and other special needs (R016). */
  special: string;
  /** Last day on which an opening is shown. */
  expiresOn: string | null;
  /** Of the catalogue of occupations, where the post is one. */
  occupationId: string | null;
}

/** A posting as it stands, with who filed it. */
export interface Posting extends PostingContent {
  id: string;
  receipt: string;
  employerId: string;
  employerName: string;
  verification: Verification;
  skills: WantedSkill[];
  state: PostingState;
  holdReasons: HoldReason[];
  /** null: not by link. */
  linkId: string | null;
  createdByName: string | null;
  createdAt: Date;
}

/** Why a posting was held: a rule and what in the text it saw. */
export interface HoldReason {
  rule: string;
  found: string;
}
