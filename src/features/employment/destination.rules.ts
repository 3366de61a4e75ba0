import {
  PAY_BANDS,
  type DestinationCode,
  type DestinationContent,
  type PayBand,
} from './employment.schema.ts';

export const FORMULA_VERSIONS = ['2021', '2024'] as const;
export type FormulaVersion = (typeof FORMULA_VERSIONS)[number];

/** Both formulae of 去向落实率 add up four of these groups, over all graduates. */
export const GROUPS = {
  '2021': ['contract', 'startup', 'flexible', 'study', 'seeking', 'not_seeking'],
  '2024': ['employer', 'startup', 'freelance', 'study', 'seeking', 'not_seeking'],
} as const satisfies Record<FormulaVersion, readonly string[]>;
export type Group = (typeof GROUPS)[FormulaVersion][number];

const UNPLACED: readonly Group[] = ['seeking', 'not_seeking'];

const COMMON: Partial<Record<DestinationCode, Group>> = {
  70: 'seeking',
  71: 'not_seeking',
  72: 'not_seeking',
  75: 'startup',
  80: 'study',
  85: 'study',
};

/**
 * What a code counts as. 教学厅函〔2021〕19号: 12 and 76 are 灵活就业; 教就业厅函〔2024〕11号: 12 counts as employment
 * with an employer, 76 as freelance (the text of 2024 names groups, not codes: see docs/decisions/0056).
 */
export function groupOf(code: DestinationCode, version: FormulaVersion): Group {
  const common = COMMON[code];
  if (common) return common;
  if (version === '2021') return code === 12 || code === 76 ? 'flexible' : 'contract';
  return code === 76 ? 'freelance' : 'employer';
}

export const isPlaced = (code: DestinationCode, version: FormulaVersion): boolean =>
  !UNPLACED.includes(groupOf(code, version));

/** Works for an employer or for themselves; further study is placed, but not employed. */
export const isEmployed = (code: DestinationCode): boolean =>
  isPlaced(code, '2024') && groupOf(code, '2024') !== 'study';

/** Codes that count only with a paper: proof of pay, a signed statement, a business licence. */
const NEEDS_EVIDENCE: readonly DestinationCode[] = [12, 27, 75, 76];
export const needsEvidence = (code: DestinationCode): boolean => NEEDS_EVIDENCE.includes(code);

export type DestinationProblem = 'employerMissing' | 'entryMissing' | 'evidenceMissing' | 'entryInFuture';

/** What a destination lacks before its follow-up can be planned and its code be believed. Nothing is refused for it. */
export function listGaps(destination: DestinationContent, today: string): DestinationProblem[] {
  const { code, employerName, enteredOn, evidence } = destination;
  const works = isEmployed(code);
  return [
    ...(works && code !== 76 && employerName === null ? ['employerMissing' as const] : []),
    ...(works && enteredOn === null ? ['entryMissing' as const] : []),
    ...(needsEvidence(code) && evidence === null ? ['evidenceMissing' as const] : []),
    ...(enteredOn !== null && enteredOn > today ? ['entryInFuture' as const] : []),
  ];
}

/** A band as it was sealed. */
export const readPay = (text: string | null): PayBand | null =>
  PAY_BANDS.find((from) => String(from) === text) ?? null;

/** The band of a monthly pay in yuan. */
export const bandOf = (pay: number): PayBand => PAY_BANDS.findLast((from) => from <= pay) ?? PAY_BANDS[0];
