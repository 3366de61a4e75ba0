/** A half of the school year: one of the school's terms or, where it has none, the calendar's. Days, both ends included. */
export interface Semester {
  /** null: the school has no term for it. */
  name: string | null;
  startsOn: string;
  /** The last day of teaching. */
  endsOn: string;
  /** The last day that counts to it: the holidays after a term are its own. */
  until: string;
}

export interface Term {
  name: string;
  startsOn: string;
  endsOn: string;
}

/** Holidays longer than this belong to no term. */
const HOLIDAYS_MAX_DAYS = 92;
const DAY_MS = 86_400_000;
const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** The semester a day lies in. Without a term: spring from February to July, autumn from August to January. */
export function semesterOf(day: string, terms: readonly Term[]): Semester {
  const sorted = terms.toSorted((a, b) => (a.startsOn < b.startsOn ? -1 : 1));
  const next = sorted.find(({ startsOn }) => startsOn > day);
  const latest = sorted.findLast(({ startsOn }) => startsOn <= day);
  const beforeNext = next && addDays(next.startsOn, -1);
  if (latest) {
    const until = earlier(addDays(latest.endsOn, HOLIDAYS_MAX_DAYS), beforeNext);
    if (day <= later(latest.endsOn, until))
      return {
        name: latest.name,
        startsOn: latest.startsOn,
        endsOn: latest.endsOn,
        until: later(latest.endsOn, until),
      };
  }
  const half = halfYearOf(day);
  const until = earlier(half.endsOn, beforeNext);
  return { name: null, startsOn: half.startsOn, endsOn: until, until };
}

function halfYearOf(day: string): { startsOn: string; endsOn: string } {
  const year = Number(day.slice(0, 4));
  const month = Number(day.slice(5, 7));
  if (month >= 2 && month <= 7) return { startsOn: `${year}-02-01`, endsOn: `${year}-07-31` };
  const autumn = month === 1 ? year - 1 : year;
  return { startsOn: `${autumn}-08-01`, endsOn: `${autumn + 1}-01-31` };
}

const earlier = (day: string, other: string | undefined): string =>
  other !== undefined && other < day ? other : day;
const later = (day: string, other: string): string => (other > day ? other : day);

/** The semesters that a stretch of days touches, in order. */
export function semestersBetween(from: string, until: string, terms: readonly Term[]): Semester[] {
  const found: Semester[] = [];
  for (let day = from; day <= until;) {
    const semester = semesterOf(day, terms);
    found.push(semester);
    day = addDays(semester.until, 1);
  }
  return found;
}
