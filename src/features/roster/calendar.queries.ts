import { asc, eq } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import { calendarDays } from './calendar.tables.ts';
import { schools, terms } from './roster.tables.ts';
import type { SchoolCalendar } from './school-day.rules.ts';

/** Days on which a school keeps another calendar than its week, in order. */
export const selectCalendarDays = (db: Database, schoolId: string) =>
  db
    .select({ day: calendarDays.day, kind: calendarDays.kind, name: calendarDays.name })
    .from(calendarDays)
    .where(eq(calendarDays.schoolId, schoolId))
    .orderBy(asc(calendarDays.day));

export async function getCalendar(db: Database, schoolId: string): Promise<SchoolCalendar> {
  const [school] = await db
    .select({ timeZone: schools.timeZone })
    .from(schools)
    .where(eq(schools.id, schoolId));
  if (!school) throw new Error('There is no such school.');
  const days = await selectCalendarDays(db, schoolId);
  return {
    timeZone: school.timeZone,
    terms: await db
      .select({ startsOn: terms.startsOn, endsOn: terms.endsOn })
      .from(terms)
      .where(eq(terms.schoolId, schoolId)),
    days: new Map(days.map(({ day, kind }) => [day, kind])),
  };
}
