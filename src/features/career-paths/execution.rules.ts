import type { Semester } from '../career-goals/index.ts';

export const EXECUTION_ANSWERS = ['confirmed', 'objected'] as const;
export type ExecutionAnswer = (typeof EXECUTION_ANSWERS)[number];

/** A semester's report can be made in its last two weeks and until the next semester begins. */
export const REPORT_DAYS_BEFORE_END = 14;
const DAY_MS = 86_400_000;

export const opensOn = ({ endsOn }: Pick<Semester, 'endsOn'>): string =>
  new Date(Date.parse(`${endsOn}T00:00:00Z`) - REPORT_DAYS_BEFORE_END * DAY_MS).toISOString().slice(0, 10);

export const mayReport = (semester: Semester, today: string): boolean =>
  opensOn(semester) <= today && today <= semester.until;
