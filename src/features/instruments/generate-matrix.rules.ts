import { FILLS, SHAPES, type Figure, type GeneratedItem, type MadeOption } from './generated-item.schema.ts';
import { drawInt, shuffle, type Lot } from './seed.rules.ts';

const SIZE = 3;
const WRONG = 5;

/** How an attribute goes through the matrix; which of its three values stands at a place. */
const RULES: ((row: number, column: number) => number)[] = [
  (_row, column) => column,
  (row) => row,
  // Each value once in each row and column, going one way or the other.
  (row, column) => (row + column) % SIZE,
  (row, column) => (row + 2 * column) % SIZE,
];
const SHIFTING = [2, 3];

/**
 * Nine figures of which the last is missing. Level 1: one attribute changes by a rule, 2: two, 3: all three, one of
 * them from row to row and column to column. Whatever doesn't change is the same everywhere, so one figure fits.
 */
export function makeMatrix(level: number, lot: Lot, seed: string): GeneratedItem {
  const shapes = shuffle(SHAPES, `${seed}|shapes`).slice(0, SIZE);
  const changing = shuffle([0, 1, 2], `${seed}|attributes`).slice(0, level);
  const attributes = [0, 1, 2].map((attribute) => {
    const place = changing.indexOf(attribute);
    const kept = drawInt(lot, 0, SIZE - 1);
    const drawn = drawInt(lot, 0, RULES.length - 1);
    const rule = RULES[place === 0 && level > 1 ? (SHIFTING[drawn % 2] ?? 2) : drawn];
    return place < 0 || !rule ? () => kept : rule;
  });
  const figureAt = (row: number, column: number): Figure => {
    const [shape = 0, fill = 0, many = 0] = attributes.map((rule) => rule(row, column));
    return asFigure(shapes, { shape, fill, many });
  };
  const key = figureAt(SIZE - 1, SIZE - 1);
  const rows = Array.from({ length: SIZE }, (_, row) =>
    Array.from({ length: SIZE }, (__, column) =>
      row === SIZE - 1 && column === SIZE - 1 ? null : figureAt(row, column),
    ),
  );
  const options = shuffle([key, ...listWrong(shapes, key, seed)], `${seed}|options`).map(asOption);
  const right = options.find(({ figure }) => figure && isSame(figure, key));
  if (!right) throw new Error('The right figure is not among the options.');
  return {
    stem: { id: 'instruments.generated.matrix', values: {} },
    premises: [],
    table: null,
    grid: rows,
    options,
    key: right.id,
  };
}

const asFigure = (
  shapes: readonly Figure['shape'][],
  { shape, fill, many }: { shape: number; fill: number; many: number },
): Figure => ({ shape: shapes[shape] ?? 'circle', fill: FILLS[fill] ?? 'empty', many: many + 1 });

export const isSame = (one: Figure, other: Figure): boolean =>
  one.shape === other.shape && one.fill === other.fill && one.many === other.many;

/** Figures that fail by one attribute, before those that fail by more. */
function listWrong(shapes: readonly Figure['shape'][], key: Figure, seed: string): Figure[] {
  const places = [0, 1, 2];
  const all = places.flatMap((shape) =>
    places.flatMap((fill) => places.map((many) => asFigure(shapes, { shape, fill, many }))),
  );
  const differences = (figure: Figure) =>
    Number(figure.shape !== key.shape) + Number(figure.fill !== key.fill) + Number(figure.many !== key.many);
  return shuffle(
    all.filter((figure) => differences(figure) > 0),
    `${seed}|wrong`,
  )
    .toSorted((a, b) => differences(a) - differences(b))
    .slice(0, WRONG);
}

function asOption(figure: Figure, index: number): MadeOption {
  const letter = String.fromCharCode(65 + index);
  return { id: letter.toLowerCase(), text: { 'zh-CN': letter, en: letter }, sentence: null, figure };
}
