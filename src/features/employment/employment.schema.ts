import { z } from 'zod';
import { TALENT_TYPES } from '../roster/index.ts';

/** Codes of 毕业去向, as schools report them; kept raw, since what they count as depends on the formula's version. */
export const DESTINATION_CODES = [10, 11, 12, 27, 46, 50, 51, 70, 71, 72, 75, 76, 80, 85] as const;
export type DestinationCode = (typeof DESTINATION_CODES)[number];

/** 单位性质. */
export const UNIT_NATURES = [10, 20, 21, 22, 23, 29, 31, 32, 39, 40, 55, 56] as const;
/** 行业. */
export const INDUSTRIES = [
  11, 21, 22, 23, 24, 31, 32, 33, 34, 35, 36, 37, 38, 39, 41, 42, 43, 44, 45, 46, 80,
] as const;
/** 工作职位类别. */
export const POST_TYPES = [10, 11, 13, 17, 19, 21, 22, 23, 24, 25, 26, 27, 29, 30, 40, 60, 80, 90] as const;

/** Monthly pay in yuan: each band by where it begins. */
export const PAY_BANDS = [0, 3000, 4000, 5000, 6000, 8000, 10_000] as const;
export type PayBand = (typeof PAY_BANDS)[number];

/** Which of the standard's talent types a post belongs to, for the crosswalk of 对口. */
export const POST_TALENTS = [...TALENT_TYPES, 'other'] as const;
export type PostTalent = (typeof POST_TALENTS)[number];

export const DESTINATION_SOURCES = ['staff', 'graduate', 'import'] as const;
export type DestinationSource = (typeof DESTINATION_SOURCES)[number];

/** Months after the entry day (R091). */
export const WAVE_MONTHS = [1, 3, 6, 12] as const;
export type WaveMonths = (typeof WAVE_MONTHS)[number];

export const CHANNELS = ['phone', 'message', 'mail', 'visit'] as const;
export type Channel = (typeof CHANNELS)[number];
/** What came of a try; `sent` and `reached` come with the questionnaire. */
export const CONTACT_OUTCOMES = ['sent', 'reached', 'no_answer', 'wrong_number', 'refused'] as const;
export type ContactOutcome = (typeof CONTACT_OUTCOMES)[number];

export const TICKET_KINDS = ['help', 'finding'] as const;
export type TicketKind = (typeof TICKET_KINDS)[number];
export const TICKET_OUTCOMES = ['solved', 'referred', 'not_needed', 'no_reply'] as const;
export type TicketOutcome = (typeof TICKET_OUTCOMES)[number];

/** What is known of where a graduate went; pay is opened by whoever may read it. */
export interface DestinationContent {
  code: DestinationCode;
  employerName: string | null;
  unitNature: number | null;
  industry: number | null;
  postType: number | null;
  postTitle: string | null;
  postTalent: PostTalent | null;
  region: string | null;
  enteredOn: string | null;
  payFrom: PayBand | null;
  evidence: string | null;
}

const oneOf = <N extends number>(values: readonly N[]) =>
  z.coerce
    .number()
    .refine((value): value is N => values.some((known) => known === value), { error: 'unknown' });
/** An untouched field sends an empty string. */
const maybe = <S extends z.ZodType>(schema: S) =>
  z.preprocess((given) => (given === '' || given === undefined ? null : given), schema.nullable());
const text = (max: number) => maybe(z.string().trim().min(1).max(max));

/** A destination as forms and files give it. */
export const DestinationFields = z.object({
  code: oneOf(DESTINATION_CODES),
  employerName: text(200),
  unitNature: maybe(oneOf(UNIT_NATURES)),
  industry: maybe(oneOf(INDUSTRIES)),
  postType: maybe(oneOf(POST_TYPES)),
  postTitle: text(100),
  postTalent: maybe(z.enum(POST_TALENTS)),
  region: text(60),
  enteredOn: maybe(z.iso.date()),
  payFrom: maybe(oneOf(PAY_BANDS)),
  evidence: text(500),
});

export interface PersonOfSchool {
  schoolId: string;
  personId: string;
}
