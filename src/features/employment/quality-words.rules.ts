import type { Cell, Words } from '../reports/index.ts';
import type { Protected } from './quality-parts.rules.ts';
import { shownShare } from './suppress.rules.ts';

export const word = (id: string, values: Record<string, string | number> = {}): Words => ({
  id: `employment.report.${id}`,
  values,
});
export const HIDDEN = word('hidden');
export const shown = (cells: Protected, key: string): Cell => {
  const value = cells.get(key);
  return value === null ? HIDDEN : (value ?? 0);
};
export const figure = (
  name: string,
  value: Cell,
  unit: 'number' | 'percent' | 'text',
  note: Words | null = null,
) => ({
  label: word(name),
  value,
  unit,
  note,
});

/** The words of a code, a group or an answer. */
export const codeWords = (kind: string, value: string): Words => ({
  id: `employment.${kind}.${value}`,
  values: {},
});

/** A share of those of whom it is known, with their number. */
export function rateOf(cells: Protected): { value: Cell; note: Words | null } {
  const share = shownShare(cells.get('is yes') ?? (cells.has('is yes') ? null : 0), cells.get('known'));
  return share === null
    ? { value: HIDDEN, note: null }
    : { value: share, note: word('of', { known: cells.get('known') ?? 0 }) };
}
