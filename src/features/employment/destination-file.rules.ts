import { z } from 'zod';
import { findGarbled, readRows } from '../programme/index.ts';
import { bandOf } from './destination.rules.ts';
import {
  DestinationFields,
  POST_TALENTS,
  type DestinationContent,
  type PostTalent,
} from './employment.schema.ts';

export const COLUMNS = [
  'person',
  'graduatedOn',
  'code',
  'employerName',
  'unitNature',
  'industry',
  'postType',
  'postTitle',
  'postTalent',
  'region',
  'enteredOn',
  'pay',
  'evidence',
  'contact',
] as const;
export type Column = (typeof COLUMNS)[number];
const REQUIRED: readonly Column[] = ['person', 'code'];
export const MOST_ROWS = 2000;

export interface DestinationWords {
  columns: Record<Column, string[]>;
  talents: Record<PostTalent, string[]>;
  example: Record<'zh-CN' | 'en', string[]>;
}

/** What keeps a file from being taken over: its sentence stands below `employment.import.problem`. */
export interface FileProblem {
  /** 0: the file as a whole. */
  line: number;
  id: string;
  values: Record<string, string | number>;
}

export interface FileRow {
  line: number;
  /** Name or account, as written. */
  person: string;
  graduatedOn: string | null;
  contact: string | null;
  content: DestinationContent;
}

export interface DestinationFile {
  rows: FileRow[];
  problems: FileProblem[];
}

/** What a file would do: a new graduate, the first word of where one went, or another one. */
export interface ImportPreview {
  rows: (FileRow & { personId: string; name: string; isNew: boolean; isKnown: boolean })[];
  problems: FileProblem[];
}

const fold = (text: string) => text.normalize('NFKC').trim().toLowerCase();
const Day = z.iso.date();
const Pay = z.coerce.number().min(0).max(1_000_000);

/** Reads destinations out of CSV text. Every problem is told with its line; with any, nothing should be saved. */
export function readDestinationFile(text: string, words: DestinationWords): DestinationFile {
  const refuse = (line: number, id: string, values: FileProblem['values'] = {}): DestinationFile => ({
    rows: [],
    problems: [{ line, id, values }],
  });
  const garbled = findGarbled(text);
  if (garbled !== null) return refuse(garbled, 'notUtf8');
  const read = readRows(text);
  if ('problem' in read) return refuse(read.problem.line, 'brokenQuotes');
  const [heading, ...lines] = read.rows;
  if (!heading || lines.length === 0) return refuse(0, 'empty');
  if (lines.length > MOST_ROWS) return refuse(0, 'tooManyRows', { most: MOST_ROWS });
  const columns = heading.cells.map(
    (cell) => COLUMNS.find((name) => isOneOf(words.columns[name], cell)) ?? null,
  );
  const missing = REQUIRED.find((name) => !columns.includes(name));
  if (missing) return refuse(heading.line, 'columnMissing', { column: words.columns[missing][0] ?? missing });
  const file: DestinationFile = { rows: [], problems: [] };
  for (const { line, cells } of lines) {
    const cell = (name: Column) => (cells[columns.indexOf(name)] ?? '').normalize('NFKC').trim();
    readLine(line, cell, words, file);
  }
  return file;
}

const isOneOf = (names: readonly string[], cell: string) => names.some((name) => fold(name) === fold(cell));

function readLine(
  line: number,
  cell: (name: Column) => string,
  words: DestinationWords,
  file: DestinationFile,
): void {
  const problem = (column: Column) =>
    file.problems.push({
      line,
      id: 'badValue',
      values: { column: words.columns[column][0] ?? column, value: cell(column).slice(0, 60) },
    });
  const pay = cell('pay') === '' ? null : Pay.safeParse(cell('pay'));
  const talent =
    cell('postTalent') === ''
      ? null
      : POST_TALENTS.find((name) => isOneOf(words.talents[name], cell('postTalent')));
  const graduatedOn = cell('graduatedOn') === '' ? null : cell('graduatedOn');
  const fields = DestinationFields.safeParse({
    ...Object.fromEntries(COLUMNS.map((name) => [name, cell(name)])),
    postTalent: talent ?? '',
    payFrom: pay?.success ? bandOf(pay.data) : '',
  });
  const wrong: Column[] = [
    ...(cell('person') === '' ? (['person'] as const) : []),
    ...(graduatedOn !== null && !Day.safeParse(graduatedOn).success ? (['graduatedOn'] as const) : []),
    ...(talent === undefined ? (['postTalent'] as const) : []),
    ...(pay?.success === false ? (['pay'] as const) : []),
    ...(fields.success
      ? []
      : COLUMNS.filter((name) => fields.error.issues.some(({ path }) => path[0] === name))),
  ];
  wrong.forEach(problem);
  if (wrong.length > 0 || !fields.success) return;
  file.rows.push({
    line,
    person: cell('person'),
    graduatedOn,
    contact: cell('contact') === '' ? null : cell('contact').slice(0, 300),
    content: fields.data,
  });
}

export interface Candidate {
  personId: string;
  name: string;
  accounts: string[];
}

/** Who each row is about: an account decides before a name, and a name only where one person has it. */
export function matchRows(
  rows: readonly FileRow[],
  candidates: readonly Candidate[],
): { matched: (FileRow & { personId: string; name: string })[]; problems: FileProblem[] } {
  const matched: (FileRow & { personId: string; name: string })[] = [];
  const problems: FileProblem[] = [];
  for (const row of rows) {
    const wanted = fold(row.person);
    const byAccount = candidates.filter(({ accounts }) =>
      accounts.some((account) => fold(account) === wanted),
    );
    const found = byAccount.length > 0 ? byAccount : candidates.filter(({ name }) => fold(name) === wanted);
    const [only, another] = found;
    const refuse = (id: string) => problems.push({ line: row.line, id, values: { person: row.person } });
    if (!only) refuse('nobody');
    else if (another) refuse('several');
    else if (matched.some(({ personId }) => personId === only.personId)) refuse('twice');
    else matched.push({ ...row, personId: only.personId, name: only.name });
  }
  return { matched, problems };
}
