import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { parseDefinition } from '../../../src/features/instruments/definition.rules.ts';
import {
  buildForm,
  measureProgress,
  missingIn,
  walkForm,
} from '../../../src/features/instruments/form.rules.ts';
import { generateItem } from '../../../src/features/instruments/generate-item.rules.ts';
import { fieldName, readAnswer, type Fields } from '../../../src/features/instruments/answer.rules.ts';
import type { Answers } from '../../../src/features/instruments/answer.schema.ts';
import type { FormItem } from '../../../src/features/instruments/form.rules.ts';
import { aDefinition, both, likert, option, written } from './instrument-samples.ts';

const part = (items: object[], more: object = {}) => ({ id: 'p1', title: both('P'), items, ...more });
const problemsOf = (given: object): string[] => {
  const parsed = parseDefinition(written({ scores: [], ...given }));
  return parsed.kind === 'problems'
    ? parsed.problems.map(({ path, id, value }) => `${path} ${id} ${value}`.trim())
    : [];
};

describe('a definition', () => {
  test('that makes sense is taken', () => expect(problemsOf({})).toEqual([]));

  it('nested without end is refused by its place, and ends no process', () => {
    const nest = (levels: number) => {
      let condition: object = { item: 'q1', is: 1 };
      for (let level = 0; level < levels; level += 1) condition = { not: condition };
      return { parts: [part([likert('q1'), likert('q2', { showIf: condition })])] };
    };
    expect(problemsOf(nest(10))).toEqual([]);
    const [problem = '', ...more] = problemsOf(nest(100_000));
    expect(problem).toMatch(/^parts\[0\]\.items\[1\]\.showIf(\.not)+ tooDeep 40$/);
    expect(more).toEqual([]);
  });

  it.each<[string, object, string]>([
    ['names where its shape is wrong', { version: 0 }, 'version too_small 1'],
    ['has words in both languages', { title: { en: 'only English' } }, 'title.zh-CN invalid_type string'],
    ['holds nothing unknown', { colour: 'red' }, ' unrecognized_keys colour'],
    [
      'says what may be chosen',
      { privacy: { staff: 'everything' } },
      'privacy.staff invalid_value none, scores, answers',
    ],
    ['uses an id once', { parts: [part([likert('q'), likert('q')])] }, 'parts doubleId q'],
    [
      'knows its scales',
      { parts: [part([likert('q', { anchors: 'six' })])] },
      'parts[0].items[0].anchors unknownAnchors six',
    ],
    [
      'asks only about items it has',
      { parts: [part([likert('q', { showIf: { item: 'x', is: 1 } })])] },
      'parts[0].items[0].showIf unknownItem x',
    ],
    [
      'asks about nothing that comes later',
      {
        parts: [part([likert('q')], { showIf: { item: 'r', is: 1 } }), { ...part([likert('r')]), id: 'p2' }],
      },
      'parts[0].showIf askedLater r',
    ],
    [
      'doesn’t run in circles',
      {
        parts: [
          part([
            likert('a', { showIf: { item: 'b', is: 1 } }),
            likert('b', { showIf: { not: { item: 'a', answered: true } } }),
          ]),
        ],
      },
      'parts circle a',
    ],
    [
      'has its key among its options',
      {
        parts: [
          part([{ kind: 'single', id: 'q', text: both('q'), options: [option('a'), option('b')], key: 'c' }]),
        ],
      },
      'parts[0].items[0].key unknownOption c',
    ],
    [
      'scores only what it asks',
      { scores: [{ id: 's', title: both('S'), how: 'sum', terms: ['q1', 'q9'] }] },
      'scores[0].terms[1].item unknownItem q9',
    ],
    [
      'scores only what has a value',
      {
        parts: [part([{ kind: 'long', id: 'q', text: both('q') }])],
        scores: [{ id: 's', title: both('S'), how: 'sum', terms: ['q'] }],
      },
      'scores[0].terms[0].item noValue q',
    ],
    [
      'marks only what has a key',
      { scores: [{ id: 's', title: both('S'), how: 'right', terms: ['q1'] }] },
      'scores[0].terms[0].item noKey q1',
    ],
    [
      'says who reads what staff may see',
      { privacy: { staff: 'scores', readers: [] } },
      'privacy.readers noReaders',
    ],
  ])('%s', (_sentence, given, expected) => {
    expect(problemsOf(given).map((line) => line.trim())).toContain(expected.trim());
  });

  test('of anything at all is refused or taken, never a crash', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(['definition', 'problems']).toContain(parseDefinition(value).kind);
      }),
    );
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.constantFrom('parts', 'scores', 'anchors', 'privacy'),
        (value, field) => {
          expect(['definition', 'problems']).toContain(parseDefinition(written({ [field]: value })).kind);
        },
      ),
    );
  });
});

describe('what is shown', () => {
  const definition = aDefinition({
    parts: [
      part([likert('q1'), likert('q2', { showIf: { item: 'q1', atLeast: 4 } })]),
      {
        ...part([likert('q3'), likert('q4', { required: false })], {
          showIf: { any: [{ item: 'q2', in: [1, 2] }, { not: { item: 'q1', answered: true } }] },
        }),
        id: 'p2',
      },
    ],
    scores: [],
  });
  const shown = (answers: Answers) =>
    walkForm(buildForm(definition, 's'), answers).map(({ items }) => items.map(({ id }) => id).join(' '));

  it.each<[string, Answers, string[]]>([
    ['starts with what asks nothing', {}, ['q1', 'q3 q4']],
    ['follows an answer', { q1: 5 }, ['q1 q2']],
    ['opens a part', { q1: 4, q2: 1 }, ['q1 q2', 'q3 q4']],
    ['forgets what hangs on an item that went away', { q1: 3, q2: 1 }, ['q1']],
  ])('%s', (_sentence, answers, expected) => expect(shown(answers)).toEqual(expected));

  test('counts what is answered of what is asked, and names what is missing', () => {
    const parts = walkForm(buildForm(definition, 's'), { q1: 4, q2: 1 });
    expect(measureProgress(parts, { q1: 4, q2: 1 })).toEqual({ answered: 2, asked: 4 });
    expect(missingIn(parts, { q1: 4, q2: 1 })).toEqual(['q3']);
  });

  test('is shuffled by the seed, the same for the same seed, and loses nothing', () => {
    const many = aDefinition({
      parts: [
        part(
          Array.from({ length: 12 }, (_, index) => likert(`q${index}`)),
          { shuffle: true },
        ),
      ],
      scores: [],
    });
    const order = (seed: string) => buildForm(many, seed)[0]?.items.map(({ id }) => id) ?? [];
    expect(order('a')).toEqual(order('a'));
    expect(order('a')).not.toEqual(order('b'));
    fc.assert(
      fc.property(fc.string(), (seed) => expect(order(seed).toSorted()).toEqual(order('a').toSorted())),
    );
  });
});

describe('a generated item', () => {
  test('of numbers goes on as its rule says', () => {
    fc.assert(
      fc.property(fc.string(), (seed) => {
        const { stem, options, key } = generateItem('number_series', 1, seed);
        const terms = String(stem.values['series']).split(', ').map(Number);
        const next = Number(options.find(({ id }) => id === key)?.text.en);
        const [a = 0, b = 0] = terms;
        const last = terms.at(-1) ?? 0;
        expect([last + (b - a), last * (b / a)]).toContain(next);
      }),
    );
  });

  test('of a table counts the orders that fit', () => {
    fc.assert(
      fc.property(fc.string(), (seed) => {
        const { stem, table, options, key } = generateItem('logic_table', 2, seed);
        const both = stem.id.endsWith('paidAndInStock');
        const fits = (table ?? []).filter(({ marks: [paid, stock, returned] }) =>
          both ? paid && stock : !paid || returned,
        );
        expect(options.find(({ id }) => id === key)?.text.en).toBe(String(fits.length));
      }),
    );
  });
});

describe('an answer', () => {
  const items = {
    single: { kind: 'single', id: 'q', text: both('q'), options: [option('a'), option('b')] },
    multiple: { kind: 'multiple', id: 'q', text: both('q'), options: [option('a'), option('b')], most: 1 },
    likert: likert('q'),
    number: { kind: 'number', id: 'q', text: both('q'), min: 0, max: 5 },
    short: { kind: 'short', id: 'q', text: both('q'), maxLength: 3 },
    ranking: { kind: 'ranking', id: 'q', text: both('q'), options: [option('a'), option('b')] },
    matrix: {
      kind: 'matrix',
      id: 'q',
      text: both('q'),
      rows: [
        { id: 'r', text: both('r') },
        { id: 't', text: both('t') },
      ],
      anchors: 'five',
    },
  };
  const read = (kind: keyof typeof items, fields: Fields) => {
    const [shown] = buildForm(aDefinition({ parts: [part([items[kind]])], scores: [] }), 's');
    const answer = readAnswer(shown?.items[0] as FormItem, fields);
    return answer.kind === 'given' ? answer.value : answer.kind;
  };
  const q = fieldName('q');

  it.each<[string, keyof typeof items, Fields, unknown]>([
    ['that was not sent leaves what was', 'single', {}, 'absent'],
    ['of the options is taken', 'single', { [q]: 'b' }, 'b'],
    ['beside the options is refused', 'single', { [q]: 'z' }, 'refused'],
    ['with no box ticked is taken back', 'multiple', { [q]: '' }, 'empty'],
    ['with one box ticked is a list', 'multiple', { [q]: ['', 'a'] }, ['a']],
    ['with more boxes than may be is refused', 'multiple', { [q]: ['', 'a', 'b'] }, 'refused'],
    ['on a scale is a number', 'likert', { [q]: '4' }, 4],
    ['off the scale is refused', 'likert', { [q]: '6' }, 'refused'],
    ['in numbers is within its limits', 'number', { [q]: '6' }, 'refused'],
    ['in numbers may have a fraction', 'number', { [q]: '2.5' }, 2.5],
    ['in words is no number', 'number', { [q]: 'two' }, 'refused'],
    ['in words is trimmed', 'short', { [q]: ' ab ' }, 'ab'],
    ['in too many words is refused', 'short', { [q]: 'abcd' }, 'refused'],
    ['in an order is that order', 'ranking', { [`${q}.a`]: '2', [`${q}.b`]: '1' }, ['b', 'a']],
    ['with a place twice is refused', 'ranking', { [`${q}.a`]: '1', [`${q}.b`]: '1' }, 'refused'],
    ['of a row stands alone', 'matrix', { [`${q}.r`]: '5' }, { r: 5 }],
  ])('%s', (_sentence, kind, fields, expected) => expect(read(kind, fields)).toEqual(expected));
});
