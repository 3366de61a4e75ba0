import { z } from 'zod';

export const FIGURE_COLUMNS = [
  'occupation',
  'source',
  'url',
  'date',
  'region',
  'openings',
  'payLow',
  'payMedian',
  'payHigh',
] as const;
export type FigureColumn = (typeof FIGURE_COLUMNS)[number];

/** catalogue/occupations/figure-headings.json: what a column may be called; first in Chinese, then in English as the pattern has it. */
export const FigureHeadings = z.record(z.enum(FIGURE_COLUMNS), z.array(z.string()).min(2));
export type FigureHeadings = z.infer<typeof FigureHeadings>;

/** What a source says of the demand for an occupation and its pay, in a region, on a day. */
export interface Figure {
  source: string;
  url: string | null;
  /** YYYY-MM-DD */
  day: string;
  region: string;
  openings: number | null;
  /** Yuan a month before tax. */
  payLow: number | null;
  payMedian: number | null;
  payHigh: number | null;
}

/** A file of figures that was taken in. */
export const FigureImport = z.object({
  id: z.string(),
  fileName: z.string(),
  figures: z.int(),
  importedAt: z.coerce.date(),
  importedBy: z.string().nullable(),
  undoneAt: z.coerce.date().nullable(),
});
export type FigureImport = z.infer<typeof FigureImport>;

export interface ImportedFigure extends Figure {
  occupationId: string;
  line: number;
}

export interface FigureProblem {
  line: number;
  sentence: { id: string; values: Record<string, string | number> };
}

export interface FigureFile {
  figures: ImportedFigure[];
  problems: FigureProblem[];
  /** Headings that mean nothing here. */
  ignored: string[];
}
