import { z } from 'zod';

/**
 * Words that a frozen report can still say in either language: a sentence by its key below `views/locales`, a text that
 * data carries in both, or a name as it is.
 */
export const Words = z.union([
  z.string(),
  z.strictObject({ 'zh-CN': z.string(), en: z.string() }),
  z.strictObject({
    id: z.string(),
    values: z.record(z.string(), z.union([z.string(), z.number()])),
  }),
]);
export type Words = z.infer<typeof Words>;

/** `percent` is a share 0..1, `minutes` whole minutes, `day` YYYY-MM-DD. */
export const UNITS = ['text', 'number', 'percent', 'minutes', 'hours', 'day'] as const;
export type Unit = (typeof UNITS)[number];

/** null: not known, or too little to say. */
export const Cell = z.union([z.null(), z.number(), Words]);
export type Cell = z.infer<typeof Cell>;

const Figure = z.strictObject({ label: Words, value: Cell, unit: z.enum(UNITS), note: Words.nullable() });
const Column = z.strictObject({ label: Words, unit: z.enum(UNITS) });
export type Column = z.infer<typeof Column>;

/** Part of a report. A chart is drawn of columns of its table, the first of which names the bars or points. */
export const Section = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('figures'),
    heading: Words,
    note: Words.nullable(),
    figures: z.array(Figure),
  }),
  z.strictObject({
    kind: z.literal('table'),
    heading: Words,
    note: Words.nullable(),
    columns: z.array(Column),
    rows: z.array(z.array(Cell)),
    chart: z.enum(['bars', 'line', 'radar']).nullable(),
  }),
]);
export type Section = z.infer<typeof Section>;

export const ReportContent = z.strictObject({
  /** Of the rule that made it: `learning-report-1`. */
  rule: z.string(),
  title: Words,
  /** Whom or what it is about. */
  subject: Words,
  from: z.string(),
  until: z.string(),
  sections: z.array(Section),
  /** How the figures came about, and what they can't tell. */
  method: z.array(Words),
});
export type ReportContent = z.infer<typeof ReportContent>;

/** Days, both included, in the school's zone. */
export interface Period {
  from: string;
  until: string;
}

export type ReportAbout = 'learner' | 'course';

/** What a report is asked for. */
export interface ReportAsk extends Period {
  schoolId: string;
  timeZone: string;
  courseId: string;
  /** Null for reports about a course. */
  personId: string | null;
}
