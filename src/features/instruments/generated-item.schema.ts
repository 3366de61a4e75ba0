import type { Option } from './definition.schema.ts';

/** Key of words in views/locales, and what is filled in. */
export interface Sentence {
  id: string;
  values: Record<string, string | number>;
}

export const SHAPES = ['circle', 'square', 'triangle', 'diamond'] as const;
export const FILLS = ['empty', 'striped', 'solid'] as const;
/** What a cell of a figure matrix shows: so many of a shape, filled so. */
export interface Figure {
  shape: (typeof SHAPES)[number];
  fill: (typeof FILLS)[number];
  /** 1 to 3. */
  many: number;
}

export interface MadeOption extends Option {
  /** Words in place of the option's own; null: its own say it. */
  sentence: Sentence | null;
  figure: Figure | null;
}

export interface GeneratedItem {
  /** The series or the question, below the item's own words. */
  stem: Sentence;
  /** What is to be taken as true. */
  premises: Sentence[];
  /** Orders, and what is true of each: paid, in stock, returned. */
  table: { name: string; marks: boolean[] }[] | null;
  /** Three rows of three figures; the last is what is asked for. */
  grid: (Figure | null)[][] | null;
  options: MadeOption[];
  key: string;
}
