import type { BankWords } from './catalogue.schema.ts';
import type { BankChoices, BankQuestion } from './bank.schema.ts';
import type { LineProblem, SkillName } from './plan-file.schema.ts';
import type { LocalText } from './programme.schema.ts';
import { foldText, judgeQuestion, type QuestionDraft } from './question.rules.ts';

const QUOTED = 200;

export interface BankVocabulary extends BankChoices {
  words: BankWords;
  skills: SkillName[];
}

export const bankProblem = (
  line: number,
  id: string,
  values: Record<string, string | number> = {},
): LineProblem => ({
  line,
  sentence: {
    id: `programme.bank.${id}`,
    values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, shorten(value)])),
  },
});

/** What a file holds is told back in part: it may be of any length. */
const shorten = <V extends string | number>(value: V) =>
  typeof value === 'string' && value.length > QUOTED ? `${value.slice(0, QUOTED)}…` : value;

/** Ids of skills by every word that a file may call them. */
export const skillsByName = (skills: SkillName[]): Map<string, string> =>
  new Map(skills.flatMap(({ id, names }) => [...names, id].map((name) => [foldText(name), id])));

/** The question that a file tells of, by the same rules as one from the form. */
export function judgeDraft(
  draft: QuestionDraft,
  at: Omit<BankQuestion, 'content'>,
  vocabulary: BankVocabulary,
): { question: BankQuestion } | { problems: LineProblem[] } {
  const judged = judgeQuestion(vocabulary.explain ? explained(draft, vocabulary.words) : draft);
  if (judged.kind === 'ready') return { question: { ...at, content: judged.content } };
  return {
    problems: judged.problems.map((id) => ({
      line: at.line,
      sentence: { id: `programme.question.problems.${id}`, values: {} },
    })),
  };
}

/** The right answer, told by itself, where nobody wrote why. */
function explained(draft: QuestionDraft, { answerIs, answers }: BankWords): QuestionDraft {
  if (draft.explanation.en !== '') return draft;
  const answerIn = (locale: keyof LocalText): string => {
    switch (draft.kind) {
      case 'true_false':
        return draft.trueFalse === '' ? '' : wordIn(locale, answers[draft.trueFalse as 'true' | 'false']);
      case 'fill':
        return draft.fill.split('\n').filter(Boolean).join(' / ');
      case 'single':
      case 'multiple':
        return draft.choices
          .filter(({ right }) => right)
          .map(({ text }) => text[locale])
          .join(' / ');
    }
  };
  const tell = (locale: keyof LocalText) => answerIs[locale].replace('{answer}', () => answerIn(locale));
  return { ...draft, explanation: { 'zh-CN': tell('zh-CN'), en: tell('en') } };
}

/** The word of a list that a reader of this language expects. */
export const wordIn = (locale: keyof LocalText, words: readonly string[]): string =>
  words.find((word) => /\p{Script=Han}/u.test(word) === (locale === 'zh-CN')) ?? words[0] ?? '';
