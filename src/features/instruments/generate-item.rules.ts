import type { BothLanguages, Generator } from './definition.schema.ts';
import { makeMatrix } from './generate-matrix.rules.ts';
import { makeSyllogism } from './generate-syllogism.rules.ts';
import type { GeneratedItem, MadeOption } from './generated-item.schema.ts';
import { drawInt, drawLots, shuffle, type Lot } from './seed.rules.ts';

/** Changes whenever the same seed would make another item: attempts keep it. */
export const GENERATOR_RULE = 'items-1';

/** A reasoning item: the same seed, kind and level always make the same one. Nobody's question bank, so nobody's licence. */
export function generateItem(generator: Generator, level: number, seed: string): GeneratedItem {
  const lot = drawLots(`${GENERATOR_RULE}|${generator}|${level}|${seed}`);
  switch (generator) {
    case 'number_series':
      return makeSeries(level, lot, seed);
    case 'logic_table':
      return makeLogicTable(level, lot);
    case 'figure_matrix':
      return makeMatrix(level, lot, seed);
    case 'syllogism':
      return makeSyllogism(level, lot, seed);
  }
}

const TERMS_SHOWN = 6;
const same = (text: string): BothLanguages => ({ 'zh-CN': text, en: text });

/** A series with one rule: level 1 a fixed step or factor, 2 a step that grows or alternates, 3 two rules at once. */
function makeSeries(level: number, lot: Lot, seed: string): GeneratedItem {
  const pick = drawInt(lot, 0, 1);
  const start = drawInt(lot, 2, 12);
  const step = drawInt(lot, 2, 7);
  const other = drawInt(lot, 1, step - 1);
  const next = SERIES[level]?.[pick];
  if (!next) throw new Error(`There is no series of level ${level}.`);
  const terms = Array.from({ length: TERMS_SHOWN + 1 }, () => 0);
  terms.forEach((_, index) => (terms[index] = next({ terms, index, start, step, other })));
  const key = terms[TERMS_SHOWN] ?? 0;
  const last = terms[TERMS_SHOWN - 1] ?? 0;
  const before = terms[TERMS_SHOWN - 2] ?? 0;
  // What somebody answers who took the last step for the rule, or slipped.
  const slips = [
    2 * last - before,
    key + step,
    key - step,
    key + 1,
    key - 1,
    key + other + 1,
    key - other - 1,
  ];
  const wrong = [...new Set(slips)].filter((value) => value !== key).slice(0, 4);
  return {
    stem: {
      id: 'instruments.generated.series',
      values: { series: terms.slice(0, TERMS_SHOWN).join(', ') },
    },
    premises: [],
    table: null,
    grid: null,
    ...asOptions(shuffle([key, ...wrong], `${seed}|options`).map(String), String(key)),
  };
}

interface SeriesStep {
  terms: readonly number[];
  index: number;
  start: number;
  step: number;
  other: number;
}
const previous = ({ terms, index }: SeriesStep, back = 1) => terms[index - back] ?? 0;
const factor = ({ step }: SeriesStep) => (step % 2) + 2;

const SERIES: Record<number, ((at: SeriesStep) => number)[]> = {
  1: [(at) => at.start + at.step * at.index, (at) => (at.index === 0 ? at.start : previous(at) * factor(at))],
  2: [
    (at) => (at.index === 0 ? at.start : previous(at) + at.step + (at.index - 1) * at.other),
    (at) => (at.index === 0 ? at.start : previous(at) + (at.index % 2 === 1 ? at.step + 2 : -at.other)),
  ],
  3: [
    (at) =>
      at.index % 2 === 0
        ? at.start + (at.step * at.index) / 2
        : at.start + 20 - (at.other * (at.index - 1)) / 2,
    (at) => (at.index === 0 ? at.start : previous(at) * 2 + (at.index % 2 === 1 ? at.other : -at.other)),
  ],
};

const ROWS = 6;
type Meets = (paid: boolean, stock: boolean, returned: boolean) => boolean;

/** Rules over three columns. Level 1: one column; 2: two; 3: a negation, or a condition. */
const LOGIC: Record<number, [name: string, meets: Meets][]> = {
  1: [
    ['paid', (paid) => paid],
    ['notInStock', (_paid, stock) => !stock],
  ],
  2: [
    ['paidAndInStock', (paid, stock) => paid && stock],
    ['notPaidOrReturned', (paid, _stock, returned) => !paid || returned],
  ],
  3: [
    ['paidOrInStockNotReturned', (paid, stock, returned) => (paid || stock) && !returned],
    ['ifPaidThenInStock', (paid, stock) => !paid || stock],
  ],
};

function makeLogicTable(level: number, lot: Lot): GeneratedItem {
  const rule = LOGIC[level]?.[drawInt(lot, 0, 1)];
  if (!rule) throw new Error(`There is no table of level ${level}.`);
  const [name, meets] = rule;
  const flip = () => lot() < 0.5;
  const rows = Array.from({ length: ROWS }, (): [boolean, boolean, boolean] => [flip(), flip(), flip()]);
  const count = rows.filter((row) => meets(...row)).length;
  return {
    stem: { id: `instruments.generated.${name}`, values: {} },
    premises: [],
    grid: null,
    table: rows.map((marks, index) => ({ name: String.fromCharCode(65 + index), marks })),
    ...asOptions(
      Array.from({ length: ROWS + 1 }, (_, number) => String(number)),
      String(count),
    ),
  };
}

function asOptions(texts: readonly string[], key: string): { options: MadeOption[]; key: string } {
  const options = texts.map((text, index) => ({
    id: String.fromCharCode(97 + index),
    text: same(text),
    sentence: null,
    figure: null,
  }));
  const right = options.find(({ text }) => text.en === key);
  if (!right) throw new Error('The right answer is not among the options.');
  return { options, key: right.id };
}
