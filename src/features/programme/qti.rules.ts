/** Questions as QTI 3.0 items in a package: what other question banks and test systems read. */
import { wordIn } from './bank-draft.rules.ts';
import type { BankWords } from './catalogue.schema.ts';
import { writeHtml } from './html-text.rules.ts';
import type { LocalText, Question } from './programme.schema.ts';

export const QTI_ITEM = 'http://www.imsglobal.org/xsd/imsqtiasi_v3p0';
const MANIFEST = 'http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1';
export const QTI_RESOURCE = 'imsqti_item_xmlv3p0';
const TEMPLATES = 'https://purl.imsglobal.org/spec/qti/v3p0/rptemplates';
const TITLE_LENGTH = 80;

export interface PackageFile {
  path: string;
  text: string;
}

/** The files of a package: its manifest, and an item per question. */
export function writeQtiPackage(questions: readonly Question[], words: BankWords): PackageFile[] {
  const items = questions.map((question) => ({
    path: `items/${identifierOf(question.id)}.xml`,
    text: writeItem(question, words),
  }));
  const resources = items.map(
    ({ path }, index) =>
      `<resource identifier="r${index + 1}" type="${QTI_RESOURCE}" href="${path}"><file href="${path}"/></resource>`,
  );
  const manifest = `${HEAD}<manifest xmlns="${MANIFEST}" identifier="waymark-questions">
<metadata><schema>QTI Package</schema><schemaversion>3.0.0</schemaversion></metadata>
<organizations/>
<resources>
${resources.join('\n')}
</resources>
</manifest>
`;
  return [{ path: 'imsmanifest.xml', text: manifest }, ...items];
}

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';
/** An identifier begins with a letter; ids of ours may begin with a digit. */
const identifierOf = (id: string): string => `q-${id.replace(/[^\w.-]/g, '_')}`;

function writeItem(question: Question, words: BankWords): string {
  const { id, skillId, difficulty, kind, stem, explanation } = question;
  const title = stem['zh-CN'].replace(/\s+/g, ' ').slice(0, TITLE_LENGTH);
  const template = kind === 'fill' ? 'map_response' : 'match_correct';
  return `${HEAD}<qti-assessment-item xmlns="${QTI_ITEM}" identifier="${identifierOf(id)}" title="${escapeXml(title)}" adaptive="false" time-dependent="false" xml:lang="zh-CN">
${writeResponse(question)}
<qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float"><qti-default-value><qti-value>0</qti-value></qti-default-value></qti-outcome-declaration>
<qti-item-body data-id="${escapeXml(id)}" data-skill="${escapeXml(skillId)}" data-difficulty="${difficulty}">
${writeInteraction(question, writeText(stem), words)}
<qti-rubric-block use="scoring" view="tutor scorer"><qti-content-body><div>${writeText(explanation)}</div></qti-content-body></qti-rubric-block>
</qti-item-body>
<qti-response-processing template="${TEMPLATES}/${template}.xml"/>
</qti-assessment-item>
`;
}

function writeResponse({ kind, key }: Question): string {
  const values = (kind === 'fill' ? key.slice(0, 1) : key).map(
    (value) => `<qti-value>${escapeXml(value)}</qti-value>`,
  );
  const correct = `<qti-correct-response>${values.join('')}</qti-correct-response>`;
  const declare = (cardinality: string, type: string, inside: string) =>
    `<qti-response-declaration identifier="RESPONSE" cardinality="${cardinality}" base-type="${type}">${inside}</qti-response-declaration>`;
  if (kind !== 'fill') return declare(kind === 'multiple' ? 'multiple' : 'single', 'identifier', correct);
  const entries = key.map(
    (text) => `<qti-map-entry map-key="${escapeXml(text)}" mapped-value="1" case-sensitive="false"/>`,
  );
  return declare(
    'single',
    'string',
    `${correct}<qti-mapping default-value="0">${entries.join('')}</qti-mapping>`,
  );
}

function writeInteraction({ kind, key, choices }: Question, stem: string, words: BankWords): string {
  if (kind === 'fill')
    return `<div>${stem}</div>\n<p><qti-text-entry-interaction response-identifier="RESPONSE"/></p>`;
  const shown =
    kind === 'true_false'
      ? (['true', 'false'] as const).map((id) => ({
          id,
          text: { 'zh-CN': wordIn('zh-CN', words.answers[id]), en: wordIn('en', words.answers[id]) },
        }))
      : choices;
  const most = kind === 'multiple' ? 0 : 1;
  const simple = shown.map(
    ({ id, text }) =>
      `<qti-simple-choice identifier="${escapeXml(id)}">${writeText(text)}</qti-simple-choice>`,
  );
  return `<qti-choice-interaction response-identifier="RESPONSE" shuffle="${String(kind !== 'true_false')}" max-choices="${most}" min-choices="${Math.min(1, key.length)}"><qti-prompt>${stem}</qti-prompt>${simple.join('')}</qti-choice-interaction>`;
}

/** The same text as in HTML, by the rules of XML. */
const writeText = (text: LocalText): string =>
  writeHtml({ 'zh-CN': withoutControls(text['zh-CN']), en: withoutControls(text.en) })
    .replaceAll('&nbsp;', '&#160;')
    .replaceAll('<br>', '<br/>')
    .replaceAll('lang="zh_cn"', 'lang="zh-CN"');

/** These may not stand in XML at all. */
const withoutControls = (text: string): string =>
  text.replace(/(?![\t\n\u007f-\u009f])\p{Cc}|[\ufffe\uffff]/gu, '');

const ESCAPED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeXml = (text: string): string =>
  withoutControls(text).replace(/[&<>"]/g, (mark) => ESCAPED[mark] ?? mark);
