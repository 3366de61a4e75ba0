import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { GENERATORS } from '../../../src/features/instruments/definition.schema.ts';
import { presentFigure } from '../../../src/features/instruments/figure.pages.ts';
import { generateItem } from '../../../src/features/instruments/generate-item.rules.ts';
import type {
  Figure,
  GeneratedItem,
  Sentence,
} from '../../../src/features/instruments/generated-item.schema.ts';
import { createViews } from '../../../src/infra/views.ts';

const level = fc.integer({ min: 1, max: 3 });
const keyOf = (item: GeneratedItem) => item.options.find(({ id }) => id === item.key);

describe('a generated item', () => {
  it.each(GENERATORS)(
    'of %s is the same for the same seed, its key once among distinct options',
    (generator) => {
      fc.assert(
        fc.property(level, fc.string(), (at, seed) => {
          const item = generateItem(generator, at, seed);
          expect(generateItem(generator, at, seed)).toEqual(item);
          const options = item.options.map(({ text, sentence, figure }) =>
            JSON.stringify(figure ?? sentence ?? text),
          );
          expect(new Set(options).size).toBe(options.length);
          expect(options.length).toBeGreaterThanOrEqual(4);
          expect(item.options.filter(({ id }) => id === item.key)).toHaveLength(1);
        }),
      );
    },
  );

  it.each(GENERATORS)('of %s differs from one attempt to the next', (generator) => {
    const made = Array.from({ length: 12 }, (_, seed) =>
      JSON.stringify(generateItem(generator, 2, `${seed}`)),
    );
    expect(new Set(made).size).toBeGreaterThan(4);
  });

  it.each(['zh-CN', 'en'] as const)('has words for everything it says (%s)', (locale) => {
    const { t } = createViews();
    const say = (sentence: Sentence) => t(locale, sentence.id, sentence.values);
    for (let seed = 0; seed < 40; seed += 1)
      for (const generator of GENERATORS) {
        const item = generateItem(generator, (seed % 3) + 1, `${seed}`);
        const figures = [...(item.grid ?? []).flat(), ...item.options.map(({ figure }) => figure)];
        const sentences = [
          item.stem,
          ...item.premises,
          ...item.options.flatMap(({ sentence }) => sentence ?? []),
          ...figures.flatMap((figure) => (figure ? [presentFigure(figure).words] : [])),
        ];
        for (const words of sentences.map(say)) expect(words).not.toMatch(/instruments\.|\$t|\{\{|undefined/);
      }
  });
});

describe('a figure matrix', () => {
  const attributes = ['shape', 'fill', 'many'] as const;
  /** The values that some rule seen in the other eight places gives the ninth. */
  function solve(grid: (Figure | null)[][], attribute: (typeof attributes)[number]): Set<unknown> {
    const rows = grid.map((row) => row.map((figure) => figure?.[attribute] ?? null));
    const [first = [], second = [], third = []] = rows;
    const found = new Set<unknown>();
    const isSame = (values: unknown[]) => new Set(values).size === 1;
    const isEach = (values: unknown[]) => new Set(values).size === 3;
    if (isSame(first) && isSame(second) && third[0] === third[1]) found.add(third[0]);
    if (String(first) === String(second) && third[0] === first[0] && third[1] === first[1])
      found.add(first[2]);
    if (isEach(first) && isEach(second) && third[0] !== third[1] && String(first) !== String(second))
      found.add(first.find((value) => value !== third[0] && value !== third[1]));
    return found;
  }

  it('has one figure that fits, whichever rule is seen first, and it is offered once', () => {
    fc.assert(
      fc.property(level, fc.string(), (at, seed) => {
        const item = generateItem('figure_matrix', at, seed);
        const grid = item.grid ?? [];
        const solved = attributes.map((attribute) => [...solve(grid, attribute)]);
        expect(solved.map((values) => values.length)).toEqual([1, 1, 1]);
        const fits = item.options.filter(({ figure }) =>
          attributes.every((attribute, index) => figure?.[attribute] === solved[index]?.[0]),
        );
        expect(fits.map(({ id }) => id)).toEqual([item.key]);
      }),
    );
  });

  it('is drawn with nothing but shapes, and named in words', () => {
    const { svg, words } = presentFigure({ shape: 'diamond', fill: 'striped', many: 3 });
    expect(svg.match(/<g /g)).toHaveLength(3);
    expect(svg).not.toMatch(/script|href|NaN/);
    const { t } = createViews();
    expect(t('en', words.id, words.values)).toBe('3 × striped diamond');
    expect(t('zh-CN', words.id, words.values)).toBe('3 个条纹菱形');
  });
});

describe('a syllogism', () => {
  /** Three people, each in some of three groups: enough to find whatever speaks against a conclusion. */
  const worlds = Array.from({ length: 8 ** 3 }, (_, n) => [n % 8, Math.floor(n / 8) % 8, Math.floor(n / 64)]);
  const isTrue = (form: string, subject: number, predicate: number, people: readonly number[]) => {
    const subjects = people.filter((person) => person & (1 << subject));
    const both = subjects.filter((person) => person & (1 << predicate));
    if (form === 'all') return both.length === subjects.length;
    if (form === 'no') return both.length === 0;
    return form === 'some' ? both.length > 0 : both.length < subjects.length;
  };

  it('has one option that must be true, whether or not “all” says that there are any', () => {
    fc.assert(
      fc.property(level, fc.string(), (at, seed) => {
        const item = generateItem('syllogism', at, seed);
        const groups = [
          ...new Set(item.premises.flatMap(({ values }) => [values['subject'], values['predicate']])),
        ];
        expect(groups).toHaveLength(3);
        const holds = (sentence: { id: string; values: Record<string, string | number> }, people: number[]) =>
          isTrue(
            sentence.id.split('.').at(-1) ?? '',
            groups.indexOf(sentence.values['subject'] ?? ''),
            groups.indexOf(sentence.values['predicate'] ?? ''),
            people,
          );
        for (const membersNeeded of [false, true]) {
          const possible = worlds
            .filter((people) => item.premises.every((premise) => holds(premise, people)))
            .filter(
              (people) => !membersNeeded || [0, 1, 2].every((group) => people.some((p) => p & (1 << group))),
            );
          const must = item.options.filter(
            ({ sentence }) =>
              sentence &&
              !sentence.id.endsWith('nothingFollows') &&
              possible.every((people) => holds(sentence, people)),
          );
          const right = keyOf(item)?.sentence?.id.endsWith('nothingFollows') ? [] : [item.key];
          expect(must.map(({ id }) => id)).toEqual(right);
        }
      }),
    );
  });
});
