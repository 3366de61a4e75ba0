import type { Period } from './report.schema.ts';

export const PERIODS = ['week', 'month', 'term', 'custom'] as const;
export type PeriodName = (typeof PERIODS)[number];

/** No report reaches further. */
const LONGEST_DAYS = 800;
const DAY_MS = 86_400_000;

export interface PeriodAsk {
  period: PeriodName;
  from: string | null;
  until: string | null;
}

/**
 * The days a report is about, `today` the last of them. The term's are those of the course's own term as far as it has
 * gone; without one, half a year. Null: the days that were given make no period.
 */
export function decidePeriod(
  { period, from, until }: PeriodAsk,
  today: string,
  term: { startsOn: string; endsOn: string } | null,
): Period | null {
  switch (period) {
    case 'week':
      return { from: addDays(today, -6), until: today };
    case 'month':
      return { from: addDays(today, -29), until: today };
    case 'term': {
      if (!term || term.startsOn > today) return { from: addDays(today, -182), until: today };
      return { from: term.startsOn, until: term.endsOn < today ? term.endsOn : today };
    }
    case 'custom': {
      if (from === null || until === null || from > until || until > today) return null;
      return countDays(from, until) > LONGEST_DAYS ? null : { from, until };
    }
  }
}

export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

const countDays = (from: string, until: string): number =>
  (Date.parse(until) - Date.parse(from)) / DAY_MS + 1;

/** The calendar month before a day. */
export function monthBefore(today: string): Period {
  const until = addDays(`${today.slice(0, 7)}-01`, -1);
  return { from: `${until.slice(0, 7)}-01`, until };
}
