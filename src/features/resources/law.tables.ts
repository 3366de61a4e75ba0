import { date, foreignKey, index, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { at } from '../../infra/columns.ts';
import type { LocalText } from '../programme/index.ts';
import { schools } from '../roster/roster.tables.ts';
import type { RegulationScope, RegulationStep } from './resources.schema.ts';

/** Core and industry law (§6.2.4.1, R111). Shipped entries wait until the school has checked them. */
export const regulations = pgTable(
  'regulations',
  {
    schoolId: uuid('school_id')
      .notNull()
      .references(() => schools.id),
    /** Catalogue id or a UUID for a school's own. */
    id: text().notNull(),
    name: jsonb().$type<LocalText>().notNull(),
    /** What of it matters, or what is about to change. */
    note: jsonb().$type<LocalText>().notNull(),
    scope: text().$type<RegulationScope>().notNull(),
    effectiveOn: date('effective_on').notNull(),
    url: text(),
    /** When the school last compared it with the official text; null: never. */
    checkedOn: date('checked_on'),
    repealedOn: date('repealed_on'),
  },
  (t) => [primaryKey({ columns: [t.schoolId, t.id] })],
);

/** What became of each, in order: the update log. */
export const regulationEvents = pgTable(
  'regulation_events',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    regulationId: text('regulation_id').notNull(),
    at: at('at').notNull(),
    byPersonId: uuid('by_person_id').notNull(),
    step: text().$type<RegulationStep>().notNull(),
    words: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index().on(t.schoolId, t.regulationId),
    foreignKey({
      columns: [t.schoolId, t.regulationId],
      foreignColumns: [regulations.schoolId, regulations.id],
    }),
  ],
);
