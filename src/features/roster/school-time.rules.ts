/** Whether the runtime knows this IANA time zone. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return name !== '';
  } catch {
    return false;
  }
}

/** A moment as clocks in a zone show it: `2026-09-07T09:00`, the form of HTML's datetime-local. */
export function toWallTime(at: Date, timeZone: string): string {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? '';
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format costs a hundred times what using it does. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const digits = '2-digit';
  const format = new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: digits,
    day: digits,
    hour: digits,
    minute: digits,
  });
  formats.set(timeZone, format);
  return format;
}

/**
 * The moment at which clocks in a zone show `YYYY-MM-DDTHH:mm`; null when there is no such day or time of day. An
 * hour that a clock change skips becomes the hour after it; of one that comes twice, the first is meant.
 */
export function fromWallTime(text: string, timeZone: string): Date | null {
  const asUtc = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(text) ? new Date(`${text}Z`) : null;
  // A Date rolls 30 February over; the text it prints tells.
  if (!asUtc || Number.isNaN(asUtc.getTime()) || !asUtc.toISOString().startsWith(text)) return null;
  const offsetAt = (moment: number) =>
    new Date(`${toWallTime(new Date(moment), timeZone)}Z`).getTime() - Math.floor(moment / 60_000) * 60_000;
  // The offset before and after any change near that day; the larger one gives the earlier moment.
  const day = 86_400_000;
  const offsets = [offsetAt(asUtc.getTime() - day), offsetAt(asUtc.getTime() + day)];
  const moments = offsets.map((offset) => asUtc.getTime() - offset).sort((a, b) => a - b);
  const shown = moments.find((moment) => toWallTime(new Date(moment), timeZone) === text);
  return new Date(shown ?? Math.max(...moments));
}
