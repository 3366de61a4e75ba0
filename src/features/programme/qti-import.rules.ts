import { readXml, type XmlElement } from '../../infra/xml-element.rules.ts';
import { bankProblem, judgeDraft, skillsByName, type BankVocabulary } from './bank-draft.rules.ts';
import { MAX_BANK_QUESTIONS, type BankFile } from './bank.schema.ts';
import { holdsMedia, readHtml } from './html-text.rules.ts';
import type { LocalText } from './programme.schema.ts';
import { MAX_CHOICES, foldText, type QuestionDraft } from './question.rules.ts';

/** Longer than any text of ours could be, markup included: isn't read at all. */
const MAX_HTML = 40_000;
const NAME_LENGTH = 60;
/** All items of a package in one text, so that a preview can be confirmed as it was read. */
const BUNDLE = 'qti-items';
const ITEM = 'qti-assessment-item';

/** One item's file of a package; `problem`: why it couldn't be read. */
export type BundledItem = { path: string; text: string } | { path: string; problem: string };

export function bundleItems(items: readonly BundledItem[]): string {
  const parts = items.map((item) => {
    const path = escapeAttribute(item.path);
    if ('problem' in item) return `<file path="${path}" problem="${item.problem}"/>`;
    const reading = readXml(item.text);
    return reading.ok
      ? `<file path="${path}">${item.text.replace(/^\ufeff?\s*<\?xml[^]*?\?>/, '')}</file>`
      : `<file path="${path}" problem="${reading.problem.id}"/>`;
  });
  return `<${BUNDLE}>\n${parts.join('\n')}\n</${BUNDLE}>\n`;
}

const escapeAttribute = (text: string): string =>
  text.replace(/[&<>"\p{Cc}]/gu, (mark) => (/\p{Cc}/u.test(mark) ? ' ' : `&#${mark.charCodeAt(0)};`));

/** By its first element; what stands before it may be a declaration or comments. */
export const isQti = (text: string): boolean =>
  /^(?:\s|<\?[^>]*>|<!--(?:(?!-->)[^])*-->)*<(?:[\w.-]+:)?(?:qti-items|qti-assessment-item)[\s/>]/.test(text);

/** Reads questions from QTI 3.0 items. What can't be marked here as it is there is left out, with the reason. */
export function readQti(text: string, vocabulary: BankVocabulary): BankFile {
  const result: BankFile = { questions: [], leftOut: [], ignored: [], problems: [] };
  const xml = readXml(text);
  if (!xml.ok) {
    const { line, id, values } = xml.problem;
    result.problems.push(bankProblem(line ?? 0, `problems.xml.${id}`, values));
    return result;
  }
  const { root } = xml;
  const files =
    root.name === BUNDLE ? root.children : [{ ...root, attributes: { path: '' }, children: [root] }];
  if (files.length === 0) result.problems.push(bankProblem(0, 'problems.empty'));
  if (files.length > MAX_BANK_QUESTIONS) {
    result.problems.push(bankProblem(0, 'problems.tooMany', { most: MAX_BANK_QUESTIONS }));
    return result;
  }
  const skillIds = skillsByName(vocabulary.skills);
  for (const { attributes, children, line } of files) {
    const path = attributes['path'] ?? '';
    const [item] = children;
    if (item?.name !== ITEM) {
      const why = ['doctype', 'tooDeep', 'missing', 'tooLarge'].find((id) => id === attributes['problem']);
      result.problems.push(bankProblem(line, `problems.qti.${why ?? 'notItem'}`, { path }));
      continue;
    }
    const name = (item.attributes['title'] ?? path).trim().slice(0, NAME_LENGTH);
    const draft = readItem(item);
    if ('reason' in draft) {
      result.leftOut.push(bankProblem(line, `leftOut.${draft.reason}`, { name, ...draft.values }));
      continue;
    }
    const told = find(item, 'qti-item-body')?.attributes ?? {};
    const skillId = skillIds.get(foldText(told['data-skill'] ?? '')) ?? vocabulary.skillId;
    if (skillId === null) {
      result.problems.push(bankProblem(line, 'problems.skillMissing', { value: name }));
      continue;
    }
    const difficulty = Number(/^[1-3]$/.exec(told['data-difficulty'] ?? '')?.[0] ?? 1);
    const at = { line, id: told['data-id']?.trim() || null, skillId };
    const judged = judgeDraft({ ...draft, difficulty }, at, vocabulary);
    if ('question' in judged) result.questions.push(judged.question);
    else result.problems.push(...judged.problems);
  }
  return result;
}

interface LeftOut {
  reason: 'type' | 'media' | 'tooLong' | 'partialCredit' | 'tooManyChoices';
  values: Record<string, string | number>;
}
const leaveOut = (reason: LeftOut['reason'], values: LeftOut['values'] = {}): LeftOut => ({ reason, values });

const CHOICE = 'qti-choice-interaction';
const ENTRY = 'qti-text-entry-interaction';

function readItem(item: XmlElement): QuestionDraft | LeftOut {
  const body = find(item, 'qti-item-body');
  const interactions = body ? listAll(body).filter(({ name }) => name.endsWith('-interaction')) : [];
  const [interaction, second] = interactions;
  const type = second ? `${interactions.length} interactions` : (interaction?.name ?? '–');
  if (!body || !interaction || second || (type !== CHOICE && type !== ENTRY))
    return leaveOut('type', { type });
  const html = writeInside(body, interaction);
  if (html.length > MAX_HTML) return leaveOut('tooLong');
  if (holdsMedia(writeInside(body, null))) return leaveOut('media');
  const declaration = childrenOf(item, 'qti-response-declaration').find(
    ({ attributes }) => attributes['identifier'] === interaction.attributes['response-identifier'],
  );
  const correct = childrenOf(find(declaration, 'qti-correct-response'), 'qti-value').map(({ text }) =>
    text.trim(),
  );
  const draft: QuestionDraft = {
    kind: 'fill',
    difficulty: 1,
    stem: readHtml(html),
    choices: [],
    trueFalse: '',
    fill: '',
    explanation: readExplanation(item, body),
  };
  if (type === ENTRY) return { ...draft, fill: listAccepted(declaration, correct).join('\n') };
  const before = draft.stem;
  const prompt = readHtml(writeInside(find(interaction, 'qti-prompt'), null));
  const stem = { 'zh-CN': join(before['zh-CN'], prompt['zh-CN']), en: join(before.en, prompt.en) };
  return readChoices(
    { ...draft, stem },
    interaction,
    correct,
    declaration?.attributes['cardinality'] ?? 'single',
  );
}

const join = (before: string, prompt: string): string => [before, prompt].filter(Boolean).join('\n');

function readChoices(
  draft: QuestionDraft,
  interaction: XmlElement,
  correct: readonly string[],
  cardinality: string,
): QuestionDraft | LeftOut {
  const given = childrenOf(interaction, 'qti-simple-choice');
  const ids = given.map(({ attributes }) => attributes['identifier'] ?? '');
  if (ids.length === 2 && ids.includes('true') && ids.includes('false') && correct.length === 1)
    return { ...draft, kind: 'true_false', trueFalse: correct[0] ?? '' };
  if (given.length > MAX_CHOICES) return leaveOut('tooManyChoices', { most: MAX_CHOICES });
  // Points per choice and no answer that is right as a whole: marking here doesn't know that.
  if (correct.length === 0) return leaveOut('partialCredit');
  const choices = given.map((choice, index) => ({
    text: readHtml(writeInside(choice, null)),
    right: correct.includes(ids[index] ?? ''),
  }));
  return {
    ...draft,
    kind: cardinality === 'multiple' && correct.length > 1 ? 'multiple' : 'single',
    choices,
  };
}

/** The right text, and whatever else is worth as much. */
function listAccepted(declaration: XmlElement | undefined, correct: readonly string[]): string[] {
  const entries = childrenOf(find(declaration, 'qti-mapping'), 'qti-map-entry').map(({ attributes }) => ({
    text: attributes['map-key'] ?? '',
    worth: Number(attributes['mapped-value'] ?? 0),
  }));
  const most = Math.max(0, ...entries.map(({ worth }) => worth));
  const mapped = entries.filter(({ worth }) => most > 0 && worth === most).map(({ text }) => text);
  return [...new Set([...correct, ...mapped])];
}

/** Feedback shown at the end, or what a rubric tells whoever scores. */
function readExplanation(item: XmlElement, body: XmlElement): LocalText {
  const said =
    find(item, 'qti-modal-feedback') ?? listAll(body).find(({ name }) => name === 'qti-rubric-block');
  return readHtml(writeInside(said, null));
}

const LEFT = new Set(['qti-rubric-block', 'qti-stylesheet', 'qti-template-block', CHOICE]);

/** An element's inside as HTML, without its prompt's choices and what isn't for the candidate; a gap for `entry`. */
function writeInside(element: XmlElement | undefined, entry: XmlElement | null): string {
  if (!element) return '';
  return element.content
    .map((part) => {
      if (typeof part === 'string')
        return part.replace(/&/g, '&amp;').replace(/</g, '&lt;').replaceAll('\u00a0', '&nbsp;');
      if (part.name === ENTRY) return isAlone(element) ? '' : '____';
      if (entry !== null && LEFT.has(part.name)) return '';
      const attributes = ['class', 'lang']
        .flatMap((name) =>
          part.attributes[name] === undefined ? [] : [` ${name}="${part.attributes[name]}"`],
        )
        .join('');
      return `<${part.name}${attributes}>${writeInside(part, entry)}</${part.name}>`;
    })
    .join('');
}

/** A gap that stands by itself needs no mark in the text. */
const isAlone = ({ content }: XmlElement): boolean =>
  content.every((part) => typeof part !== 'string' || part.trim() === '') && content.length < 4;

const find = (element: XmlElement | undefined, name: string): XmlElement | undefined =>
  element?.children.find((child) => child.name === name);
const childrenOf = (element: XmlElement | undefined, name: string): XmlElement[] =>
  element?.children.filter((child) => child.name === name) ?? [];
const listAll = (element: XmlElement): XmlElement[] =>
  element.children.flatMap((child) => [child, ...listAll(child)]);
