/** Counts of fewer people than this are never published. */
export const LEAST_SHOWN = 5;

/** Something a report publishes: the number of people in some of the smallest groups it counts. */
export interface PublishedItem {
  key: string;
  atoms: readonly string[];
}

/**
 * Which of several linked numbers may be shown; null: not. Numbers of 1 to 4 are hidden, and then as many more as it
 * takes that no hidden one follows from what is left, totals and sums included.
 *
 * A hidden number is safe when somebody inside it could be moved to a group outside it, both in the same shown numbers,
 * without any of these changing: then what is shown fits two truths at least. Both groups stay above zero, because a
 * reader knows that nothing is hidden where nobody is.
 */
export function protectCells(
  counts: Readonly<Record<string, number>>,
  items: readonly PublishedItem[],
): Map<string, number | null> {
  const valueOf = ({ atoms }: PublishedItem) => atoms.reduce((sum, atom) => sum + (counts[atom] ?? 0), 0);
  const valued = items.map((item) => ({ ...item, value: valueOf(item) }));
  const hidden = new Set(
    valued.filter(({ value }) => value > 0 && value < LEAST_SHOWN).map(({ key }) => key),
  );
  const smallestFirst = valued
    .filter(({ value }) => value > 0)
    .sort((a, b) => a.value - b.value || a.key.localeCompare(b.key));
  const isSafe = (item: PublishedItem, without: ReadonlySet<string>) =>
    isMovable(item, counts, items, without);
  for (;;) {
    const exposed = valued.find((item) => hidden.has(item.key) && !isSafe(item, hidden));
    if (!exposed) break;
    const shown = smallestFirst.filter(({ key }) => !hidden.has(key));
    const helps = shown.find(({ key }) => isSafe(exposed, new Set([...hidden, key])));
    const next = helps ?? shown[0];
    if (!next) break;
    hidden.add(next.key);
  }
  return new Map(valued.map(({ key, value }) => [key, hidden.has(key) ? null : value]));
}

function isMovable(
  item: PublishedItem,
  counts: Readonly<Record<string, number>>,
  items: readonly PublishedItem[],
  hidden: ReadonlySet<string>,
): boolean {
  const shown = items.filter(({ key }) => !hidden.has(key));
  const standsIn = (atom: string) =>
    shown
      .filter(({ atoms }) => atoms.includes(atom))
      .map(({ key }) => key)
      .join('\n');
  const peopled = Object.keys(counts).filter((atom) => (counts[atom] ?? 0) > 0);
  const inside = peopled.filter((atom) => item.atoms.includes(atom));
  const outside = peopled.filter((atom) => !item.atoms.includes(atom));
  return inside.some((from) =>
    outside.some((to) => Math.max(counts[from] ?? 0, counts[to] ?? 0) > 1 && standsIn(from) === standsIn(to)),
  );
}

/** A share, where both its numbers may be shown. */
export const shownShare = (part: number | null = null, whole: number | null = null): number | null =>
  part === null || whole === null || whole === 0 ? null : part / whole;
