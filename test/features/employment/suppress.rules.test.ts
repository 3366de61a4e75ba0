import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  protectCells,
  shownShare,
  type PublishedItem,
} from '../../../src/features/employment/suppress.rules.ts';

const parts = (counts: Record<string, number>): PublishedItem[] => [
  { key: 'all', atoms: Object.keys(counts) },
  ...Object.keys(counts).map((key) => ({ key, atoms: [key] })),
];
const shownOf = (counts: Record<string, number>, items = parts(counts)) =>
  Object.fromEntries(protectCells(counts, items));

describe('cells of few people', () => {
  const tables: [string, Record<string, number>, Record<string, number | null>][] = [
    ['large ones are all shown', { a: 10, b: 7 }, { all: 17, a: 10, b: 7 }],
    ['nobody is shown as nobody', { a: 10, b: 0 }, { all: 10, a: 10, b: 0 }],
    [
      'a small one takes the next smallest along',
      { a: 20, b: 9, c: 3 },
      { all: 32, a: 20, b: null, c: null },
    ],
    ['two small ones hide each other', { a: 20, b: 4, c: 3 }, { all: 27, a: 20, b: null, c: null }],
    [
      'two of one person each take a third along',
      { a: 20, b: 1, c: 1, d: 8 },
      { all: 30, a: 20, b: null, c: null, d: null },
    ],
    ['of one large and one small both go', { a: 20, b: 2 }, { all: 22, a: null, b: null }],
    ['fewer than five in all are not even counted', { a: 3, b: 1 }, { all: null, a: null, b: null }],
    ['a lone small group hides its total', { a: 3 }, { all: null, a: null }],
  ];
  it.each(tables)('%s', (_sentence, counts, expected) => {
    expect(shownOf(counts)).toEqual(expected);
  });

  it('are not given away by groups that overlap', () => {
    const counts = { contract: 30, other: 3, freelance: 12 };
    const items: PublishedItem[] = [
      { key: 'all', atoms: ['contract', 'other', 'freelance'] },
      { key: 'contract', atoms: ['contract'] },
      { key: '2024 employer', atoms: ['contract', 'other'] },
      { key: '2021 flexible', atoms: ['other', 'freelance'] },
    ];
    // 33 − 30 and 45 − 30 − 12 would both tell the three.
    const shown = shownOf(counts, [...items, { key: 'other', atoms: ['other'] }]);
    expect(shown['other']).toBeNull();
    expect([shown['contract'], shown['2024 employer']]).toContain(null);
  });

  it('give no share without both its numbers', () => {
    expect([shownShare(3, 6), shownShare(null, 6), shownShare(3, null), shownShare(0, 0)]).toEqual([
      0.5,
      null,
      null,
      null,
    ]);
  });
});

/** All ways to spread people over groups that fit what is shown, by trying them out. */
function* fitting(
  atoms: readonly string[],
  items: readonly PublishedItem[],
  shown: Map<string, number | null>,
  most: number,
) {
  const counts: Record<string, number> = {};
  function* place(index: number, left: number): Generator<Record<string, number>> {
    const atom = atoms[index];
    if (atom === undefined) {
      const fits = items.every(({ key, atoms: inside }) => {
        const value = shown.get(key);
        const sum = inside.reduce((before, each) => before + (counts[each] ?? 0), 0);
        // A reader knows that what is hidden isn't nothing.
        return value === null || value === undefined ? sum > 0 : sum === value;
      });
      if (fits) yield { ...counts };
      return;
    }
    for (let count = 0; count <= left; count += 1) {
      counts[atom] = count;
      yield* place(index + 1, left - count);
    }
  }
  yield* place(0, most);
}

describe('no published table', () => {
  const atoms = ['a', 'b', 'c', 'd'];
  const someItems = fc
    .uniqueArray(fc.subarray(atoms, { minLength: 1 }), { selector: (inside) => inside.join(), maxLength: 7 })
    .map((groups) => groups.map((inside): PublishedItem => ({ key: inside.join('+'), atoms: inside })));
  const someCounts = fc.record(Object.fromEntries(atoms.map((atom) => [atom, fc.nat({ max: 7 })])));

  it('shows fewer than five people, or lets a hidden number be worked out', () => {
    fc.assert(
      fc.property(someCounts, someItems, (counts, items) => {
        const shown = protectCells(counts, items);
        for (const value of shown.values()) expect(value === null || value === 0 || value >= 5).toBe(true);
        const total = atoms.reduce((sum, atom) => sum + (counts[atom] ?? 0), 0);
        const hidden = items.filter(({ key }) => shown.get(key) === null);
        const values = new Map(hidden.map(({ key }) => [key, new Set<number>()]));
        // One more than there are: who knows nothing else can't know how many there are.
        for (const world of fitting(atoms, items, shown, total + 1)) {
          for (const { key, atoms: inside } of hidden)
            values.get(key)?.add(inside.reduce((sum, atom) => sum + (world[atom] ?? 0), 0));
          if ([...values.values()].every(({ size }) => size > 1)) return;
        }
        expect([...values].filter(([, { size }]) => size < 2).map(([key]) => key)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});
