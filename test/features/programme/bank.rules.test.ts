import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { csvLine } from '../../../src/infra/csv.ts';
import { readBankCsv, writeBankRows } from '../../../src/features/programme/bank-csv.rules.ts';
import type { BankVocabulary } from '../../../src/features/programme/bank-draft.rules.ts';
import { mergeBank } from '../../../src/features/programme/bank-merge.rules.ts';
import type { BankFile, BankQuestion } from '../../../src/features/programme/bank.schema.ts';
import { readHtml, writeHtml } from '../../../src/features/programme/html-text.rules.ts';
import { readMoodleXml } from '../../../src/features/programme/moodle-import.rules.ts';
import { writeMoodleXml } from '../../../src/features/programme/moodle-xml.rules.ts';
import type { LocalText, Question } from '../../../src/features/programme/programme.schema.ts';
import { foldText, judgeQuestion } from '../../../src/features/programme/question.rules.ts';
import { readCatalogue } from '../../../src/features/programme/read-catalogue.ts';

const SKILLS = [
  { id: 'S015', names: ['HTML', 'HTML5'] },
  { id: 'S016', names: ['CSS'] },
];
const NAMES = new Map([
  ['S015', { 'zh-CN': 'HTML/网页', en: 'HTML' }],
  ['S016', { 'zh-CN': 'CSS', en: 'CSS' }],
]);
let vocabulary: BankVocabulary;
let catalogue: Question[];
beforeAll(async () => {
  const { planWords, questions } = await readCatalogue();
  vocabulary = { words: planWords.bank, skills: SKILLS, skillId: null, explain: false };
  catalogue = questions.map((question) => ({ ...question, courseId: null, replacesQuestionId: null }));
});

const same = (text: string): LocalText => ({ 'zh-CN': text, en: text });
const withoutLines = ({ questions }: BankFile) => questions.map(({ line: _line, ...question }) => question);
const told = (questions: Question[]): Omit<BankQuestion, 'line'>[] =>
  questions.map(({ id, skillId, kind, difficulty, stem, choices, key, explanation }) => ({
    id,
    skillId,
    content: { kind, difficulty, stem, choices, key, explanation },
  }));
const csvOf = (questions: Question[], locale: keyof LocalText) =>
  writeBankRows(questions, vocabulary.words, locale).map(csvLine).join('');
const problemsOf = (file: BankFile) =>
  file.problems.map(({ line, sentence }) => `${line} ${sentence.id.replace(/^programme\./, '')}`);
const leftOutOf = (file: BankFile) => file.leftOut.map(({ sentence }) => sentence.id.split('.').at(-1));

/** What people write, with all that files of either kind could mistake. */
const plain = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...['<b>', '&amp;', '&nbsp;', '\n', '\n\n', '  ', ' ', "'", '"', '=1+1', '-', '@', '＝', ','],
      ),
      fc.constantFrom(
        ...[';', '\\', '*', '<!-- x', '-->', ']]>', '</span>', '<script>', '中文', 'a', '\t', '\u00a0'],
      ),
      fc.string({ unit: 'grapheme', maxLength: 6 }),
    ),
    { minLength: 1, maxLength: 8 },
  )
  // Without what neither a form nor a file can carry.
  .map((parts) =>
    parts
      .join('')
      .replace(/(?![\t\n])\p{Cc}|[\ufffd-\uffff]/gu, '')
      .trim(),
  )
  .filter((text) => text !== '');
const texts = fc.oneof(plain.map(same), fc.record({ 'zh-CN': plain, en: plain }));
const spelling = plain.map((text) => text.replace(/\n/g, ' ').trim());
const aQuestion: fc.Arbitrary<Question> = fc
  .record({
    kind: fc.constantFrom('single', 'multiple', 'true_false', 'fill'),
    difficulty: fc.integer({ min: 1, max: 3 }),
    stem: texts,
    explanation: texts,
    choices: fc.uniqueArray(fc.record({ text: texts, right: fc.boolean() }), {
      minLength: 2,
      maxLength: 6,
      selector: ({ text }) => foldText(text['zh-CN']),
    }),
    trueFalse: fc.constantFrom('true', 'false'),
    fill: fc.array(spelling, { minLength: 1, maxLength: 3 }).map((lines) => lines.join('\n')),
    skillId: fc.constantFrom('S015', 'S016'),
    id: fc.uuid(),
  })
  .map(({ skillId, id, ...draft }) => ({ judged: judgeQuestion(draft), skillId, id }))
  .filter(({ judged }) => judged.kind === 'ready')
  .map(({ judged, skillId, id }) => {
    if (judged.kind !== 'ready') throw new Error('not ready');
    return { ...judged.content, id, skillId, courseId: 'c', replacesQuestionId: null };
  });
const bySkill = (questions: Question[]) =>
  [...questions].sort((a, b) => (a.skillId < b.skillId ? -1 : a.skillId > b.skillId ? 1 : 0));

describe('what is exported', () => {
  const banks = fc.array(aQuestion, { minLength: 1, maxLength: 4 });

  test('comes back from CSV as it was, in either language', () => {
    fc.assert(
      fc.property(banks, fc.constantFrom<keyof LocalText>('zh-CN', 'en'), (questions, locale) => {
        const file = readBankCsv(csvOf(questions, locale), vocabulary);
        expect(file).toMatchObject({ problems: [], ignored: [], leftOut: [] });
        expect(withoutLines(file)).toEqual(told(questions));
      }),
    );
  });

  test('comes back from Moodle XML as it was', () => {
    fc.assert(
      fc.property(banks, (questions) => {
        const file = readMoodleXml(writeMoodleXml(questions, NAMES), vocabulary);
        expect(file).toMatchObject({ problems: [], leftOut: [] });
        expect(withoutLines(file)).toEqual(told(bySkill(questions)));
      }),
    );
  });

  test('of the whole catalogue comes back, and would change nothing', () => {
    const skills = [...new Set(catalogue.map(({ skillId }) => skillId))].map((id) => ({ id, names: [] }));
    const all = { ...vocabulary, skills };
    expect(catalogue.length).toBeGreaterThan(100);
    for (const file of [
      readBankCsv(csvOf(catalogue, 'zh-CN'), all),
      readMoodleXml(writeMoodleXml(catalogue, NAMES), all),
    ]) {
      expect(problemsOf(file)).toEqual([]);
      expect(mergeBank(file, catalogue, new Map())).toMatchObject({
        added: [],
        changed: [],
        same: catalogue.length,
      });
    }
  });

  test('never is a formula to a spreadsheet', () => {
    fc.assert(
      fc.property(banks, (questions) => {
        for (const row of writeBankRows(questions, vocabulary.words, 'en'))
          for (const cell of row) expect(csvLine([cell])).not.toMatch(/^"?[=+\-@＝＋－＠]/);
      }),
    );
  });
});

describe('readBankCsv', () => {
  const HEAD = 'skill,kind,question,A,B,C,answer,explanation';
  test.each([
    ['a Chinese file', '技能,题型,题干,选项A,选项B,答案,解析\nHTML,单选题,哪个对？,甲,乙,b,因为', ['b']],
    ['semicolons between cells', 'skill;kind;stem;answer;explanation\nHTML;true/false;1 = 1;对;so', ['true']],
    ['letters with marks between', `${HEAD}\ncss,multiple,Q,x,y,z,"A, c",why`, ['a', 'c']],
    ['spellings line by line', `${HEAD}\nS016,填空,Q,,,,"one\ntwo",why`, ['one', 'two']],
  ])('takes %s', (_what, text, key) => {
    const file = readBankCsv(text, vocabulary);
    expect(problemsOf(file)).toEqual([]);
    expect(file.questions.map(({ content }) => content.key)).toEqual([key]);
  });

  test.each([
    ['an unknown skill', 'Cobol,single,Q,x,y,,A,why', ['2 bank.problems.skillUnknown']],
    ['no skill', ',single,Q,x,y,,A,why', ['2 bank.problems.skillMissing']],
    ['an unknown kind', 'HTML,essay,Q,x,y,,A,why', ['2 bank.problems.unknownWord']],
    ['a letter too far', 'HTML,single,Q,x,y,,G,why', ['2 bank.problems.keyUnreadable']],
    ['the letter of an empty choice', 'HTML,single,Q,x,y,,C,why', ['2 bank.problems.keyUnreadable']],
    ['two right ones of which one is', 'HTML,single,Q,x,y,,AB,why', ['2 question.problems.oneRightChoice']],
    ['no explanation', 'HTML,single,Q,x,y,,A,', ['2 question.problems.explanationMissing']],
    ['no question', 'HTML,single,,x,y,,A,why', ['2 question.problems.stemMissing']],
  ])('tells %s with its line', (_what, row, problems) => {
    expect(problemsOf(readBankCsv(`${HEAD}\n${row}`, vocabulary))).toEqual(problems);
  });

  test.each([
    ['nothing', '', '0 bank.problems.empty'],
    ['no rows', HEAD, '0 bank.problems.empty'],
    ['no answers', 'skill,kind\nHTML,single', '1 bank.problems.columnMissing'],
    ['a column twice', 'kind,answer,type\nsingle,A,x', '1 bank.problems.doubledColumn'],
    ['an open quotation mark', `${HEAD}\nHTML,"single`, '2 import.problems.brokenQuotes'],
    [
      'too much',
      [HEAD, ...Array.from({ length: 2001 }, () => 'HTML,fill,Q,,,,x,y')].join('\n'),
      '0 bank.problems.tooMany',
    ],
  ])('refuses a file with %s', (_what, text, problem) => {
    expect(problemsOf(readBankCsv(text, vocabulary))).toEqual([problem]);
  });

  test('is quick with columns without end, and quotes only the beginning of what it can’t read', () => {
    const started = performance.now();
    expect(problemsOf(readBankCsv('zz,'.repeat(100_000), vocabulary))).toEqual([
      '1 bank.problems.columnMissing',
    ]);
    expect(performance.now() - started).toBeLessThan(20_000);
    const long = readBankCsv(`${HEAD}\nHTML,${'x'.repeat(100_000)},Q,x,y,,A,why`, vocabulary);
    expect(String(long.problems[0]?.sentence.values['value']).length).toBe(201);
  });

  test('takes the skill chosen in the form where the file tells none, and tells the answer for an explanation', () => {
    const chosen = { ...vocabulary, skillId: 'S016', explain: true };
    const [question] = readBankCsv(`${HEAD}\n,multiple,Q,x,y,z,AC,`, chosen).questions;
    expect(question).toMatchObject({
      skillId: 'S016',
      content: { explanation: { 'zh-CN': '正确答案：x / z', en: 'Right answer: x / z' } },
    });
  });
});

describe('readMoodleXml', () => {
  const quiz = (inner: string) => `<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n${inner}\n</quiz>`;
  const question = (type: string, inner: string) =>
    quiz(`<question type="${type}"><name><text>N</text></name>
      <questiontext format="html"><text><![CDATA[<p>What is&nbsp;<b>this</b>?</p><ul><li>one</li></ul>]]></text></questiontext>
      <generalfeedback><text>why</text></generalfeedback>${inner}<tags><tag><text>skill:s015</text></tag></tags></question>`);
  const answer = (fraction: number, text: string) =>
    `<answer fraction="${fraction}"><text>${text}</text></answer>`;

  test('takes plain text out of HTML', () => {
    const file = readMoodleXml(question('truefalse', answer(0, 'true') + answer(100, 'false')), vocabulary);
    expect(file.questions).toMatchObject([
      { line: 3, id: null, skillId: 'S015', content: { key: ['false'], stem: same('What is this?\n- one') } },
    ]);
  });

  test.each([
    ['one choice', 'multichoice', answer(100, 'x') + answer(0, 'y'), 'single', ['a']],
    [
      'several choices',
      'multichoice',
      `<single>false</single>${answer(50, 'x')}${answer(-50, 'y')}${answer(50, 'z')}`,
      'multiple',
      ['a', 'c'],
    ],
    [
      'a short answer and a worse one',
      'shortanswer',
      answer(100, 'x \\* 2') + answer(50, 'y'),
      'fill',
      ['x * 2'],
    ],
    [
      'a document type as text',
      'shortanswer',
      answer(100, '<![CDATA[<!DOCTYPE html>]]>'),
      'fill',
      ['<!DOCTYPE html>'],
    ],
  ])('takes %s', (_what, type, answers, kind, key) => {
    const file = readMoodleXml(question(type, answers), vocabulary);
    expect(file.leftOut).toEqual([]);
    expect(file.questions.map(({ content }) => [content.kind, content.key])).toEqual([[kind, key]]);
  });

  test.each([
    ['essay', '', 'type'],
    ['multichoice', answer(100, 'x') + answer(100, 'y'), 'partialCredit'],
    ['multichoice', answer(100, 'x') + answer(50, 'y'), 'partialCredit'],
    [
      'multichoice',
      'abcdefg'
        .split('')
        .map((letter, i) => answer(i ? 0 : 100, letter))
        .join(''),
      'tooManyChoices',
    ],
    ['multichoice', answer(100, '&lt;img src="x"&gt;') + answer(0, 'y'), 'media'],
    ['shortanswer', answer(100, 'x*'), 'wildcard'],
    ['shortanswer', answer(100, 'x'.repeat(50_000)), 'tooLong'],
  ])('leaves out a question of type %s (%#)', (type, answers, reason) => {
    const file = readMoodleXml(question(type, answers), vocabulary);
    expect(problemsOf(file)).toEqual([]);
    expect(leftOutOf(file)).toEqual([reason]);
  });

  test.each([
    ['broken', '<quiz><question>', /^1 bank\.problems\.xml\.notXml$/],
    ['with a document type', '<!DOCTYPE quiz [<!ENTITY a "b">]><quiz/>', /xml\.doctype$/],
    [
      'with one that a comment seems to hide',
      '<!-- <![CDATA[ --><!DOCTYPE quiz []><!-- ]]> --><quiz/>',
      /xml\.doctype$/,
    ],
    ['nested too deep', '<a>'.repeat(100) + '</a>'.repeat(100), /xml\.tooDeep$/],
    ['of something else', '<rss/>', /notMoodle$/],
    ['without questions', '<quiz/>', /empty$/],
  ])('refuses XML %s', (_what, text, problem) => {
    expect(problemsOf(readMoodleXml(text, vocabulary))).toEqual([expect.stringMatching(problem)]);
  });

  test('tells the skill by tag, else by category, else by the form; else it is a problem', () => {
    const untagged = `<question type="shortanswer"><questiontext><text>Q</text></questiontext>
      <generalfeedback><text>why</text></generalfeedback>${answer(100, 'x')}</question>`;
    const category = (name: string) =>
      `<question type="category"><category><text>$course$/top/${name}</text></category></question>`;
    expect(readMoodleXml(quiz(category('Styles S016') + untagged), vocabulary).questions[0]?.skillId).toBe(
      'S016',
    );
    const unknown = quiz(category('S016') + category('Others') + untagged);
    expect(problemsOf(readMoodleXml(unknown, vocabulary))).toEqual(['3 bank.problems.skillMissing']);
    expect(readMoodleXml(unknown, { ...vocabulary, skillId: 'S015' }).questions[0]?.skillId).toBe('S015');
  });

  test('takes any text without an error', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        readMoodleXml(`<quiz>${text}</quiz>`, vocabulary);
        readBankCsv(text, vocabulary);
        readHtml(text);
      }),
    );
  });
});

describe('readHtml', () => {
  test.each([
    ['<p>a</p>\n<p>b</p>', 'a\nb'],
    ['a<br/>b<br>c', 'a\nb\nc'],
    ['  a \n b  ', 'a b'],
    ['<pre>x\n  y</pre>', 'x\n  y'],
    ['a<script>alert(1)</script><!-- c -->b', 'ab'],
    ['1 &lt; 2 &#38; 3 &unknown; 4', '1 < 2 & 3 &unknown; 4'],
    ['1 < 2', '1 < 2'],
  ])('%j is %j', (html, text) => expect(readHtml(html)).toEqual(same(text)));

  test('keeps two languages apart, with what stands around them', () => {
    const html =
      'Q: <span class="multilang" lang="en">yes</span> <span lang="zh_cn" class="multilang">是</span>!';
    expect(readHtml(html)).toEqual({ 'zh-CN': 'Q: 是!', en: 'Q: yes !' });
  });

  test('undoes what was written', () => {
    fc.assert(fc.property(texts, (text) => expect(readHtml(writeHtml(text))).toEqual(text)));
  });

  test.each(['<', '<!--', '<span lang="en" class="multilang">', '<a ', '&#'])(
    'is quick with %s over and over',
    (piece) => {
      const started = performance.now();
      readHtml(piece.repeat(Math.ceil(40_000 / piece.length)));
      expect(performance.now() - started).toBeLessThan(20_000);
    },
  );
});

describe('mergeBank', () => {
  const content = {
    kind: 'true_false' as const,
    difficulty: 1,
    stem: same('Q'),
    choices: [],
    key: ['true'],
    explanation: same('E'),
  };
  const inUse: Question[] = [
    { ...content, id: 'v2', skillId: 'S015', courseId: 'c', replacesQuestionId: 'root' },
  ];
  const merge = (...given: Partial<BankQuestion & { stem: string }>[]) => {
    const questions = given.map(({ stem = 'Q', ...rest }, index) => ({
      ...{ line: index + 2, id: null, skillId: 'S015' },
      ...rest,
      content: { ...content, stem: same(stem) },
    }));
    const file = { questions, leftOut: [], ignored: [], problems: [] };
    const {
      added,
      changed,
      same: unchanged,
      ...rest
    } = mergeBank(
      file,
      inUse,
      new Map([
        ['v1', 'root'],
        ['v2', 'root'],
      ]),
    );
    const told = [...rest.problems, ...rest.leftOut].map(({ sentence }) => sentence.id.split('.').at(-1));
    return [added.length, changed.map(({ rootId }) => rootId), unchanged, told];
  };
  test.each<[string, Partial<BankQuestion & { stem: string }>[], unknown[]]>([
    ['the same question under any number is as before', [{ id: 'v2' }], [0, [], 1, []]],
    ['without a number too', [{}], [0, [], 1, []]],
    [
      'an earlier version’s number means the version in use',
      [{ id: 'v1', stem: 'New' }],
      [0, ['root'], 0, []],
    ],
    ['the first one’s too', [{ id: 'root', stem: 'New' }], [0, ['root'], 0, []]],
    ['another course’s number is a new question', [{ id: 'x', stem: 'New' }], [1, [], 0, []]],
    ['the same new one twice is taken once', [{ stem: 'N' }, { stem: 'N' }], [1, [], 0, ['twice']]],
    ['a number twice is a problem', [{ id: 'v1' }, { id: 'v2', stem: 'N' }], [0, [], 1, ['idTwice']]],
    ['a question keeps its skill', [{ id: 'v2', skillId: 'S016' }], [0, [], 0, ['otherSkill']]],
  ])('%s', (_sentence, given, expected) => expect(merge(...given)).toEqual(expected));
});
