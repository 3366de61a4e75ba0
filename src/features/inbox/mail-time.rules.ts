import {
  dayAfter,
  dayAt,
  fromWallTime,
  isSchoolDay,
  toWallTime,
  type SchoolCalendar,
} from '../roster/index.ts';
import type { MailPolicy } from './inbox.schema.ts';

const MINUTE_MS = 60_000;
/** Further ahead nobody plans a calendar: a school without any school day would be waited for without end. */
const DAYS_AHEAD = 400;

/** Minutes since midnight as the school's clocks show them. */
function minuteOfDay(at: Date, { timeZone }: SchoolCalendar): number {
  const [hours = '0', minutes = '0'] = toWallTime(at, timeZone).slice(11).split(':');
  return Number(hours) * 60 + Number(minutes);
}

/** Quiet hours mostly span midnight; from and until alike are none. */
const isQuiet = (minute: number, { quietFrom, quietUntil }: MailPolicy): boolean =>
  quietFrom <= quietUntil
    ? minute >= quietFrom && minute < quietUntil
    : minute >= quietFrom || minute < quietUntil;

/** Whether an e-mail may go out at a moment: not in quiet hours, nor on a day without school. */
export const mayMailAt = (at: Date, policy: MailPolicy, calendar: SchoolCalendar): boolean =>
  !isQuiet(minuteOfDay(at, calendar), policy) &&
  (!policy.schoolDaysOnly || isSchoolDay(dayAt(at, calendar), calendar));

/** The first moment, from one on, at which an e-mail may go out. */
export function nextMailTime(from: Date, policy: MailPolicy, calendar: SchoolCalendar): Date {
  if (mayMailAt(from, policy, calendar)) return from;
  let day = dayAt(from, calendar);
  for (let days = 0; days < DAYS_AHEAD; days += 1) {
    // A day opens where its quiet hours end, or at midnight.
    for (const minute of [0, policy.quietUntil]) {
      const at = fromWallTime(`${day}T${clockOf(minute)}`, calendar.timeZone);
      if (at !== null && at > from && mayMailAt(at, policy, calendar)) return at;
    }
    day = dayAfter(day);
  }
  return new Date(from.getTime() + DAYS_AHEAD * 24 * 60 * MINUTE_MS);
}

/** `07:30` for 450. */
export const clockOf = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** 450 for `07:30`. */
export const minuteOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));
