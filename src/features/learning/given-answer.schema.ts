import { z } from 'zod';

/** A question's form: one answer, several ticked boxes or none. */
export const GivenAnswer = z.object({
  questionId: z.string().min(1).max(100),
  answer: z.union([z.string().max(500), z.array(z.string().max(500)).max(20)]).optional(),
});

export const listGiven = ({ answer }: z.output<typeof GivenAnswer>): string[] => [answer ?? []].flat();
