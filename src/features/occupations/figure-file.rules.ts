import { findGarbled, lookUp, readRows, type LocalText } from '../programme/index.ts';
import {
  FIGURE_COLUMNS,
  type FigureColumn,
  type FigureFile,
  type FigureHeadings,
  type FigureProblem,
  type ImportedFigure,
} from './figure.schema.ts';

export const MAX_FIGURES = 5000;
const MAX_TEXT = 200;
const MOST_OPENINGS = 10_000_000;
const PAY_BOUNDS = [100, 1_000_000] as const;

const REQUIRED: readonly FigureColumn[] = ['occupation', 'source', 'date', 'region'];

export interface NamedOccupation {
  id: string;
  code: string | null;
  title: LocalText;
}

/**
 * Reads figures of demand and pay from CSV text. Each line needs its occupation (code or name), source, date and region,
 * and at least one figure; every problem is told with its line, and a caller saves nothing while there is one.
 */
export function readFigureFile(
  text: string,
  given: { occupations: readonly NamedOccupation[]; headings: FigureHeadings; today: string },
): FigureFile {
  const refuse = (
    line: number,
    id: string,
    values: FigureProblem['sentence']['values'] = {},
  ): FigureFile => ({
    figures: [],
    ignored: [],
    problems: [problem(line, id, values)],
  });
  const { occupations, headings, today } = given;
  const garbled = findGarbled(text);
  if (garbled !== null) return refuse(garbled, 'notUtf8');
  const read = readRows(text);
  if ('problem' in read) return refuse(read.problem.line, 'brokenQuotes');
  const [heading, ...rows] = read.rows;
  if (!heading || rows.length === 0) return refuse(0, 'empty');
  if (rows.length > MAX_FIGURES) return refuse(0, 'tooManyRows', { most: MAX_FIGURES });
  const columns = heading.cells.map((cell) => lookUp(headings, FIGURE_COLUMNS, cell));
  const missing = REQUIRED.find((column) => !columns.includes(column));
  if (missing) return refuse(heading.line, 'columnMissing', { column: headings[missing][0] ?? missing });
  const known = byName(occupations);
  const figures: ImportedFigure[] = [];
  const problems: FigureProblem[] = [];
  const seen = new Map<string, number>();
  for (const { line, cells } of rows) {
    const figure = readLine((column) => (cells[columns.indexOf(column)] ?? '').trim(), known, today);
    const found = figure.problems.map(({ id, values }) => problem(line, id, values));
    problems.push(...found);
    if (found.length > 0) continue;
    const key = [figure.row.occupationId, figure.row.source, figure.row.day, figure.row.region].join('\0');
    const before = seen.get(key);
    if (before === undefined) figures.push({ ...figure.row, line });
    else problems.push(problem(line, 'twice', { before }));
    seen.set(key, line);
  }
  return {
    figures,
    problems,
    ignored: heading.cells.filter((cell, at) => cell !== '' && columns[at] === null),
  };
}

const problem = (line: number, id: string, values: FigureProblem['sentence']['values']): FigureProblem => ({
  line,
  sentence: { id: `occupations.figures.problem.${id}`, values },
});

const fold = (text: string): string => text.normalize('NFKC').trim().toLowerCase();

/** By id, code and both names; a name that two occupations have means neither. */
function byName(occupations: readonly NamedOccupation[]): Map<string, string | null> {
  const known = new Map<string, string | null>();
  for (const { id, code, title } of occupations)
    for (const name of new Set([id, code ?? id, title['zh-CN'], title.en].map(fold)))
      known.set(name, known.has(name) && known.get(name) !== id ? null : id);
  return known;
}

interface Found {
  id: string;
  values: FigureProblem['sentence']['values'];
}

function readLine(
  cell: (column: FigureColumn) => string,
  known: ReadonlyMap<string, string | null>,
  today: string,
): { row: Omit<ImportedFigure, 'line'>; problems: Found[] } {
  const problems: Found[] = [];
  const refuse = (id: string, values: Found['values'] = {}) => problems.push({ id, values });
  const text = (column: 'source' | 'region'): string => {
    const value = cell(column);
    if (value === '') refuse(column === 'source' ? 'noSource' : 'noRegion');
    if (value.length > MAX_TEXT) refuse('tooLong', { value: `${value.slice(0, 20)}…` });
    return value;
  };
  const whole = (column: FigureColumn, [least, most]: readonly [number, number]): number | null => {
    const value = cell(column).replaceAll(/[,，\s]/g, '');
    if (value === '') return null;
    const number = Number(value);
    if (Number.isInteger(Math.round(number)) && number >= least && number <= most) return Math.round(number);
    refuse('notFigure', { value: cell(column).slice(0, 40), least, most });
    return null;
  };
  const occupationId = known.get(fold(cell('occupation')));
  if (occupationId === undefined) refuse('unknownOccupation', { value: cell('occupation').slice(0, 60) });
  if (occupationId === null) refuse('ambiguousOccupation', { value: cell('occupation').slice(0, 60) });
  const day = readDay(cell('date'));
  if (day === null) refuse('noDate', { value: cell('date').slice(0, 40) });
  else if (day > today) refuse('dateToCome', { value: day });
  const url = cell('url');
  if (url !== '' && !/^https?:\/\/\S{3,500}$/.test(url)) refuse('badUrl', { value: url.slice(0, 60) });
  const row = {
    occupationId: occupationId ?? '',
    source: text('source'),
    url: url === '' ? null : url,
    day: day ?? '',
    region: text('region'),
    openings: whole('openings', [0, MOST_OPENINGS]),
    payLow: whole('payLow', PAY_BOUNDS),
    payMedian: whole('payMedian', PAY_BOUNDS),
    payHigh: whole('payHigh', PAY_BOUNDS),
  };
  const pay = [row.payLow, row.payMedian, row.payHigh].filter((figure) => figure !== null);
  if (problems.length === 0 && pay.length === 0 && row.openings === null) refuse('noFigure');
  if (pay.some((figure, index) => index > 0 && figure < (pay[index - 1] ?? 0))) refuse('payOrder');
  return { row, problems };
}

/** Year, month and day with any marks between them; a month alone means its first day. */
function readDay(text: string): string | null {
  const [, year, month, day = '1'] =
    /^(\d{4})\D(\d{1,2})(?:\D(\d{1,2})?\D?)?$/.exec(text.normalize('NFKC')) ?? [];
  if (!year || !month) return null;
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const date = new Date(`${iso}T00:00:00Z`);
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== iso ? null : iso;
}
