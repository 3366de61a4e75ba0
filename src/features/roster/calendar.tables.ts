import { date, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import type { CalendarDayKind } from './roster.schema.ts';
import { schools } from './roster.tables.ts';

/** Days on which the school keeps another calendar than its week: holidays, and the working days that make up for them. */
export const calendarDays = pgTable(
  'calendar_days',
  {
    schoolId: uuid('school_id')
      .notNull()
      .references(() => schools.id),
    day: date().notNull(),
    kind: text().$type<CalendarDayKind>().notNull(),
    name: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.schoolId, t.day] })],
);
