/** Whether the runtime knows this IANA time zone. */
export function isTimeZone(name: string): boolean {
  try {
    return name !== '' && Boolean(formatOf(name));
  } catch {
    return false;
  }
}

/** A moment as clocks in a zone show it: `2026-09-07T09:00`, the form of HTML's datetime-local. */
export function toWallTime(at: Date, timeZone: string): string {
  return formatOf(timeZone).format(at).replace(' ', 'T');
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format costs a hundred times what using it does. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const digits = '2-digit';
  // Swedish writes the ISO order; whole formats are much faster than their parts.
  const format = new Intl.DateTimeFormat('sv-SE', {
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
  const asUtc = /^[1-9]\d{3}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(text) ? new Date(`${text}Z`) : null;
  // A Date rolls 30 February over; the text it prints tells.
  if (!asUtc || Number.isNaN(asUtc.getTime()) || !asUtc.toISOString().startsWith(text)) return null;
  const offsetAt = (moment: number) =>
    new Date(`${toWallTime(new Date(moment), timeZone)}Z`).getTime() - Math.floor(moment / 60_000) * 60_000;
  const day = 86_400_000;
  const before = offsetAt(asUtc.getTime() - day);
  const after = offsetAt(asUtc.getTime() + day);
  if (before === after) return new Date(asUtc.getTime() - before);
  // A clock change is near: the larger offset gives the earlier moment.
  const moments = [before, after].map((offset) => asUtc.getTime() - offset).sort((a, b) => a - b);
  const shown = moments.find((moment) => toWallTime(new Date(moment), timeZone) === text);
  return new Date(shown ?? Math.max(...moments));
}
