import type { FileProblem, ImportPreview } from './destination-file.rules.ts';

const PROBLEMS_SHOWN = 50;
const ROWS_SHOWN = 200;

export interface ImportPage {
  source: string;
  problems: { line: number; sentence: { id: string; values: FileProblem['values'] } }[];
  moreProblems: number;
  rows: {
    line: number;
    name: string;
    code: string;
    employerName: string | null;
    enteredOn: string | null;
    change: string;
  }[];
  moreRows: number;
  /** There is something, and nothing speaks against it. */
  ready: boolean;
  total: number;
}

/** A file before it is taken over; `preview` null: none was given yet. */
export function presentImport(source: string, preview: ImportPreview | null): ImportPage {
  const problems = preview?.problems ?? [];
  const rows = preview?.rows ?? [];
  return {
    source,
    problems: problems.slice(0, PROBLEMS_SHOWN).map(({ line, id, values }) => ({
      line,
      sentence: { id: `employment.import.problem.${id}`, values },
    })),
    moreProblems: Math.max(0, problems.length - PROBLEMS_SHOWN),
    rows: rows.slice(0, ROWS_SHOWN).map(({ line, name, content, isNew, isKnown }) => ({
      line,
      name,
      code: String(content.code),
      employerName: content.employerName,
      enteredOn: content.enteredOn,
      change: isNew ? 'graduate' : isKnown ? 'destination' : 'first',
    })),
    moreRows: Math.max(0, rows.length - ROWS_SHOWN),
    ready: rows.length > 0 && problems.length === 0,
    total: rows.length,
  };
}
