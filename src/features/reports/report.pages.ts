import type { ChartOption } from '../../infra/charts.ts';
import type { Locale } from '../../infra/views.ts';
import type { Cell, Column, ReportContent, Section, Unit, Words } from './report.schema.ts';

export interface ReportPage {
  title: string;
  subject: string;
  from: string;
  until: string;
  sections: SectionPart[];
  method: string[];
  rule: string;
  hash: string;
  /** False: what is stored is not what was frozen. */
  genuine: boolean;
  madeAt: Date;
  madeByName: string | null;
  csv: string;
}

export interface SectionPart {
  heading: string;
  note: string | null;
  figures: { label: string; value: string; note: string | null }[];
  columns: { label: string; numeric: boolean }[];
  rows: { said: string; numeric: boolean }[][];
  /** SVG; put in by the caller. */
  chart: string;
}

/** How words and numbers are said to one reader. */
export interface Speech {
  locale: Locale;
  t: (key: string, values: Record<string, string | number>) => string;
}

export function sayWords(words: Words, { locale, t }: Speech): string {
  if (typeof words === 'string') return words;
  return 'id' in words ? t(words.id, words.values) : words[locale];
}

const FORMATS: Record<Exclude<Unit, 'text' | 'day' | 'hours'>, Intl.NumberFormatOptions> = {
  number: { maximumFractionDigits: 2 },
  percent: { style: 'percent', maximumFractionDigits: 1 },
  minutes: { maximumFractionDigits: 0 },
};

/** An unknown value is a dash: it is not nothing. */
export function sayCell(cell: Cell, unit: Unit, speech: Speech): string {
  if (cell === null) return '–';
  if (typeof cell !== 'number') return sayWords(cell, speech);
  const style = FORMATS[unit as keyof typeof FORMATS] ?? { maximumFractionDigits: 1 };
  const value = new Intl.NumberFormat(speech.locale, style).format(cell);
  return unit === 'minutes' || unit === 'hours' ? speech.t(`reports.unit.${unit}`, { value }) : value;
}

const isNumeric = (unit: Unit): boolean => unit !== 'text' && unit !== 'day';

export function presentSection(section: Section, speech: Speech): SectionPart {
  const say = (words: Words) => sayWords(words, speech);
  const head = { heading: say(section.heading), note: section.note && say(section.note), chart: '' };
  if (section.kind === 'figures')
    return {
      ...head,
      figures: section.figures.map(({ label, value, unit, note }) => ({
        label: say(label),
        value: sayCell(value, unit, speech),
        note: note && say(note),
      })),
      columns: [],
      rows: [],
    };
  return {
    ...head,
    figures: [],
    columns: section.columns.map(({ label, unit }) => ({ label: say(label), numeric: isNumeric(unit) })),
    rows: section.rows.map((row) =>
      row.map((cell, index) => {
        const unit = section.columns[index]?.unit ?? 'text';
        return { said: sayCell(cell, unit, speech), numeric: isNumeric(unit) };
      }),
    ),
  };
}

const COLOURS = ['#0b5c7a', '#d99a2b', '#8fb8a8', '#7a4b8c'];
const AXIS = { color: '#55616e', fontSize: 11 };

/** Half a sheet of A4 wide; print and screen scale it. */
export const REPORT_CHART = { width: 640, height: 260 };

/** Draws the numeric columns of a table by its first column; null where there is nothing to draw. */
export function buildReportChart(section: Section, speech: Speech): ChartOption | null {
  if (section.kind !== 'table' || section.chart === null || section.rows.length === 0) return null;
  const names = section.rows.map(([name = null]) => sayCell(name, 'text', speech));
  const series = section.columns.flatMap((column, index) =>
    index > 0 && (section.chart !== 'radar' || column.unit === 'percent') && isNumeric(column.unit)
      ? [{ column, index }]
      : [],
  );
  const values = (index: number) =>
    section.rows.map((row) => (typeof row[index] === 'number' ? row[index] : null));
  const named = series.map(({ column, index }) => ({
    name: sayWords(column.label, speech),
    data: values(index),
    share: column.unit === 'percent',
  }));
  if (named.every(({ data }) => data.every((value) => value === null))) return null;
  if (section.chart === 'radar') return buildRadar(names, named);
  const axis = axisOf(series.map(({ column }) => column));
  return {
    color: COLOURS,
    ...(named.length > 1 ? { legend: { top: 0, textStyle: AXIS } } : {}),
    grid: { left: 48, right: 12, top: named.length > 1 ? 34 : 14, bottom: 30 },
    xAxis: { type: 'category', data: names, axisTick: { show: false }, axisLabel: AXIS },
    yAxis: { type: 'value', splitNumber: 4, axisLabel: { ...AXIS, ...axis.label }, ...axis.range },
    series: named.map(({ name, data }) =>
      section.chart === 'line'
        ? { type: 'line' as const, name, data, connectNulls: false }
        : { type: 'bar' as const, name, data, barMaxWidth: 40 },
    ),
  };
}

const axisOf = (columns: readonly Column[]) =>
  columns.every(({ unit }) => unit === 'percent')
    ? { label: { formatter: (value: number) => `${Math.round(value * 100)}%` }, range: { min: 0, max: 1 } }
    : { label: {}, range: {} };

/** Shares on as many axes as there are rows; what isn't known lies at the centre, and the table says so. */
const buildRadar = (
  names: readonly string[],
  named: readonly { name: string; data: readonly (number | null)[] }[],
): ChartOption => ({
  color: COLOURS,
  ...(named.length > 1 ? { legend: { bottom: 0, textStyle: AXIS } } : {}),
  radar: {
    indicator: names.map((name) => ({ name, max: 1 })),
    center: ['50%', '52%'],
    radius: '62%',
    axisName: { ...AXIS, fontSize: 12 },
  },
  series: [
    {
      type: 'radar',
      data: named.map(({ name, data }) => ({
        name,
        value: data.map((value) => value ?? 0),
        areaStyle: { opacity: 0.15 },
      })),
    },
  ],
});

/** The lines of a CSV: what a spreadsheet can go on with, so numbers stay numbers. */
export function listCsvLines(content: ReportContent, speech: Speech): (string | number | null)[][] {
  const say = (words: Words) => sayWords(words, speech);
  const value = (cell: Cell) => (cell === null || typeof cell === 'number' ? cell : say(cell));
  return [
    [say(content.title), say(content.subject), content.from, content.until],
    ...content.sections.flatMap((section) => [
      [],
      [say(section.heading)],
      ...(section.kind === 'figures'
        ? section.figures.map(({ label, value: cell }) => [say(label), value(cell)])
        : [section.columns.map(({ label }) => say(label)), ...section.rows.map((row) => row.map(value))]),
    ]),
  ];
}

export interface ReportsPage {
  /** What this reader may make, with whom it may be about. */
  kinds: { name: string; aboutLearner: boolean }[];
  learners: { personId: string; name: string }[];
  periods: readonly string[];
  /** Chosen by the reader's link: a learner to begin with. */
  chosen: string | null;
  today: string;
  reports: {
    id: string;
    kind: string;
    from: string;
    until: string;
    about: string | null;
    madeAt: Date;
    madeByName: string | null;
    scheduled: boolean;
  }[];
}
