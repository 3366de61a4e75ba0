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
