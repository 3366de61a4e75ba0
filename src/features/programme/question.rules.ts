import type { Choice, LocalText, QuestionContent, QuestionKind } from './programme.schema.ts';

/** Most choices a question may have; their ids are letters from `a`. */
export const MAX_CHOICES = 6;
const TRUE_FALSE = ['true', 'false'];
const LIMITS = { stem: 4000, choice: 500, explanation: 4000, fill: 200 };

/**
 * Whether an answer is right. `given` holds choice ids, `true`/`false`, or for fill the text as typed; several
 * choices may come in any order and twice. Fill forgives case, outer and doubled spaces and full-width letters,
 * not spelling: the key lists every accepted one.
 */
export function markAnswer(question: Pick<QuestionContent, 'kind' | 'key'>, given: string[]): boolean {
  switch (question.kind) {
    case 'single':
    case 'true_false':
    case 'multiple': {
      const answer = new Set(given);
      return answer.size === new Set(question.key).size && question.key.every((id) => answer.has(id));
    }
    case 'fill': {
      const [text] = given;
      if (given.length !== 1 || text === undefined) return false;
      return question.key.some((accepted) => foldText(accepted) === foldText(text));
    }
  }
}

/** What a typed answer is compared by. */
export const foldText = (text: string): string =>
  text.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();

/** One language written: it stands for both. */
export function fillLocalText(chinese: string, english: string): LocalText {
  const [zh, en] = [chinese.trim(), english.trim()];
  return { 'zh-CN': zh || en, en: en || zh };
}

export const choiceId = (index: number): string => String.fromCharCode('a'.charCodeAt(0) + index);

/** A question as its form has it; empty choices are dropped. */
export interface QuestionDraft {
  kind: QuestionKind;
  difficulty: number;
  stem: LocalText;
  choices: { text: LocalText; right: boolean }[];
  trueFalse: string;
  /** One accepted spelling per line. */
  fill: string;
  explanation: LocalText;
}

/** Names of sentences in views/locales: programme.question.problems.<id>. */
export type QuestionProblem =
  | 'stemMissing'
  | 'explanationMissing'
  | 'tooFewChoices'
  | 'sameChoices'
  | 'oneRightChoice'
  | 'severalRightChoices'
  | 'allRight'
  | 'trueFalseMissing'
  | 'fillMissing'
  | 'tooLong';

export type JudgedQuestion =
  { kind: 'ready'; content: QuestionContent } | { kind: 'problems'; problems: QuestionProblem[] };

/** A draft becomes a question only if a machine can mark it and a learner can learn from it. */
export function judgeQuestion(draft: QuestionDraft): JudgedQuestion {
  const { choices, key } = readKey(draft);
  const { kind, difficulty, stem, explanation } = draft;
  const problems = [
    ...(isEmpty(stem) ? (['stemMissing'] as const) : []),
    ...keyProblems(draft, choices, key),
    ...(isEmpty(explanation) ? (['explanationMissing'] as const) : []),
    ...(isTooLong(draft, key) ? (['tooLong'] as const) : []),
  ];
  if (problems.length > 0) return { kind: 'problems', problems };
  return { kind: 'ready', content: { kind, difficulty, stem, choices, key, explanation } };
}

function readKey(draft: QuestionDraft): { choices: Choice[]; key: string[] } {
  switch (draft.kind) {
    case 'true_false':
      return { choices: [], key: TRUE_FALSE.includes(draft.trueFalse) ? [draft.trueFalse] : [] };
    case 'fill': {
      const spellings = draft.fill.split(/\r?\n/).map((line) => line.trim());
      return { choices: [], key: [...new Set(spellings.filter(Boolean))] };
    }
    case 'single':
    case 'multiple': {
      const written = draft.choices
        .filter(({ text }) => !isEmpty(text))
        .map(({ text, right }, index) => ({ choice: { id: choiceId(index), text }, right }));
      return {
        choices: written.map(({ choice }) => choice),
        key: written.filter(({ right }) => right).map(({ choice }) => choice.id),
      };
    }
  }
}

function keyProblems(draft: QuestionDraft, choices: Choice[], key: string[]): QuestionProblem[] {
  switch (draft.kind) {
    case 'true_false':
      return key.length === 1 ? [] : ['trueFalseMissing'];
    case 'fill':
      return key.length > 0 ? [] : ['fillMissing'];
    case 'single':
      return [...choiceProblems(choices), ...(key.length === 1 ? [] : (['oneRightChoice'] as const))];
    case 'multiple':
      return [
        ...choiceProblems(choices),
        ...(key.length >= 2 ? [] : (['severalRightChoices'] as const)),
        ...(choices.length > 2 && key.length === choices.length ? (['allRight'] as const) : []),
      ];
  }
}

function choiceProblems(choices: Choice[]): QuestionProblem[] {
  const texts = new Set(choices.map(({ text }) => foldText(text['zh-CN'])));
  return [
    ...(choices.length < 2 ? (['tooFewChoices'] as const) : []),
    ...(texts.size < choices.length ? (['sameChoices'] as const) : []),
  ];
}

function isTooLong(draft: QuestionDraft, key: string[]): boolean {
  const over = (text: LocalText, limit: number) => text['zh-CN'].length > limit || text.en.length > limit;
  return (
    over(draft.stem, LIMITS.stem) ||
    over(draft.explanation, LIMITS.explanation) ||
    draft.choices.some(({ text }) => over(text, LIMITS.choice)) ||
    (draft.kind === 'fill' && key.some((spelling) => spelling.length > LIMITS.fill))
  );
}

const isEmpty = (text: LocalText): boolean => text['zh-CN'] === '' || text.en === '';
