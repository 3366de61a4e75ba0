import { z } from 'zod';

/** OULAD's own dumps write ? for what isn't known, its R package an empty cell. */
const isUnknown = (cell: unknown) => cell === '' || cell === '?';
const text = z.string().trim().min(1, 'is empty');
const number = text.pipe(z.coerce.number('is not a number'));
const maybeNumber = z.preprocess((cell) => (isUnknown(cell) ? null : cell), number.nullable());

/** The files of a folder, in the words of the Open University Learning Analytics Dataset. Other columns are passed over. */
export const AssessmentLine = z.object({
  code_presentation: text,
  id_assessment: text,
  assessment_type: text,
  date: maybeNumber,
  weight: z.preprocess((cell) => (isUnknown(cell) ? '0' : cell), number.pipe(z.number().min(0))),
});
export const StudentLine = z.object({
  sid: text,
  code_presentation: text,
  num_of_prev_attempts: maybeNumber,
  studied_credits: maybeNumber,
  date_registration: maybeNumber,
  date_unregistration: maybeNumber,
  final_result: z.enum(
    ['Pass', 'Distinction', 'Fail', 'Withdrawn'],
    'is none of Pass, Distinction, Fail, Withdrawn',
  ),
});
export const SubmissionLine = z.object({
  sid: text,
  id_assessment: text,
  date_submitted: number,
  score: z.preprocess(
    (cell) => (isUnknown(cell) ? null : cell),
    number.pipe(z.number().min(0, 'is below 0').max(100, 'is above 100')).nullable(),
  ),
});

/** What other people's models reached on the same data, by cut day. */
export const BaselineFile = z.record(
  z.string().regex(/^\d+$/, 'is not a day'),
  z.looseObject({ lr_auc: z.number(), lr_p10: z.number() }),
);
export type BaselineFile = z.infer<typeof BaselineFile>;

/** One run of a course, from its first day (0) to its end. */
export interface Presentation {
  code: string;
  endDay: number;
  assignments: { id: string; dueDay: number; weight: number }[];
  learners: PastLearner[];
}

export interface PastLearner {
  id: string;
  registeredDay: number | null;
  unregisteredDay: number | null;
  previousAttempts: number | null;
  credits: number | null;
  failed: boolean;
  /** By assignment. */
  submissions: ReadonlyMap<string, { day: number; mark: number | null }>;
}
