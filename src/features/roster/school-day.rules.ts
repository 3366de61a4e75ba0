import type { CalendarDayKind } from './roster.schema.ts';
import { toWallTime } from './school-time.rules.ts';

/** What a school's calendar says, as far as it says anything. Days are YYYY-MM-DD. */
export interface SchoolCalendar {
  timeZone: string;
  terms: readonly { startsOn: string; endsOn: string }[];
  days: ReadonlyMap<string, CalendarDayKind>;
}

/**
 * Whether a day is one of school: what the calendar names is what it says; else Monday to Friday within a term, or all
 * year where no terms are entered.
 */
export function isSchoolDay(day: string, { terms, days }: Omit<SchoolCalendar, 'timeZone'>): boolean {
  const named = days.get(day);
  if (named !== undefined) return named === 'school_day';
  const weekday = new Date(`${day}T00:00Z`).getUTCDay();
  if (weekday === 0 || weekday === 6) return false;
  return terms.length === 0 || terms.some(({ startsOn, endsOn }) => startsOn <= day && day <= endsOn);
}

/** The day that clocks and calendars of the school show. */
export const dayAt = (at: Date, { timeZone }: Pick<SchoolCalendar, 'timeZone'>): string =>
  toWallTime(at, timeZone).slice(0, 10);

/** Days that follow each other, of one kind and name. */
export interface CalendarStretch {
  from: string;
  until: string;
  kind: CalendarDayKind;
  name: string;
}

export function joinDays(
  days: readonly { day: string; kind: CalendarDayKind; name: string }[],
): CalendarStretch[] {
  const stretches: CalendarStretch[] = [];
  for (const { day, kind, name } of [...days].sort((a, b) => (a.day < b.day ? -1 : 1))) {
    const last = stretches.at(-1);
    if (last?.kind === kind && last.name === name && dayAfter(last.until) === day) last.until = day;
    else stretches.push({ from: day, until: day, kind, name });
  }
  return stretches;
}

export const dayAfter = (day: string): string =>
  new Date(new Date(`${day}T00:00Z`).getTime() + 86_400_000).toISOString().slice(0, 10);

/** Every day from the first to the last; empty when they are the wrong way round. */
export function daysBetween(from: string, until: string): string[] {
  const days: string[] = [];
  for (let day = from; day <= until; day = dayAfter(day)) days.push(day);
  return days;
}
