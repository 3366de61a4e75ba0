import { z } from 'zod';
import { QUESTION_KINDS } from './programme.schema.ts';
import { MAX_CHOICES, choiceId, fillLocalText, type QuestionDraft } from './question.rules.ts';

const Field = z.string().max(10_000).default('');
const Several = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .transform((value) => (value === undefined ? [] : [value].flat()));

/** The question form: texts in both languages as `<name>-zh` and `<name>-en`, ticked choices as `right`. */
export const QuestionForm = z
  .object({
    kind: z.enum(QUESTION_KINDS),
    difficulty: z.coerce.number().int().min(1).max(3),
    right: Several,
    trueFalse: Field,
    fill: Field,
  })
  .catchall(z.union([z.string().max(10_000), z.array(z.string())]));

export function readDraft(form: z.output<typeof QuestionForm>): QuestionDraft {
  const text = (name: string) => {
    const value = (language: string) => String(form[`${name}-${language}`] ?? '');
    return fillLocalText(value('zh'), value('en'));
  };
  return {
    kind: form.kind,
    difficulty: form.difficulty,
    stem: text('stem'),
    choices: Array.from({ length: MAX_CHOICES }, (_, index) => {
      const id = choiceId(index);
      return { text: text(`choice-${id}`), right: form.right.includes(id) };
    }),
    trueFalse: form.trueFalse,
    fill: form.fill,
    explanation: text('explanation'),
  };
}
