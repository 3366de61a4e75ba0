import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mergeBank } from '../../../src/features/programme/bank-merge.rules.ts';
import type { Question } from '../../../src/features/programme/programme.schema.ts';
import { bundleItems, isQti, readQti } from '../../../src/features/programme/qti-import.rules.ts';
import { readQtiPackage, zipFiles } from '../../../src/features/programme/qti-package.ts';
import { writeQtiPackage } from '../../../src/features/programme/qti.rules.ts';
import { readCatalogue } from '../../../src/features/programme/read-catalogue.ts';
import { readXml } from '../../../src/infra/xml-element.rules.ts';
import { makeZip } from '../../support/zip.ts';

const { planWords, questions: catalogue } = await readCatalogue();
const vocabulary = {
  words: planWords.bank,
  skills: [...new Set(catalogue.map(({ skillId }) => skillId))].map((id) => ({ id, names: [id] })),
  skillId: null as string | null,
  explain: false,
};
const asBank = (list: typeof catalogue): Question[] =>
  list.map((question) => ({ ...question, courseId: null, replacesQuestionId: null }));
const read = (source: string, given: object = {}) => readQti(source, { ...vocabulary, ...given });
const sourceOf = (questions: Question[]) => bundleItems(writeQtiPackage(questions, planWords.bank).slice(1));

const ITEM = 'xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0"';
const item = (body: string, response = '', attributes = 'title="Foreign"') =>
  `<qti-assessment-item ${ITEM} identifier="i1" ${attributes}>${response}<qti-item-body>${body}</qti-item-body></qti-assessment-item>`;
const correct = (values: string[], cardinality = 'single', more = '') =>
  `<qti-response-declaration identifier="R" cardinality="${cardinality}" base-type="identifier"><qti-correct-response>${values.map((value) => `<qti-value>${value}</qti-value>`).join('')}</qti-correct-response>${more}</qti-response-declaration>`;
const choices = (ids: string[], prompt = 'Which?') =>
  `<qti-choice-interaction response-identifier="R"><qti-prompt>${prompt}</qti-prompt>${ids.map((id) => `<qti-simple-choice identifier="${id}">Choice <b>${id}</b>!</qti-simple-choice>`).join('')}</qti-choice-interaction>`;

describe('a bank written as QTI 3.0', () => {
  it('comes back as it was, the whole catalogue, through a zip', async () => {
    const bank = asBank(catalogue);
    const zip = await zipFiles(writeQtiPackage(bank, planWords.bank));
    const pack = await readQtiPackage(zip);
    const file = read(pack.ok ? pack.source : '');
    expect(file.problems).toEqual([]);
    expect(file.leftOut).toEqual([]);
    expect(mergeBank(file, bank, new Map())).toMatchObject({ added: [], changed: [], same: bank.length });
  });

  it('comes back as it was whatever its texts', () => {
    const texts = fc
      .oneof(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
        fc.constantFrom(
          'a <b> & "c"',
          'two\nlines',
          '  spaces  inside ',
          ']]>',
          '<!-- x -->',
          '&amp;nbsp;',
          '____',
        ),
      )
      .map((text) => text.replace(/\p{Cc}|\u00a0/gu, (mark) => (mark === '\n' ? mark : '')).trim())
      .filter((text) => text !== '');
    const both = fc.record({ 'zh-CN': texts, en: texts });
    const [sample] = asBank(catalogue);
    const single = fc.record({
      stem: both,
      explanation: both,
      choices: fc
        .uniqueArray(texts, {
          minLength: 2,
          maxLength: 4,
          selector: (text) => text.normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase(),
        })
        .map((list) => list.map((text) => ({ 'zh-CN': text, en: text }))),
      id: fc.uuid(),
    });
    fc.assert(
      fc.property(single, texts, fc.boolean(), ({ stem, explanation, choices: own, id }, word, isFill) => {
        const question = {
          ...(sample as Question),
          id,
          stem,
          explanation,
          ...(isFill
            ? { kind: 'fill' as const, key: [word.replaceAll('\n', ' ')], choices: [] }
            : {
                kind: 'single' as const,
                key: ['a'],
                choices: own.map((text, index) => ({ id: 'abcd'[index] ?? '', text })),
              }),
        };
        const [back] = read(sourceOf([question])).questions;
        expect({ ...back?.content, id: back?.id }).toMatchObject({
          id,
          stem,
          explanation,
          key: question.key,
        });
      }),
    );
  });

  it('is well-formed, with a manifest that names each item once', () => {
    const files = writeQtiPackage(asBank(catalogue.slice(0, 9)), planWords.bank);
    for (const { text } of files) expect(readXml(text).ok).toBe(true);
    const [manifest, ...items] = files;
    for (const { path } of items) expect(manifest?.text.split(`<file href="${path}"/>`)).toHaveLength(2);
  });
});

describe('an item from elsewhere', () => {
  const given = { skillId: vocabulary.skills[0]?.id ?? null, explain: true };

  it('is read with its marked-up texts in order', () => {
    const source = item(`<p>Look <i>here</i> first.</p>${choices(['x', 'y'])}`, correct(['y']));
    expect(isQti(`<?xml version="1.0"?><!-- c -->${source}`)).toBe(true);
    const [question] = read(source, given).questions;
    expect(question?.content).toMatchObject({
      kind: 'single',
      stem: { en: 'Look here first.\nWhich?' },
      choices: [{ text: { en: 'Choice x!' } }, { text: { en: 'Choice y!' } }],
      key: ['b'],
    });
  });

  it('with a gap in its sentence shows where, and takes every spelling worth full points', () => {
    const mapping =
      '<qti-mapping><qti-map-entry map-key="HTTP" mapped-value="1"/><qti-map-entry map-key="web" mapped-value="0.5"/></qti-mapping>';
    const source = item(
      '<p>Pages come by <qti-text-entry-interaction response-identifier="R"/> mostly.</p>',
      correct(['http'], 'single', mapping),
    );
    expect(read(source, given).questions[0]?.content).toMatchObject({
      kind: 'fill',
      stem: { en: 'Pages come by ____ mostly.' },
      key: ['http', 'HTTP'],
    });
  });

  it.each([
    ['an essay', item('<qti-extended-text-interaction response-identifier="R"/>'), 'type'],
    ['two questions in one', item(choices(['a', 'b']) + choices(['c', 'd']), correct(['a'])), 'type'],
    ['nothing to answer', item('<p>Read this.</p>'), 'type'],
    ['a picture', item(`<p><img src="a.png"/></p>${choices(['a', 'b'])}`, correct(['a'])), 'media'],
    ['points and no right answer', item(choices(['a', 'b']), correct([])), 'partialCredit'],
    ['many choices', item(choices([...'abcdefg']), correct(['a'])), 'tooManyChoices'],
    [
      'a text without end',
      item(`<p>${'x'.repeat(50_000)}</p>${choices(['a', 'b'])}`, correct(['a'])),
      'tooLong',
    ],
  ])('is left out with the reason: %s', (_name, source, reason) => {
    const { questions, leftOut, problems } = read(source, given);
    expect([questions, problems]).toEqual([[], []]);
    expect(leftOut.map(({ sentence }) => sentence.id)).toEqual([`programme.bank.leftOut.${reason}`]);
  });

  it('without a skill asks for one', () => {
    const [problem] = read(item(choices(['a', 'b']), correct(['a']))).problems;
    expect(problem?.sentence.id).toBe('programme.bank.problems.skillMissing');
  });
});

describe('a package from elsewhere', () => {
  const manifest = (...paths: string[]) =>
    `<manifest><resources>${paths.map((path) => `<resource type="imsqti_item_xmlv3p0" href="${path}"/>`).join('')}<resource type="webcontent" href="style.css"/></resources></manifest>`;
  const zip = (files: Record<string, string>) =>
    makeZip(Object.entries(files).map(([name, content]) => ({ name, content })));
  const problemsIn = async (files: Record<string, string>) => {
    const pack = await readQtiPackage(zip(files));
    return pack.ok
      ? read(pack.source).problems.map(({ sentence }) => sentence.id.split('.').at(-1))
      : pack.reason;
  };

  it.each([
    ['no manifest', { 'a.xml': '<x/>' }, 'noManifest'],
    ['a manifest that isn’t XML', { 'imsmanifest.xml': '<manifest' }, 'noManifest'],
    ['nothing in it', { 'imsmanifest.xml': manifest() }, ['empty']],
    ['a file that isn’t there', { 'imsmanifest.xml': manifest('a.xml') }, ['missing']],
    [
      'what is no item',
      { 'imsmanifest.xml': manifest('a.xml'), 'a.xml': '<qti-assessment-test/>' },
      ['notItem'],
    ],
    ['what isn’t XML', { 'imsmanifest.xml': manifest('a.xml'), 'a.xml': '<a><b></a>' }, ['notItem']],
    [
      'what defines entities',
      { 'imsmanifest.xml': manifest('a.xml'), 'a.xml': '<!DOCTYPE a [<!ENTITY x "y">]><a/>' },
      ['doctype'],
    ],
    ['names that would break out', { 'imsmanifest.xml': manifest('a&quot;&gt;&lt;x.xml') }, ['missing']],
  ] as [string, Record<string, string>, unknown][])(
    'is refused with words: %s',
    async (_name, files, expected) => {
      expect(await problemsIn(files)).toEqual(expected);
    },
  );

  it('that is no zip, or a broken one, ends nothing', async () => {
    expect(await readQtiPackage(Buffer.from('PK not a zip'))).toEqual({ ok: false, reason: 'notZip' });
    const whole = zip({
      'imsmanifest.xml': manifest('a.xml'),
      'a.xml': item(choices(['a', 'b']), correct(['a'])),
    });
    expect(await readQtiPackage(whole.subarray(0, whole.length - 30))).toMatchObject({ ok: false });
  });
});
