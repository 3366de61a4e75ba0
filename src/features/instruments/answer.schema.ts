import { z } from 'zod';

/** Ids of options, a number, a text, or a number per row of a matrix. */
export const AnswerValue = z.union([
  z.string(),
  z.number(),
  z.array(z.string()),
  z.record(z.string(), z.number()),
]);
export type AnswerValue = z.infer<typeof AnswerValue>;
export type Answers = Readonly<Record<string, AnswerValue>>;

/** All of an attempt that is somebody's own; sealed as one text. Raw answers in the order they came, with their times. */
export const AttemptContent = z.object({
  answers: z.record(z.string(), z.object({ value: AnswerValue, at: z.iso.datetime() })),
  /** When each part was opened first. */
  opened: z.record(z.string(), z.iso.datetime()),
});
export type AttemptContent = z.infer<typeof AttemptContent>;

export const NOTHING_YET: AttemptContent = { answers: {}, opened: {} };

/** The values alone, as rules take them. */
export const valuesOf = (content: AttemptContent): Answers =>
  Object.fromEntries(Object.entries(content.answers).map(([id, { value }]) => [id, value]));
