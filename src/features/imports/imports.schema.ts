export const IMPORT_KINDS = ['people', 'marks'] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];
export type ImportState = 'draft' | 'applied' | 'undone';

/** What a column of the file may be. */
export const FIELDS = ['number', 'name', 'class', 'email', 'date'] as const;
export type Field = (typeof FIELDS)[number];
export const FIELDS_OF: Record<ImportKind, readonly Field[]> = {
  people: ['number', 'name', 'class', 'email'],
  marks: ['number', 'name', 'date'],
};

/** A field, a task of the plan (`task:<id>`), or nothing, for each column of the file. */
export type ColumnUse = Field | `task:${string}` | '';

export interface TableRow {
  line: number;
  cells: string[];
}

/** A file as it was read: its heading and what stands below. */
export interface Table {
  heading: string[];
  rows: TableRow[];
  /** Lines with a cell that shows a formula's error. */
  faults: { line: number; cell: string; text: string }[];
}

/** How its columns are meant; marks also need what they are out of, and a day. */
export interface Mapping {
  columns: ColumnUse[];
  fullMark: number;
  /** YYYY-MM-DD, where no column has one. */
  day: string;
}

export type RowProblem =
  | 'nobody'
  | 'several'
  | 'twice'
  | 'noOneNamed'
  | 'classUnknown'
  | 'emailWrong'
  | 'leftCourse'
  | 'notMark'
  | 'beyondFull'
  | 'dateWrong'
  | 'inFuture'
  | 'fault'
  | 'notLearner';

/** The words by which columns are known: catalogue/import-words.json. */
export interface ImportWords {
  number: string[];
  name: string[];
  class: string[];
  email: string[];
  date: string[];
  absent: string[];
}

/** Somebody of the school whom a row may mean. */
export interface Candidate {
  personId: string;
  name: string;
  identifiers: string[];
  classId: string | null;
  hasEmail: boolean;
  /** In this course. */
  membership: 'learner' | 'staff' | 'left' | null;
}

/** The mark that another took the place of, and the import that had given it. */
export interface MarkBefore {
  points: number;
  fullMark: number;
  day: string;
  importId: string;
}
