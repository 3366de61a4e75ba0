/**
 * ISO 8601:2004 §4.4.3.2 durations, as xAPI uses them (Data 4.6, XAPI-00124): weeks stand alone, only the smallest
 * part may carry a fraction, and a duration has at least one part.
 */

const NUMBER = String.raw`\d+(?:[.,]\d+)?`;
const DATE_AND_TIME = new RegExp(
  `^P(?=\\d|T\\d)(?:(${NUMBER})Y)?(?:(${NUMBER})M)?(?:(${NUMBER})D)?` +
    `(?:T(?=\\d)(?:(${NUMBER})H)?(?:(${NUMBER})M)?(?:(${NUMBER})S)?)?$`,
);
const WEEKS = new RegExp(`^P(${NUMBER})W$`);
const FRACTION = /[.,]/;

const SECONDS_PER_DAY = 86_400;
/** Mean Gregorian year. A year or month has no fixed length: good enough for "how long", never for dates. */
const SECONDS_PER_YEAR = 365.2425 * SECONDS_PER_DAY;
const SECONDS_PER_PART = [SECONDS_PER_YEAR, SECONDS_PER_YEAR / 12, SECONDS_PER_DAY, 3600, 60, 1];

export function isIsoDuration(value: string): boolean {
  return readDurationSeconds(value) !== null;
}

/** Seconds (years and months by their mean length), or null when the text is no duration. */
export function readDurationSeconds(value: string): number | null {
  const weeks = WEEKS.exec(value)?.[1];
  if (weeks !== undefined) return finite(toNumber(weeks) * 7 * SECONDS_PER_DAY);
  const parts = DATE_AND_TIME.exec(value)?.slice(1);
  if (parts === undefined) return null;
  let seconds = 0;
  let hasFraction = false;
  for (const [index, part] of parts.entries()) {
    if (part === undefined) continue;
    if (hasFraction) return null;
    hasFraction = FRACTION.test(part);
    seconds += toNumber(part) * (SECONDS_PER_PART[index] ?? 0);
  }
  return finite(seconds);
}

/**
 * The text as it counts in comparisons: precision beyond 0.01 s is cut, not rounded (Data 4.6). Everything else
 * stays as written, because a duration is compared as text (Data 2.3.1).
 */
export function truncateDuration(value: string): string {
  return value.replace(/([.,]\d{2})\d+S$/, '$1S');
}

const toNumber = (part: string) => Number(part.replace(',', '.'));

const finite = (seconds: number) => (Number.isFinite(seconds) ? seconds : null);
