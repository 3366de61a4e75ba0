import { CsvError, parse } from 'csv-parse/sync';
import { fromWallTime } from '../roster/index.ts';
import { toActivityId } from './activity.rules.ts';
import type { PlanColumn, PlanWords } from './catalogue.schema.ts';
import { PLAN_COLUMNS } from './catalogue.schema.ts';
import type { ImportedTask, LineProblem, PlanFile, SkillName } from './plan-file.schema.ts';
import { foldText } from './question.rules.ts';

export const MAX_PLAN_ROWS = 1000;
const MAX_TITLE = 200;

interface Vocabulary {
  words: PlanWords;
  skills: SkillName[];
  timeZone: string;
}

/**
 * Reads a course plan from CSV text (comma, semicolon or tab; headings in Chinese or English). Every problem is told
 * with its line; a caller saves nothing while there is one.
 */
export function readPlanFile(text: string, vocabulary: Vocabulary): PlanFile {
  const refuse = (line: number, id: string, values: Record<string, string> = {}): PlanFile => ({
    tasks: [],
    columns: [],
    ignored: [],
    problems: [problem(line, id, values)],
  });
  const garbled = findGarbled(text);
  if (garbled !== null) return refuse(garbled, 'notUtf8');
  const rows = readRows(text);
  if ('problem' in rows) return { ...refuse(0, 'empty'), problems: [rows.problem] };
  const [heading, ...content] = rows.rows;
  if (!heading) return refuse(0, 'empty');
  const { columns, ignored, doubled } = readHeading(heading.cells, vocabulary.words);
  if (doubled) return refuse(heading.line, 'doubledColumn', { column: doubled });
  const known = columns.filter((column) => column !== null);
  for (const column of ['unit', 'task'] as const) {
    if (!known.includes(column))
      return refuse(heading.line, 'columnMissing', { column: vocabulary.words.columns[column][0] ?? column });
  }
  if (content.length === 0) return refuse(heading.line, 'empty');
  if (content.length > MAX_PLAN_ROWS) return refuse(0, 'tooManyRows', { most: String(MAX_PLAN_ROWS) });
  return { ...readTasks(content, columns, vocabulary), columns: known, ignored };
}

/** The first line with what decoding could not read: the file isn't UTF-8, or not text at all. */
export function findGarbled(text: string): number | null {
  const at = text.search(/[\ufffd\0]/);
  return at < 0 ? null : text.slice(0, at).split('\n').length;
}

interface Row {
  line: number;
  cells: string[];
}

/** Rows of a CSV text that hold something, with their line numbers; its delimiter is found in its first line. */
export function readRows(text: string): { rows: Row[] } | { problem: LineProblem } {
  const firstLine = text.split(/\r\n|\r|\n/).find((line) => line.trim() !== '') ?? '';
  const count = (mark: string) => firstLine.split(mark).length;
  // What stands most often between the headings; a comma when nothing does.
  const delimiter = [',', '\t', ';', '\uff0c'].reduce((best, mark) =>
    count(mark) > count(best) ? mark : best,
  );
  try {
    const records = parse(text, {
      delimiter,
      bom: true,
      info: true,
      trim: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    const rows = records
      .map(({ record, info }) => ({ line: info.lines, cells: record }))
      .filter(({ cells }) => cells.some((cell) => cell !== ''));
    return { rows };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { problem: problem(typeof error['lines'] === 'number' ? error['lines'] : 0, 'brokenQuotes') };
  }
}

function readHeading(cells: string[], words: PlanWords) {
  const columns = cells.map((cell) => lookUp(words.columns, PLAN_COLUMNS, cell));
  const found = columns.filter((column) => column !== null);
  const doubledAt = columns.findIndex((column, i) => column !== null && columns.indexOf(column) < i);
  return {
    columns,
    ignored: cells.filter((cell, index) => cell !== '' && columns[index] === null),
    doubled: found.length > new Set(found).size ? (cells[doubledAt] ?? '') : null,
  };
}

function readTasks(
  rows: Row[],
  columns: (PlanColumn | null)[],
  { words, skills, timeZone }: Vocabulary,
): { tasks: ImportedTask[]; problems: LineProblem[] } {
  const skillIds = new Map(
    skills.flatMap(({ id, names }) => [id, ...names].map((name) => [foldText(name), id])),
  );
  const tasks: ImportedTask[] = [];
  const problems: LineProblem[] = [];
  const seen = new Map<string, number>();
  let lastUnit = '';
  for (const { line, cells } of rows) {
    const before = problems.length;
    const refuse = (id: string, values: Record<string, string | number> = {}) =>
      problems.push(problem(line, id, values));
    const cell = (column: PlanColumn) => cells[columns.indexOf(column)] ?? '';
    /** A word of a closed list; an empty cell has the fallback. */
    const word = <K extends string>(column: PlanColumn, group: Record<K, string[]>, fallback: K): K => {
      const value = cell(column);
      const meant = value === '' ? fallback : lookUp(group, Object.keys(group) as K[], value);
      if (meant === null)
        refuse('unknownWord', { value, words: Object.values<string[]>(group).flat().join(' / ') });
      return meant ?? fallback;
    };

    // A spreadsheet's merged cells export as one filled cell and empty ones below it.
    const unit = cell('unit') || lastUnit;
    lastUnit = unit;
    const title = cell('task');
    if (unit === '') refuse('unitMissing');
    if (title === '') refuse('taskMissing');
    if (unit.length > MAX_TITLE || title.length > MAX_TITLE) refuse('titleTooLong', { most: MAX_TITLE });
    const name = `${foldText(unit)}\n${foldText(title)}`;
    const earlier = seen.get(name);
    if (title !== '' && earlier !== undefined) refuse('taskTwice', { title, earlier });
    else seen.set(name, line);

    const wanted = splitList(cell('skills'));
    for (const unknown of wanted.filter((skill) => !skillIds.has(foldText(skill))))
      refuse('skillUnknown', { value: unknown });
    const due = cell('due') === '' ? null : readDue(cell('due'), timeZone);
    if (due === 'unreadable') refuse('dueUnreadable', { value: cell('due') });
    const activityId = cell('activity') === '' ? null : toActivityId(cell('activity'));
    if (activityId === null && cell('activity') !== '')
      refuse('activityUnreadable', { value: cell('activity') });
    const tier = word('tier', words.tiers, 'both');
    const task = {
      line,
      unit,
      title,
      kind: word('kind', words.kinds, 'assignment'),
      tier: tier === 'both' ? null : tier,
      activityId,
      dueAt: due === 'unreadable' ? null : due,
      required: word<'yes' | 'no'>('required', words.answers, 'yes') === 'yes',
      fromEnterprise: word<'yes' | 'no'>('enterprise', words.answers, 'no') === 'yes',
      skillIds: [...new Set(wanted.flatMap((skill) => skillIds.get(foldText(skill)) ?? []))],
    };
    if (problems.length === before) tasks.push(task);
  }
  return { tasks, problems };
}

/**
 * Year, month and day in this order with any marks between them, and perhaps a time; without one the day's last
 * minute is meant.
 */
export function readDue(text: string, timeZone: string): Date | 'unreadable' {
  const match = /^(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})\D?(?:[\sT]*(\d{1,2}):(\d{2})(?::\d{2})?)?$/.exec(
    text.normalize('NFKC').trim(),
  );
  if (!match) return 'unreadable';
  const [, year = '', month = '', day = '', hour = '23', minute = '59'] = match;
  const two = (digits: string) => digits.padStart(2, '0');
  return fromWallTime(`${year}-${two(month)}-${two(day)}T${two(hour)}:${minute}`, timeZone) ?? 'unreadable';
}

const splitList = (cell: string): string[] =>
  cell
    .normalize('NFKC')
    .split(/[;,|\u3001]/)
    .map((part) => part.trim())
    .filter(Boolean);

/** Which of the keys a heading or a word of a file means. */
export function lookUp<K extends string>(
  group: Record<K, string[]>,
  keys: readonly K[],
  text: string,
): K | null {
  const wanted = foldText(text);
  return keys.find((key) => group[key].some((word) => foldText(word) === wanted)) ?? null;
}

const problem = (line: number, id: string, values: Record<string, string | number> = {}): LineProblem => ({
  line,
  sentence: { id: `programme.import.problems.${id}`, values },
});
