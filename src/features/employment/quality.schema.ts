import { z } from 'zod';
import { TALENT_TYPES } from '../roster/index.ts';
import { DESTINATION_CODES, POST_TALENTS, WAVE_MONTHS, type PayBand } from './employment.schema.ts';
import type { FollowUpAnswers } from './follow-up.rules.ts';

/** One graduate with their current destination, as stored. */
export const StoredRecord = z.object({
  personId: z.string(),
  graduatedOn: z.string(),
  majorTalent: z.enum(TALENT_TYPES).nullable(),
  code: z.literal(DESTINATION_CODES).nullable(),
  employerName: z.string().nullable(),
  unitNature: z.number().nullable(),
  industry: z.number().nullable(),
  region: z.string().nullable(),
  postTalent: z.enum(POST_TALENTS).nullable(),
  enteredOn: z.string().nullable(),
  evidence: z.string().nullable(),
  paySealed: z.string().nullable(),
});
export type StoredRecord = z.infer<typeof StoredRecord>;

export const StoredWave = z.object({
  personId: z.string(),
  months: z.literal(WAVE_MONTHS),
  opensOn: z.string(),
  answersSealed: z.string().nullable(),
  reached: z.boolean(),
});
export type StoredWave = z.infer<typeof StoredWave>;

/** The same, opened. */
export type QualityRecord = Omit<StoredRecord, 'paySealed'> & {
  payFrom: PayBand | null;
  /** Of the latest wave that was answered. */
  latest: FollowUpAnswers | null;
};
export interface QualityWave {
  personId: string;
  months: (typeof WAVE_MONTHS)[number];
  reached: boolean;
  answers: FollowUpAnswers | null;
}

export interface QualityFigures {
  schoolName: string;
  records: QualityRecord[];
  /** Waves whose window has opened. */
  waves: QualityWave[];
  findings: { words: string; dueOn: string; closed: boolean }[];
}
