import { groupBy } from './group.rules.ts';

interface Column {
  id: string;
  label: string;
  kind: string;
  ref: string;
  courseTitle: string;
  platform: string;
  active: boolean;
  sent: number;
  waiting: number;
  dead: number;
  lastSentAt: Date | null;
}

interface OpenCell {
  lineItemId: string;
  personId: string;
  name: string;
  scoreGiven: number | null;
  scoreMaximum: number;
  state: 'waiting' | 'dead';
  problem: string | null;
  httpStatus: number | null;
  nextAttemptAt: Date;
}

export interface GradesPage {
  saved: boolean;
  /** Where its forms go, below the session's base. */
  path: '/grades' | '/lms/grades';
  everyCourse: boolean;
  totals: { sent: number; waiting: number; dead: number };
  hasProblems: boolean;
  columns: (Column & {
    groups: CellGroup[];
    hasProblems: boolean;
    /** Cells not shown. */
    more: number;
    /** How the class does in it, below the session's base; null: only a visit to the course shows it. */
    resultsPath: string | null;
  })[];
  /** Titles of what was placed and has no column yet. */
  withoutColumn: string[];
}

/** Grades of a column that wait or failed for one reason. */
interface CellGroup {
  state: 'waiting' | 'dead';
  /** null: nothing is wrong, it is about to be sent. */
  problem: string | null;
  httpStatus: number | null;
  /** When the first of them is tried again; null: not by itself. */
  nextAttemptAt: Date | null;
  /** Few enough to be shown at once. */
  open: boolean;
  cells: { personId: string; name: string; score: string | null; canResend: boolean }[];
}

const SHOWN_AT_ONCE = 8;

export function presentGrades(
  rows: {
    columns: readonly Column[];
    cells: readonly OpenCell[];
    withoutColumn: readonly { title: string }[];
  },
  shown: Pick<GradesPage, 'saved' | 'path'> & {
    resultsOf: (item: { kind: string; ref: string }) => string | null;
  },
): GradesPage {
  const byColumn = groupBy(rows.cells, ({ lineItemId }) => lineItemId);
  const columns = rows.columns.map((column) => ({
    ...presentColumn(column, byColumn.get(column.id) ?? []),
    resultsPath: shown.resultsOf(column),
  }));
  const sum = (pick: (column: Column) => number) =>
    columns.reduce((total, column) => total + pick(column), 0);
  return {
    saved: shown.saved,
    path: shown.path,
    everyCourse: shown.path === '/lms/grades',
    totals: {
      sent: sum(({ sent }) => sent),
      waiting: sum(({ waiting }) => waiting),
      dead: sum(({ dead }) => dead),
    },
    hasProblems: columns.some(({ hasProblems }) => hasProblems),
    columns,
    withoutColumn: rows.withoutColumn.map(({ title }) => title),
  };
}

function presentColumn(
  column: Column,
  cells: readonly OpenCell[],
): Omit<GradesPage['columns'][number], 'resultsPath'> {
  const groups = [
    ...groupBy(cells, ({ state, problem, httpStatus }) => `${state} ${problem} ${httpStatus}`).values(),
  ];
  return {
    ...column,
    groups: groups.flatMap((group) => presentGroup(group)),
    hasProblems: column.dead > 0 || cells.some(({ problem }) => problem !== null),
    more: Math.max(0, column.waiting + column.dead - cells.length),
  };
}

function presentGroup(cells: readonly OpenCell[]): CellGroup[] {
  const [first] = cells;
  if (!first) return [];
  const { state, problem, httpStatus } = first;
  const soonest = Math.min(...cells.map(({ nextAttemptAt }) => nextAttemptAt.getTime()));
  return [
    {
      state,
      problem,
      httpStatus,
      nextAttemptAt: state === 'waiting' && problem !== null ? new Date(soonest) : null,
      open: cells.length <= SHOWN_AT_ONCE,
      cells: cells.map(({ personId, name, scoreGiven, scoreMaximum }) => ({
        personId,
        name,
        score: scoreGiven === null ? null : `${round(scoreGiven)}/${round(scoreMaximum)}`,
        canResend: problem !== null,
      })),
    },
  ];
}

const round = (score: number): number => Math.round(score * 10) / 10;
