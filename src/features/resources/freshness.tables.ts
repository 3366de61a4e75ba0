import {
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import { at } from '../../infra/columns.ts';
import { courses, people, schools } from '../roster/roster.tables.ts';
import type { UpdateItem } from './freshness.schema.ts';

/** What a course changed in a year, and the data that called for it (R027). Two reviews make it count (R029). */
export const courseUpdates = pgTable(
  'course_updates',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    courseId: uuid('course_id').notNull(),
    /** Counted up when it is changed after a review: what was said is said of that text. */
    version: integer().notNull(),
    summary: text().notNull(),
    items: jsonb().$type<UpdateItem[]>().notNull(),
    createdBy: uuid('created_by').notNull(),
    createdAt: at('created_at').notNull(),
    approvedOn: date('approved_on'),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index().on(t.schoolId, t.courseId),
    foreignKey({ columns: [t.schoolId, t.courseId], foreignColumns: [courses.schoolId, courses.id] }),
  ],
);

/** A technology that surged: within six months of being accepted as one there is a special course (R028). */
export const technologySurges = pgTable(
  'technology_surges',
  {
    schoolId: uuid('school_id')
      .notNull()
      .references(() => schools.id),
    id: uuid().notNull(),
    title: text().notNull(),
    evidence: text().notNull(),
    /** Entered by hand, or accepted from an alert of demand research. */
    source: text().$type<'entered' | 'demand'>().notNull(),
    acceptedOn: date('accepted_on').notNull(),
    acceptedBy: uuid('accepted_by').notNull(),
    dueOn: date('due_on').notNull(),
    ownerPersonId: uuid('owner_person_id'),
    /** The special course that answers it. */
    courseId: uuid('course_id'),
    closedOn: date('closed_on'),
    /** Why there is none, or what it is. */
    closingNote: text('closing_note'),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    foreignKey({ columns: [t.schoolId, t.ownerPersonId], foreignColumns: [people.schoolId, people.id] }),
    foreignKey({ columns: [t.schoolId, t.courseId], foreignColumns: [courses.schoolId, courses.id] }),
  ],
);
