import { fromWallTime, isSchoolDay, toWallTime } from '../roster/index.ts';
import type { SchoolClock } from './cases.schema.ts';

/** Days a yellow warning gives the teacher for a change of method (R058, §5.5.3.3). */
export const ANSWER_DAYS = 3;

const DAY_MS = 86_400_000;

/**
 * The same time of day, so many days later, as the school counts days. Working days are Monday to Friday but for what
 * the school's calendar names. What is raised on a day off counts from the next working day's first minute.
 */
export function dueAfter(at: Date, days: number, clock: SchoolClock): Date {
  const [date = '', time = ''] = toWallTime(at, clock.timeZone).split('T');
  let day = new Date(`${date}T00:00Z`);
  const isDayOff = (one: Date) =>
    !isSchoolDay(one.toISOString().slice(0, 10), { terms: [], days: clock.days ?? new Map() });
  if (clock.warningClock === 'calendar_days') return onWall(addDays(day, days), time, clock);
  const startsOnDayOff = isDayOff(day);
  while (isDayOff(day)) day = addDays(day, 1);
  for (let left = days; left > 0; left -= 1) {
    day = addDays(day, 1);
    while (isDayOff(day)) day = addDays(day, 1);
  }
  return onWall(day, startsOnDayOff ? '00:00' : time, clock);
}

const addDays = (day: Date, days: number) => new Date(day.getTime() + days * DAY_MS);

function onWall(day: Date, time: string, clock: SchoolClock): Date {
  const moment = fromWallTime(`${day.toISOString().slice(0, 10)}T${time}`, clock.timeZone);
  if (moment === null) throw new Error(`No such time in ${clock.timeZone}.`);
  return moment;
}
