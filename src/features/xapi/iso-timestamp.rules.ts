/**
 * ISO 8601 dates with times, extended or basic (Data 4.5, XAPI-00123). RFC 3339 is the usual form; a missing offset
 * is read as UTC. The offsets -00, -0000 and -00:00 mean "unknown" in RFC 3339 and are refused by xAPI 2.0.0.
 */

const EXTENDED = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?(Z|[+-]\d\d(?::?\d\d)?)?$/i;
const BASIC = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(?:(\d\d)(?:[.,](\d+))?)?(Z|[+-]\d\d(?:\d\d)?)?$/i;

/** The instant, cut to milliseconds; null when the text is no timestamp or names a day that does not exist. */
export function readTimestamp(value: string): Date | null {
  const match = EXTENDED.exec(value) ?? BASIC.exec(value);
  if (match === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  // PostgreSQL knows no year 0. A 60th second is a leap second.
  if (year < 1 || hour > 23 || minute > 59 || second > 60) return null;
  const offsetMinutes = readOffsetMinutes(match[8]);
  if (offsetMinutes === null) return null;
  const millisecond = Number((match[7] ?? '').slice(0, 3).padEnd(3, '0'));

  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  date.setUTCHours(hour, minute - offsetMinutes, second, millisecond);
  // An offset can push the instant out of the four-digit years.
  const utcYear = date.getUTCFullYear();
  return utcYear < 1 || utcYear > 9999 ? null : date;
}

function readOffsetMinutes(offset: string | undefined): number | null {
  if (offset === undefined || offset === 'Z' || offset === 'z') return 0;
  const hours = Number(offset.slice(1, 3));
  const minutes = Number(offset.slice(3).replace(':', ''));
  if (hours > 23 || minutes > 59) return null;
  const total = hours * 60 + minutes;
  if (!offset.startsWith('-')) return total;
  return total === 0 ? null : -total;
}

export function isTimestamp(value: string): boolean {
  return readTimestamp(value) !== null;
}
