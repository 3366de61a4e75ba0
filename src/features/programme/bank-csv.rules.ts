import { MAX_BANK_QUESTIONS, type BankFile } from './bank.schema.ts';
import { bankProblem, judgeDraft, skillsByName, wordIn, type BankVocabulary } from './bank-draft.rules.ts';
import { BANK_COLUMNS, type BankColumn, type BankWords } from './catalogue.schema.ts';
import { lookUp, readRows } from './plan-import.rules.ts';
import { QUESTION_KINDS, type LocalText, type Question, type QuestionKind } from './programme.schema.ts';
import { MAX_CHOICES, choiceId, fillLocalText, foldText, type QuestionDraft } from './question.rules.ts';

/** No bank of ours has so many; what is beyond is passed over. */
const MAX_COLUMNS = 100;
const DIFFICULTIES = ['1', '2', '3'] as const;
const LETTERS = Array.from({ length: MAX_CHOICES }, (_, index) => choiceId(index));
const choiceColumn = (letter: string, language: 'Zh' | 'En') =>
  `choice${letter.toUpperCase()}${language}` as BankColumn;

/** Heading and one row per question, to be read again by `readBankCsv`. */
export function writeBankRows(questions: Question[], words: BankWords, locale: keyof LocalText): string[][] {
  const rows = questions.map((question) => {
    const { kind, stem, explanation, choices } = question;
    const cells: Partial<Record<BankColumn, string>> = {
      id: question.id,
      skill: question.skillId,
      kind: wordIn(locale, words.kinds[kind]),
      difficulty: String(question.difficulty),
      stemZh: stem['zh-CN'],
      stemEn: stem.en,
      key: writeKey(question, words, locale),
      explanationZh: explanation['zh-CN'],
      explanationEn: explanation.en,
    };
    for (const [index, { text }] of choices.entries()) {
      cells[choiceColumn(choiceId(index), 'Zh')] = text['zh-CN'];
      cells[choiceColumn(choiceId(index), 'En')] = text.en;
    }
    return BANK_COLUMNS.map((column) => {
      const cell = cells[column] ?? '';
      // Else the apostrophe of its own would be taken for the one that keeps a spreadsheet from calculating.
      return /^'+[=+\-@\t＝＋－＠]/.test(cell) ? `'${cell}` : cell;
    });
  });
  return [BANK_COLUMNS.map((column) => wordIn(locale, words.columns[column])), ...rows];
}

function writeKey({ kind, choices, key }: Question, words: BankWords, locale: keyof LocalText): string {
  if (kind === 'fill') return key.join('\n');
  if (kind === 'true_false') return wordIn(locale, words.answers[key[0] === 'true' ? 'true' : 'false']);
  return choices.flatMap(({ id }, index) => (key.includes(id) ? choiceId(index).toUpperCase() : [])).join('');
}

const refused = (problem: BankFile['problems'][number]): BankFile => ({
  questions: [],
  leftOut: [],
  ignored: [],
  problems: [problem],
});

/** Reads questions from CSV text (comma, semicolon or tab; headings in Chinese or English). */
export function readBankCsv(text: string, vocabulary: BankVocabulary): BankFile {
  const { words } = vocabulary;
  const read = readRows(text);
  if ('problem' in read) return refused(read.problem);
  const [heading, ...rows] = read.rows;
  if (!heading) return refused(bankProblem(0, 'problems.empty'));
  const headings = heading.cells.slice(0, MAX_COLUMNS);
  const columns = headings.map((cell) => lookUp(words.columns, BANK_COLUMNS, cell));
  const doubled = columns.findIndex((column, i) => column !== null && columns.indexOf(column) < i);
  if (doubled >= 0)
    return refused(bankProblem(heading.line, 'problems.doubledColumn', { column: headings[doubled] ?? '' }));
  const missing = (['kind', 'key'] as const).find((column) => !columns.includes(column));
  if (missing)
    return refused(
      bankProblem(heading.line, 'problems.columnMissing', { column: words.columns[missing].join(' / ') }),
    );
  if (rows.length === 0) return refused(bankProblem(0, 'problems.empty'));
  if (rows.length > MAX_BANK_QUESTIONS)
    return refused(bankProblem(0, 'problems.tooMany', { most: MAX_BANK_QUESTIONS }));

  const skillIds = skillsByName(vocabulary.skills);
  const result: BankFile = {
    questions: [],
    leftOut: [],
    ignored: headings.filter((cell, index) => cell !== '' && columns[index] === null),
    problems: [],
  };
  for (const { line, cells } of rows) {
    const cell = (column: BankColumn) =>
      (cells[columns.indexOf(column)] ?? '').replace(/^'(?='*[=+\-@\t＝＋－＠])/, '');
    const before = result.problems.length;
    const refuse = (id: string, values: Record<string, string | number> = {}) =>
      result.problems.push(bankProblem(line, `problems.${id}`, values));
    const kind = lookUp(words.kinds, QUESTION_KINDS, cell('kind'));
    if (kind === null)
      refuse('unknownWord', { value: cell('kind'), words: Object.values(words.kinds).flat().join(' / ') });
    const difficulty = lookUp(words.difficulties, DIFFICULTIES, cell('difficulty') || '1');
    if (difficulty === null)
      refuse('unknownWord', {
        value: cell('difficulty'),
        words: Object.values(words.difficulties).flat().join(' / '),
      });
    const skillId = cell('skill') === '' ? vocabulary.skillId : skillIds.get(foldText(cell('skill')));
    if (!skillId) refuse(cell('skill') === '' ? 'skillMissing' : 'skillUnknown', { value: cell('skill') });
    const key = kind && readKey(kind, cell('key'), words);
    if (kind && key === null) refuse('keyUnreadable', { value: cell('key') });
    if (!kind || !difficulty || !skillId || !key) continue;
    if (result.problems.length > before) continue;
    const text = (name: 'stem' | 'explanation') => fillLocalText(cell(`${name}Zh`), cell(`${name}En`));
    const draft: QuestionDraft = {
      kind,
      difficulty: Number(difficulty),
      stem: text('stem'),
      choices: LETTERS.map((letter) => ({
        text: fillLocalText(cell(choiceColumn(letter, 'Zh')), cell(choiceColumn(letter, 'En'))),
        right: key.letters.includes(letter),
      })),
      trueFalse: key.trueFalse,
      fill: key.fill,
      explanation: text('explanation'),
    };
    if (draft.choices.some(({ text: { en }, right }) => right && en === '')) {
      refuse('keyUnreadable', { value: cell('key') });
      continue;
    }
    const judged = judgeDraft(draft, { line, id: cell('id') || null, skillId }, vocabulary);
    if ('question' in judged) result.questions.push(judged.question);
    else result.problems.push(...judged.problems);
  }
  return result;
}

interface Key {
  letters: string[];
  trueFalse: string;
  fill: string;
}

/** Letters in any order and with any marks between them; a word for true or false; one accepted spelling per line. */
function readKey(kind: QuestionKind, text: string, words: BankWords): Key | null {
  const none = { letters: [], trueFalse: '', fill: '' };
  if (text === '' || kind === 'fill') return { ...none, fill: text };
  if (kind === 'true_false') {
    const trueFalse = lookUp(words.answers, ['true', 'false'], text);
    return trueFalse && { ...none, trueFalse };
  }
  const letters = [...foldText(text).replace(/[\s,;、|/&+]+/g, '')];
  return letters.every((letter) => LETTERS.includes(letter)) ? { ...none, letters } : null;
}
