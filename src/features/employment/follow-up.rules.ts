import { z } from 'zod';
import { PAY_BANDS, type PayBand } from './employment.schema.ts';

/** The shipped questionnaire whose items are read below; a school may add items in a version of its own. */
export const FOLLOW_UP = 'follow-up';
/** Days that employment staff have for a call for help. */
export const HELP_DAYS = 3;

export const PROBLEMS = [
  'workload',
  'pay',
  'skills',
  'people',
  'contract',
  'place',
  'health',
  'other',
] as const;
export type Problem = (typeof PROBLEMS)[number];

const Scale = z.number().min(1).max(5).nullable().catch(null);
const Answered = z.object({
  still: z.enum(['same', 'changed', 'left']).nullable().catch(null),
  match: Scale,
  pay: z.string().nullable().catch(null),
  growth: Scale,
  satisfaction: Scale,
  problems: z.array(z.string()).catch([]),
  words: z.string().nullable().catch(null),
  help: z.enum(['yes', 'no']).nullable().catch(null),
});

/** The fixed core of R092: 岗位匹配度, 薪资待遇, 职业发展空间, 问题和困难. */
export interface FollowUpAnswers {
  still: 'same' | 'changed' | 'left' | null;
  match: number | null;
  payFrom: PayBand | null;
  growth: number | null;
  satisfaction: number | null;
  problems: Problem[];
  words: string | null;
  wantsHelp: boolean;
}

/** What was answered to the core items; what is missing or unknown there is null, whatever else a version asks. */
export function readFollowUp(answers: Readonly<Record<string, unknown>>): FollowUpAnswers {
  const { pay, problems, words, help, ...rest } = Answered.parse({
    still: answers['still'],
    match: answers['match'],
    pay: answers['pay'],
    growth: answers['growth'],
    satisfaction: answers['satisfaction'],
    problems: answers['problems'],
    words: answers['words'],
    help: answers['help'],
  });
  return {
    ...rest,
    payFrom: PAY_BANDS.find((from) => pay === `from-${from}`) ?? null,
    problems: PROBLEMS.filter((problem) => problems.includes(problem)),
    words: words?.trim() ? words.trim() : null,
    wantsHelp: help === 'yes',
  };
}

/**
 * R093: help is offered to whoever asks for it, and to whoever names a difficulty with contract or health, which do not
 * wait, unless they said that they want none.
 */
export const opensTicket = (answers: FollowUpAnswers, saidNo: boolean): boolean =>
  answers.wantsHelp ||
  (!saidNo && answers.problems.some((problem) => problem === 'contract' || problem === 'health'));

/** Stored answers, as they were written by `readFollowUp`. */
export const StoredAnswers = z.object({
  still: z.enum(['same', 'changed', 'left']).nullable(),
  match: z.number().nullable(),
  payFrom: z.literal(PAY_BANDS).nullable(),
  growth: z.number().nullable(),
  satisfaction: z.number().nullable(),
  problems: z.array(z.enum(PROBLEMS)),
  words: z.string().nullable(),
  wantsHelp: z.boolean(),
});

/** What a call for help says, below the seal. */
export const HelpWords = z.object({ problems: z.array(z.enum(PROBLEMS)), words: z.string().nullable() });
export type HelpWords = z.infer<typeof HelpWords>;
