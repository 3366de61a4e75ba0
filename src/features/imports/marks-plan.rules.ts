import { cellOf, fold } from './columns.rules.ts';
import { createFinder } from './find-person.rules.ts';
import type { Candidate, Mapping, RowProblem, Table } from './imports.schema.ts';
import type { RowFault } from './people-plan.rules.ts';

/** A mark as it was imported before. */
export interface StandingMark {
  personId: string;
  taskId: string;
  points: number;
  fullMark: number;
  day: string;
}

export interface MarkChange extends StandingMark {
  line: number;
  name: string;
  /** The mark it takes the place of; null: the first. */
  before: { points: number; fullMark: number; day: string } | null;
}

export interface MarksPlan {
  changes: MarkChange[];
  unchanged: number;
  /** Cells that say that somebody has no mark. */
  absent: number;
  faults: RowFault[];
}

/** Compares a list of marks with those imported before: the same again changes nothing. */
export function planMarks(
  table: Table,
  mapping: Mapping,
  known: {
    candidates: readonly Candidate[];
    standing: readonly StandingMark[];
    absentWords: readonly string[];
  },
  today: string,
): MarksPlan {
  const find = createFinder(known.candidates);
  const standing = new Map(known.standing.map((mark) => [`${mark.personId} ${mark.taskId}`, mark]));
  const absentWords = new Set(known.absentWords.map(fold));
  const faultLines = new Set(table.faults.map(({ line }) => line));
  const plan: MarksPlan = { changes: [], unchanged: 0, absent: 0, faults: [] };
  for (const { line, cells } of table.rows) {
    const number = cellOf(cells, mapping.columns, 'number').trim();
    const name = cellOf(cells, mapping.columns, 'name').trim();
    const who = `${number} ${name}`.trim().slice(0, 80);
    const refuse = (problem: RowProblem, text = who) => plan.faults.push({ line, problem, text });
    const found = faultLines.has(line) ? ({ problem: 'fault' } as const) : find({ number, name });
    if ('problem' in found) {
      refuse(found.problem);
      continue;
    }
    const { candidate } = found;
    const day = readDay(cellOf(cells, mapping.columns, 'date'), mapping.day);
    if (candidate.membership !== 'learner')
      refuse(candidate.membership === 'left' ? 'leftCourse' : 'notLearner');
    else if (day === null) refuse('dateWrong');
    else if (day > today) refuse('inFuture');
    else
      mapping.columns.forEach((use, index) => {
        if (!use.startsWith('task:')) return;
        const cell = (cells[index] ?? '').normalize('NFKC').trim();
        if (cell === '') return;
        if (absentWords.has(fold(cell))) {
          plan.absent += 1;
          return;
        }
        const points = Number(cell);
        if (!Number.isFinite(points) || points < 0) refuse('notMark', `${who} ${cell.slice(0, 30)}`);
        else if (points > mapping.fullMark) refuse('beyondFull', `${who} ${cell.slice(0, 30)}`);
        else {
          const taskId = use.slice('task:'.length);
          const mark = { personId: candidate.personId, taskId, points, fullMark: mapping.fullMark, day };
          const before = standing.get(`${mark.personId} ${taskId}`) ?? null;
          if (before && isSame(before, mark)) plan.unchanged += 1;
          else
            plan.changes.push({
              ...mark,
              line,
              name: candidate.name,
              before: before && { points: before.points, fullMark: before.fullMark, day: before.day },
            });
        }
      });
  }
  return plan;
}

const isSame = (a: StandingMark, b: StandingMark): boolean =>
  a.points === b.points && a.fullMark === b.fullMark && a.day === b.day;

/** 2026-09-07, 2026/9/7, 2026.9.7 and the like; '' is the file's own day. */
function readDay(text: string, otherwise: string): string | null {
  const trimmed = text.normalize('NFKC').trim();
  if (trimmed === '') return otherwise;
  const [, year = '', month = '', day = ''] =
    /^(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})(?:\D.*)?$/.exec(trimmed) ?? [];
  const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const at = new Date(`${written}T00:00Z`);
  return Number.isNaN(at.getTime()) || !at.toISOString().startsWith(written) ? null : written;
}
