import type { Answer } from './knowledge.schema.ts';

const COLUMNS = ['learner', 'item', 'skill', 'correct', 'time'] as const;
type Column = (typeof COLUMNS)[number];

/** Between the skills of one item. */
const SKILL_SEPARATOR = '~~';

/** Where each column stands; -1: the file hasn't got it. */
export type Heading = Record<Column, number> & { width: number };

export function readHeading(cells: readonly string[]): Heading {
  const names = cells.map((cell) => cell.toLowerCase());
  const at = (column: Column) => names.indexOf(column);
  for (const column of COLUMNS) {
    if (names.indexOf(column) !== names.lastIndexOf(column))
      throw new Error(`line 1: there are two columns ${column}.`);
    if (column !== 'time' && at(column) < 0)
      throw new Error(`line 1: column ${column} is missing; wanted are learner,item,skill,correct[,time].`);
  }
  return {
    learner: at('learner'),
    item: at('item'),
    skill: at('skill'),
    correct: at('correct'),
    time: at('time'),
    width: cells.length,
  };
}

/** One row is one answer, whatever the number of its skills. */
export function readAnswerRow(
  cells: readonly string[],
  heading: Heading,
  line: number,
): { answer: Answer; time: number | null } {
  if (cells.length !== heading.width)
    throw new Error(`line ${line}: ${cells.length} cells where the heading has ${heading.width}.`);
  const cell = (column: Column) => cells[heading[column]] ?? '';
  const learner = cell('learner');
  if (learner === '') throw new Error(`line ${line}: learner is empty.`);
  const item = cell('item');
  if (item === '') throw new Error(`line ${line}: item is empty.`);
  const skills = cell('skill')
    .split(SKILL_SEPARATOR)
    .map((skill) => skill.trim())
    .filter((skill) => skill !== '');
  return {
    answer: { learner, item, skills: [...new Set(skills)], correct: readCorrect(cell('correct'), line) },
    time: heading.time < 0 ? null : readTime(cell('time'), line),
  };
}

function readCorrect(text: string, line: number): boolean {
  const value = { true: 1, false: 0 }[text.toLowerCase()] ?? (text === '' ? Number.NaN : Number(text));
  if (value !== 0 && value !== 1)
    throw new Error(`line ${line}: correct is ${JSON.stringify(text)}; wanted is 0 or 1.`);
  return value === 1;
}

/** A number of any unit, or a date. */
function readTime(text: string, line: number): number {
  const value = text === '' ? Number.NaN : Number(text);
  const time = Number.isNaN(value) ? Date.parse(text) : value;
  if (!Number.isFinite(time))
    throw new Error(`line ${line}: time is ${JSON.stringify(text)}; wanted is a number or a date.`);
  return time;
}
