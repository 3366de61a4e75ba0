import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { buildForm, walkForm } from '../../../src/features/instruments/form.rules.ts';
import {
  addValues,
  assessReliability,
  listCompleteValues,
  noMoments,
} from '../../../src/features/instruments/reliability.rules.ts';
import { scoreAttempt } from '../../../src/features/instruments/score.rules.ts';
import { readInstruments } from '../../../src/features/instruments/read-instruments.ts';
import type { Answers } from '../../../src/features/instruments/answer.schema.ts';
import type { Definition } from '../../../src/features/instruments/definition.schema.ts';
import { aDefinition, both, likert, option } from './instrument-samples.ts';

function score(definition: Definition, answers: Answers, id = 's') {
  const shown = walkForm(buildForm(definition, 'seed'), answers);
  const found = scoreAttempt(definition, shown, answers).find((one) => one.id === id);
  if (!found) throw new Error(`There is no score ${id}.`);
  return found;
}

const four = (scoring: object, more: object = {}) =>
  aDefinition({
    parts: [{ id: 'p', title: both('P'), items: ['q1', 'q2', 'q3', 'q4'].map((id) => likert(id)) }],
    scores: [{ id: 's', title: both('S'), how: 'sum', terms: ['q1', 'q2', 'q3', 'q4'], ...scoring }],
    ...more,
  });
const all = { q1: 5, q2: 4, q3: 2, q4: 1 };

describe('a score', () => {
  it.each<[string, object, Answers, number | null]>([
    ['sums its items', {}, all, 12],
    [
      'turns a reversed item round within its own scale',
      { terms: ['q1', { item: 'q4', reversed: true }] },
      all,
      10,
    ],
    ['weighs items', { terms: [{ item: 'q1', weight: 3 }, 'q4'] }, all, 16],
    ['takes a negative weight off', { terms: ['q1', { item: 'q3', weight: -1 }] }, all, 3],
    ['counts from nought where it is shifted', { shift: -1 }, all, 8],
    ['is the mean', { how: 'mean' }, all, 3],
    ['is the percentage of the way from least to most', { how: 'percent' }, all, 50],
    ['is withheld with one answer too few', { least: 4 }, { q1: 5, q2: 4, q3: 2 }, null],
    ['needs all its answers unless it says otherwise', {}, { q1: 5, q2: 4, q3: 2 }, null],
    ['fills a gap with the mean of the others', { least: 3 }, { q1: 5, q2: 4, q3: 3 }, 16],
    ['or counts it nothing', { least: 3, missing: 'nothing' }, { q1: 5, q2: 4, q3: 3 }, 12],
    ['has a mean over what was answered', { how: 'mean', least: 2 }, { q1: 5, q2: 4 }, 4.5],
    ['is nothing without an answer', { least: 1 }, {}, null],
  ])('%s', (_sentence, scoring, answers, expected) => {
    expect(score(four(scoring), answers).value).toBe(expected);
  });

  test('tells its range, what it rests on and how it came about', () => {
    const seen = score(
      four({ shift: -1, least: 3, terms: ['q1', 'q2', 'q3', { item: 'q4', reversed: true }] }),
      { q1: 5, q2: 4, q3: 3 },
    );
    expect(seen).toMatchObject({ min: 0, max: 16, answered: 3, asked: 4 });
    expect(seen.how).toEqual({
      id: 'instruments.how.sum',
      values: { items: 4, reversed: 1, shift: -1, weighted: 0, least: 3 },
    });
  });

  test('names the highest band it reaches, and its percentile in the norm table', () => {
    const bands = [
      { atLeast: 0, text: both('low') },
      { atLeast: 10, text: both('high') },
    ];
    const norms = {
      source: both('n'),
      n: 200,
      table: [
        { atLeast: 4, percentile: 2 },
        { atLeast: 12, percentile: 61 },
        { atLeast: 13, percentile: 70 },
      ],
    };
    const seen = score(four({ bands, norms }), all);
    expect(seen.band?.en).toBe('high');
    expect(seen.percentile).toBe(61);
    expect(score(four({ bands, norms }), { q1: 1 })).toMatchObject({ band: null, percentile: null });
  });

  test('by keys counts right answers; a missing one is not right', () => {
    const definition = aDefinition({
      parts: [
        {
          id: 'p',
          title: both('P'),
          items: [
            { kind: 'single', id: 'a', text: both('a'), options: [option('x'), option('y')], key: 'y' },
            {
              kind: 'multiple',
              id: 'b',
              text: both('b'),
              options: [option('x'), option('y')],
              key: ['x', 'y'],
            },
            { kind: 'number', id: 'c', text: both('c'), min: 0, max: 9, key: 4 },
          ],
        },
      ],
      scores: [{ id: 's', title: both('S'), how: 'right', terms: ['a', 'b', { item: 'c', weight: 2 }] }],
    });
    expect(score(definition, { a: 'y', b: ['y', 'x'], c: 4 })).toMatchObject({ value: 4, max: 4 });
    expect(score(definition, { a: 'x', b: ['x'] })).toMatchObject({ value: 0, max: 4, answered: 2 });
  });

  test('sums the points of choices and the rows of a matrix', () => {
    const definition = aDefinition({
      parts: [
        {
          id: 'p',
          title: both('P'),
          items: [
            { kind: 'pair', id: 'a', text: both('a'), options: [option('x', 3), option('y', 1)] },
            { kind: 'multiple', id: 'b', text: both('b'), options: [option('x', 2), option('y', 5)] },
            {
              kind: 'matrix',
              id: 'm',
              text: both('m'),
              rows: [
                { id: 'r1', text: both('r1') },
                { id: 'r2', text: both('r2') },
              ],
              anchors: 'five',
            },
          ],
        },
      ],
      scores: [{ id: 's', title: both('S'), how: 'sum', terms: ['a', 'b', 'm.r1', 'm.r2'] }],
    });
    expect(score(definition, { a: 'x', b: ['x', 'y'], m: { r1: 2, r2: 5 } })).toMatchObject({
      value: 17,
      min: 1 + 0 + 1 + 1,
      max: 3 + 7 + 5 + 5,
    });
  });

  test('leaves out what was not asked', () => {
    const definition = aDefinition({
      parts: [
        {
          id: 'p',
          title: both('P'),
          items: [likert('q1'), likert('q2', { showIf: { item: 'q1', atLeast: 4 } })],
        },
      ],
      scores: [{ id: 's', title: both('S'), how: 'percent', terms: ['q1', 'q2'] }],
    });
    expect(score(definition, { q1: 3 })).toMatchObject({ value: 50, asked: 1 });
    expect(score(definition, { q1: 5, q2: 3 })).toMatchObject({ value: 75, asked: 2 });
    // What was answered before its question went away counts nothing.
    expect(score(definition, { q1: 3, q2: 5 })).toMatchObject({ value: 50, asked: 1 });
  });

  test('as the distance from one’s own mean forgets how high somebody answers', () => {
    const ids = ['q1', 'q2', 'q3', 'q4'];
    const definition = four(
      {},
      {
        scores: [
          { id: 's', title: both('S'), how: 'mean', terms: ['q1', 'q2'], minus: 'all' },
          { id: 'all', title: both('All'), how: 'mean', terms: ids },
        ],
      },
    );
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 4, maxLength: 4 }), (values) => {
        const answers = (lift: number) =>
          Object.fromEntries(values.map((value, index) => [`q${index + 1}`, value + lift]));
        expect(score(definition, answers(1)).value).toBeCloseTo(
          score(definition, answers(0)).value ?? NaN,
          6,
        );
      }),
    );
  });

  test('stays within its range whatever is answered and reversed', () => {
    const value = fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined });
    fc.assert(
      fc.property(
        fc.record({ q1: value, q2: value, q3: value, q4: value }),
        fc.constantFrom('sum', 'mean', 'percent'),
        fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
        (given, how, reversed) => {
          const terms = reversed.map((turned, index) => ({ item: `q${index + 1}`, reversed: turned }));
          const answers = Object.fromEntries(
            Object.entries(given).flatMap(([id, one]) => (one === undefined ? [] : [[id, one] as const])),
          );
          const seen = score(four({ how, terms, least: 2 }), answers);
          if (seen.answered < 2) return expect(seen.value).toBeNull();
          expect(seen.value).toBeGreaterThanOrEqual(seen.min);
          expect(seen.value).toBeLessThanOrEqual(seen.max);
        },
      ),
    );
  });
});

const momentsOf = (rows: number[][]) => rows.reduce(addValues, noMoments(rows[0]?.length ?? 0));

/** The textbook way, from all answers at once. */
function alphaFromAnswers(rows: number[][]): number {
  const variance = (values: number[]) => {
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    return values.reduce((a, b) => a + (b - mean) ** 2, 0) / (values.length - 1);
  };
  const k = rows[0]?.length ?? 0;
  const own = Array.from({ length: k }, (_, i) => variance(rows.map((row) => row[i] ?? 0)));
  const total = variance(rows.map((row) => row.reduce((a, b) => a + b, 0)));
  return (k / (k - 1)) * (1 - own.reduce((a, b) => a + b, 0) / total);
}

describe('reliability', () => {
  test('is what the oracle says', () => {
    const { answers, alpha } = JSON.parse(
      readFileSync('test/features/instruments/cronbach.fixture.json', 'utf8'),
    ) as { answers: number[][]; alpha: number };
    const seen = assessReliability(['a', 'b', 'c', 'd'], momentsOf(answers));
    expect(seen.n).toBe(8);
    expect(Number(seen.alpha?.toFixed(6))).toBe(alpha);
  });

  test('from sums is what it is from all answers, with each item left out too', () => {
    const row = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(row, { minLength: 5, maxLength: 40 }), (rows) => {
        const seen = assessReliability(['a', 'b', 'c', 'd'], momentsOf(rows));
        const expected = alphaFromAnswers(rows);
        if (seen.alpha === null) return;
        expect(seen.alpha).toBeCloseTo(expected, 8);
        const without = seen.statistics[1]?.alphaIfDeleted ?? null;
        if (without !== null)
          expect(without).toBeCloseTo(alphaFromAnswers(rows.map((one) => one.filter((_, i) => i !== 1))), 8);
        for (const { itemTotal } of seen.statistics)
          if (itemTotal !== null) expect(Math.abs(itemTotal)).toBeLessThanOrEqual(1 + 1e-9);
      }),
    );
  });

  test('is not told where nothing varies', () => {
    const seen = assessReliability(
      ['a', 'b'],
      momentsOf([
        [3, 3],
        [3, 3],
        [3, 3],
      ]),
    );
    expect(seen).toMatchObject({ alpha: null, n: 3 });
    expect(seen.statistics[0]).toMatchObject({ mean: 3, sd: 0, itemTotal: null });
  });

  test('rests on keyed values of complete answers', () => {
    const definition = four({ terms: ['q1', { item: 'q2', reversed: true }], shift: -1 });
    const list = (answers: Answers) =>
      listCompleteValues(definition, walkForm(buildForm(definition, 's'), answers), answers);
    expect(list(all)).toEqual([{ scoreId: 's', values: [4, 1] }]);
    expect(list({ q1: 5 })).toEqual([]);
  });
});

describe('the shipped scales', () => {
  const answersBy = (definition: Definition, value: (id: string) => number): Answers =>
    Object.fromEntries(
      definition.parts.flatMap(({ items }) => items.map(({ id }) => [id, value(id)] as const)),
    );
  const shipped = async (id: string) => {
    const found = (await readInstruments()).find(({ definition }) => definition.id === id)?.definition;
    if (!found) throw new Error(`${id} isn't shipped.`);
    return found;
  };

  test('interests: 0 to 40 per type, ten activities each', async () => {
    const definition = await shipped('riasec-activities-60');
    const seen = answersBy(definition, (id) => (id.startsWith('I') ? 5 : 1));
    expect(score(definition, seen, 'I')).toMatchObject({ value: 40, min: 0, max: 40, asked: 10 });
    for (const type of ['R', 'A', 'S', 'E', 'C']) expect(score(definition, seen, type).value).toBe(0);
  });

  test('personality: means of keyed items, ten each', async () => {
    const definition = await shipped('ipip-50');
    const threes = answersBy(definition, () => 3);
    for (const { id, terms } of definition.scores) {
      expect(terms).toHaveLength(10);
      expect(score(definition, threes, id)).toMatchObject({ value: 3, min: 1, max: 5 });
    }
    const keyed = definition.scores.find(({ id }) => id === 'E')?.terms ?? [];
    const extravert = answersBy(definition, (id) =>
      keyed.some((term) => term.item === id && term.reversed) ? 1 : 5,
    );
    expect(score(definition, extravert, 'E').value).toBe(5);
  });

  test('values: distances from one’s own mean add up to nothing, weighted by their needs', async () => {
    const definition = await shipped('work-values-21');
    const seen = answersBy(definition, (id) => 1 + ((id.length + id.charCodeAt(id.length - 1)) % 5));
    const centred = definition.scores.filter(({ minus }) => minus === 'all');
    const total = centred.reduce(
      (sum, { id, terms }) => sum + (score(definition, seen, id).value ?? NaN) * terms.length,
      0,
    );
    expect(centred).toHaveLength(6);
    expect(total).toBeCloseTo(0, 2);
  });
});
