/** Questions as Moodle's question bank imports them (Moodle XML). */
import { writeHtml } from './html-text.rules.ts';
import type { LocalText, Question } from './programme.schema.ts';

const NAME_LENGTH = 80;

/** One category per skill, which its path ends with; tags tell skill and difficulty. */
export function writeMoodleXml(questions: Question[], skillNames: Map<string, LocalText>): string {
  const skillIds = [...new Set(questions.map(({ skillId }) => skillId))].sort();
  const parts = skillIds.flatMap((id) => [
    writeCategory(`${skillNames.get(id)?.['zh-CN'] ?? ''} ${id}`.trim()),
    ...questions.filter(({ skillId }) => skillId === id).map(writeQuestion),
  ]);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n${parts.join('')}</quiz>\n`;
}

const writeCategory = (name: string): string =>
  `<question type="category"><category>${textElement(`$course$/top/${name.replaceAll('/', '//')}`)}</category></question>\n`;

const TYPES = {
  single: 'multichoice',
  multiple: 'multichoice',
  true_false: 'truefalse',
  fill: 'shortanswer',
};

function writeQuestion(question: Question): string {
  const name = question.stem['zh-CN'].replace(/\s+/g, ' ').slice(0, NAME_LENGTH);
  const lines = [
    `<question type="${TYPES[question.kind]}">`,
    `<name>${textElement(name)}</name>`,
    htmlElement('questiontext', question.stem),
    htmlElement('generalfeedback', question.explanation),
    `<idnumber>${escapeXml(question.id)}</idnumber>`,
    ...writeAnswers(question),
    `<tags><tag>${textElement(`skill:${question.skillId}`)}</tag><tag>${textElement(`difficulty:${question.difficulty}`)}</tag></tags>`,
    '</question>',
  ];
  return `${lines.join('\n')}\n`;
}

function writeAnswers({ kind, choices, key }: Question): string[] {
  switch (kind) {
    case 'true_false':
      return ['true', 'false'].map((value) => plainAnswer(value, key.includes(value) ? 100 : 0));
    case 'fill':
      // An asterisk of its own would stand for anything.
      return ['<usecase>0</usecase>', ...key.map((text) => plainAnswer(text.replaceAll('*', '\\*'), 100))];
    case 'single':
    case 'multiple':
      return [
        `<single>${String(kind === 'single')}</single>`,
        '<shuffleanswers>true</shuffleanswers>',
        '<answernumbering>ABCD</answernumbering>',
        ...choices.map(({ id, text }) => {
          const fraction = key.includes(id) ? share(key.length) : kind === 'multiple' ? -100 : 0;
          return `<answer fraction="${fraction}" format="html">${textElement(writeHtml(text))}</answer>`;
        }),
      ];
  }
}

/** Moodle takes fractions of five places only. */
const share = (count: number): number => Number((100 / count).toFixed(5));

const plainAnswer = (text: string, fraction: number): string =>
  `<answer fraction="${fraction}" format="moodle_auto_format">${textElement(text)}</answer>`;
const htmlElement = (name: string, text: LocalText): string =>
  `<${name} format="html">${textElement(writeHtml(text))}</${name}>`;
const textElement = (text: string): string => `<text>${escapeXml(text)}</text>`;

const ESCAPED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeXml = (text: string): string =>
  text
    // These may not stand in XML at all.
    .replace(/(?![\t\n\r\u007f-\u009f])\p{Cc}|[\ufffe\uffff]/gu, '')
    .replace(/[&<>"]/g, (mark) => ESCAPED[mark] ?? mark);
