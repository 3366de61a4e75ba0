import { readXml, type XmlElement } from '../../infra/xml-element.rules.ts';
import { bankProblem, judgeDraft, skillsByName, type BankVocabulary } from './bank-draft.rules.ts';
import { MAX_BANK_QUESTIONS, type BankFile } from './bank.schema.ts';
import { holdsMedia, readHtml } from './html-text.rules.ts';
import type { LineProblem } from './plan-file.schema.ts';
import type { LocalText } from './programme.schema.ts';
import { MAX_CHOICES, fillLocalText, foldText, type QuestionDraft } from './question.rules.ts';

/** Longer than any text of ours could be, markup included: isn't read at all. */
const MAX_HTML = 40_000;
const NAME_LENGTH = 60;

const refused = (problem: LineProblem): BankFile => ({
  questions: [],
  leftOut: [],
  ignored: [],
  problems: [problem],
});

/** Reads questions from Moodle XML. What can't be marked here as it is there is left out, with the reason. */
export function readMoodleXml(text: string, vocabulary: BankVocabulary): BankFile {
  const xml = readXml(text);
  if (!xml.ok)
    return refused(bankProblem(xml.problem.line ?? 0, `problems.xml.${xml.problem.id}`, xml.problem.values));
  if (xml.root.name !== 'quiz') return refused(bankProblem(1, 'problems.notMoodle'));
  const elements = xml.root.children.filter(({ name }) => name === 'question');
  const questions = elements.filter(({ attributes }) => attributes['type'] !== 'category');
  if (questions.length === 0) return refused(bankProblem(0, 'problems.empty'));
  if (questions.length > MAX_BANK_QUESTIONS)
    return refused(bankProblem(0, 'problems.tooMany', { most: MAX_BANK_QUESTIONS }));

  const skillIds = skillsByName(vocabulary.skills);
  const result: BankFile = { questions: [], leftOut: [], ignored: [], problems: [] };
  let categorySkill: string | null = null;
  for (const element of elements) {
    const { line } = element;
    if (element.attributes['type'] === 'category') {
      const id = /([^\s/]+)\s*$/.exec(innerText(element, 'category'))?.[1] ?? '';
      categorySkill = skillIds.get(foldText(id)) ?? null;
      continue;
    }
    const name = innerText(element, 'name').trim().slice(0, NAME_LENGTH);
    const draft = readQuestion(element);
    if ('reason' in draft) {
      result.leftOut.push(bankProblem(line, `leftOut.${draft.reason}`, { name, ...draft.values }));
      continue;
    }
    const tags = childrenOf(find(element, 'tags'), 'tag').map((tag) => innerText(tag).trim());
    const tagged = tags.flatMap((tag) => skillIds.get(foldText(/^skill:(.*)/.exec(tag)?.[1] ?? '')) ?? [])[0];
    const skillId = tagged ?? categorySkill ?? vocabulary.skillId;
    if (skillId === null) {
      result.problems.push(bankProblem(line, 'problems.skillMissing', { value: name }));
      continue;
    }
    const difficulty = Number(tags.flatMap((tag) => /^difficulty:([1-3])$/.exec(tag)?.[1] ?? [])[0] ?? 1);
    const id = find(element, 'idnumber')?.text.trim() || null;
    const judged = judgeDraft({ ...draft, difficulty }, { line, id, skillId }, vocabulary);
    if ('question' in judged) result.questions.push(judged.question);
    else result.problems.push(...judged.problems);
  }
  return result;
}

interface LeftOut {
  reason: 'type' | 'media' | 'tooLong' | 'partialCredit' | 'tooManyChoices' | 'wildcard';
  values: Record<string, string | number>;
}
const leaveOut = (reason: LeftOut['reason'], values: LeftOut['values'] = {}): LeftOut => ({ reason, values });

function readQuestion(element: XmlElement): QuestionDraft | LeftOut {
  const type = element.attributes['type'] ?? '';
  if (!['multichoice', 'truefalse', 'shortanswer'].includes(type)) return leaveOut('type', { type });
  const answers = childrenOf(element, 'answer');
  const shown = [find(element, 'questiontext'), find(element, 'generalfeedback'), ...answers];
  const texts = shown.map((each) => innerText(each));
  if (texts.some((text) => text.length > MAX_HTML)) return leaveOut('tooLong');
  if (texts.some(holdsMedia)) return leaveOut('media');
  const draft: QuestionDraft = {
    kind: 'fill',
    difficulty: 1,
    stem: readText(find(element, 'questiontext')),
    choices: [],
    trueFalse: '',
    fill: '',
    explanation: readText(find(element, 'generalfeedback')),
  };
  if (type === 'multichoice') return readChoices(element, answers, draft);
  const right = answers
    .filter((answer) => fractionOf(answer) === 100)
    .map((answer) => innerText(answer).trim());
  if (type === 'truefalse') return { ...draft, kind: 'true_false', trueFalse: right[0]?.toLowerCase() ?? '' };
  // An asterisk stands for any text, unless a backslash is before it.
  if (right.some((text) => /(?<!\\)\*/.test(text))) return leaveOut('wildcard');
  return { ...draft, fill: right.map((text) => text.replaceAll('\\*', '*')).join('\n') };
}

function readChoices(
  element: XmlElement,
  answers: XmlElement[],
  draft: QuestionDraft,
): QuestionDraft | LeftOut {
  if (answers.length > MAX_CHOICES) return leaveOut('tooManyChoices', { most: MAX_CHOICES });
  const one = /^(true|1)$/i.test(find(element, 'single')?.text.trim() || 'true');
  const right = answers.filter((answer) => fractionOf(answer) > 0);
  // Half the points for half an answer, or two answers of which each is enough: marking here knows neither.
  const whole = right.reduce((sum, answer) => sum + fractionOf(answer), 0);
  if (one ? right.length > 1 || whole < 99 : whole < 99) return leaveOut('partialCredit');
  const choices = answers.map((answer) => ({ text: readText(answer), right: right.includes(answer) }));
  return { ...draft, kind: right.length > 1 ? 'multiple' : 'single', choices };
}

const fractionOf = (answer: XmlElement): number => Number(answer.attributes['fraction'] ?? 0) || 0;

/** In HTML unless the file says otherwise. */
function readText(element: XmlElement | undefined): LocalText {
  const text = innerText(element);
  const format = element?.attributes['format'];
  if (format === 'plain_text' || format === 'markdown') return fillLocalText(text, '');
  return readHtml(format === 'moodle_auto_format' ? text.replaceAll('\n', '<br>') : text);
}

const find = (element: XmlElement | undefined, name: string): XmlElement | undefined =>
  element?.children.find((child) => child.name === name);
const childrenOf = (element: XmlElement | undefined, name: string): XmlElement[] =>
  element?.children.filter((child) => child.name === name) ?? [];
/** What stands in the `text` of an element, or of its child of this name. */
const innerText = (element: XmlElement | undefined, name?: string): string =>
  find(name === undefined ? element : find(element, name), 'text')?.text ?? '';
