import { DIMENSIONS } from '../programme/index.ts';
import type { Cell, ReportAsk, ReportContent, Section, Words } from '../reports/index.ts';
import type { Attendance } from './attendance.schema.ts';
import type { AxisFigures, DimensionFigures } from './monitoring.schema.ts';

export const AXES_REPORT = 'three-axes-1';

const word = (id: string, values: Record<string, string | number> = {}): Words => ({
  id: `monitoring.${id}`,
  values,
});

export interface AxesFigures {
  name: string;
  course: string;
  /** Of every learner of the course. */
  axes: readonly AxisFigures[];
  dimensions: readonly DimensionFigures[];
  attendance: readonly Attendance[];
}

interface Measured {
  /** 0..1; null: nothing to measure it by. */
  value: number | null;
  n: number;
}

/**
 * §5.2.2.2 (R037): 知识 is the share of questions answered right, 技能 the results of practical work that was due, 素养
 * the share of activities of professional quality and of ideological education that were attended. Each beside the mean
 * of the course, and each with what it rests on.
 */
export function composeAxesReport(
  figures: AxesFigures,
  ask: ReportAsk & { personId: string },
): ReportContent {
  const axes = ['knowledge', 'skill', 'literacy'] as const;
  const people = figures.axes.map(({ personId }) => personId);
  const measure = (axis: (typeof axes)[number], personId: string): Measured =>
    axis === 'literacy'
      ? measureAttendance(figures.attendance, personId)
      : measureAxis(
          axis,
          figures.axes.find((row) => row.personId === personId),
        );
  const table = axes.map((axis) => {
    const own = measure(axis, ask.personId);
    return [
      word(`axes.${axis}`),
      own.value,
      mean(people.map((id) => measure(axis, id).value)),
      own.n,
    ] as Cell[];
  });
  return {
    rule: AXES_REPORT,
    title: word('axes.title'),
    subject: `${figures.name} · ${figures.course}`,
    from: ask.from,
    until: ask.until,
    sections: [
      beside(word('axes.heading'), word('axes.axis'), table),
      beside(word('axes.byDimension'), word('axes.dimension'), byDimension(figures.dimensions, ask.personId)),
      activities(figures.attendance, ask.personId),
    ],
    method: [
      word('method.knowledge'),
      word('method.skill'),
      word('method.literacy'),
      word('method.mean'),
      word('method.frozen'),
    ],
  };
}

const beside = (heading: Words, first: Words, rows: Cell[][]): Section => ({
  kind: 'table',
  heading,
  note: null,
  columns: [
    { label: first, unit: 'text' },
    { label: word('axes.own'), unit: 'percent' },
    { label: word('axes.mean'), unit: 'percent' },
    { label: word('axes.n'), unit: 'number' },
  ],
  rows: rows.map(([name = null, own = null, others = null, n = null]) => [name, own, others, n]),
  chart: rows.length > 2 ? 'radar' : null,
});

function measureAxis(axis: 'knowledge' | 'skill', row: AxisFigures | undefined): Measured {
  if (!row) return { value: null, n: 0 };
  return axis === 'knowledge'
    ? { value: row.answers === 0 ? null : row.correct / row.answers, n: row.answers }
    : { value: row.works === 0 ? null : row.workSum / row.works, n: row.works };
}

function measureAttendance(rows: readonly Attendance[], personId: string): Measured {
  const own = rows.filter((row) => row.personId === personId);
  const held = own.reduce((sum, row) => sum + row.held, 0);
  const attended = own.reduce((sum, row) => sum + row.attended, 0);
  return { value: held === 0 ? null : attended / held, n: held };
}

/** Of fewer learners a mean would tell what one of the others has. */
const ENOUGH_FOR_MEAN = 5;

function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  if (known.length < ENOUGH_FOR_MEAN) return null;
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}

const byDimension = (rows: readonly DimensionFigures[], personId: string): Cell[][] =>
  DIMENSIONS.flatMap((dimension) => {
    const all = rows.filter((row) => row.dimension === dimension && row.answers > 0);
    if (all.length === 0) return [];
    const own = all.find((row) => row.personId === personId);
    const name = { id: `programme.dimension.${dimension}`, values: {} };
    return [
      [
        name,
        own ? own.correct / own.answers : null,
        mean(all.map(({ correct, answers }) => correct / answers)),
        own?.answers ?? 0,
      ],
    ];
  });

const activities = (rows: readonly Attendance[], personId: string): Section => {
  const own = rows.filter((row) => row.personId === personId);
  return {
    kind: 'table',
    heading: word('axes.activities'),
    note: own.length === 0 ? word('axes.noActivities') : null,
    columns: [
      { label: word('axes.activity'), unit: 'text' },
      { label: word('axes.held'), unit: 'number' },
      { label: word('axes.attended'), unit: 'number' },
    ],
    rows: own.map(({ kind, held, attended }) => [word(`axes.kind.${kind}`), held, attended]),
    chart: null,
  };
};
