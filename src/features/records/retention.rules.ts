/** The shortest period: a course that runs keeps what its facts rest on. */
export const LEAST_YEARS = 1;
export const MOST_YEARS = 30;

/**
 * Statements that came in before this day have been kept long enough. It moves once a month, on the school's own first:
 * facts of whoever is touched are folded anew, which would be too much for every night.
 *
 * @param today as a date in the school's time zone, YYYY-MM-DD
 * @returns a day in the same zone, YYYY-MM-DD
 */
export function keptSince(today: string, keepYears: number): string {
  const [year = '', month = ''] = today.split('-');
  return `${String(Number(year) - keepYears).padStart(4, '0')}-${month}-01`;
}
