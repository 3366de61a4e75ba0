import { sql } from 'drizzle-orm';
import { date, foreignKey, index, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { at } from '../../infra/columns.ts';
import { courses, people } from '../roster/roster.tables.ts';

/**
 * Frozen reports: the canonical text and its hash. About one person the text is sealed with that person's key, so that
 * erasing leaves the hash and nothing to read.
 */
export const reports = pgTable(
  'reports',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    kind: text().notNull(),
    courseId: uuid('course_id').notNull(),
    /** null: about the course. */
    personId: uuid('person_id'),
    fromDay: date('from_day').notNull(),
    untilDay: date('until_day').notNull(),
    /** Sealed where it is about a person. */
    content: text().notNull(),
    hash: text().notNull(),
    madeAt: at('made_at').notNull(),
    /** null: by schedule. */
    madeBy: uuid('made_by'),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index().on(t.schoolId, t.courseId, t.madeAt),
    index().on(t.schoolId, t.personId),
    // A scheduled report is made once, however often its job runs.
    uniqueIndex('reports_scheduled_once')
      .on(t.schoolId, t.kind, t.courseId, t.fromDay, t.untilDay)
      .where(sql`made_by is null`),
    foreignKey({ columns: [t.schoolId, t.courseId], foreignColumns: [courses.schoolId, courses.id] }),
    foreignKey({ columns: [t.schoolId, t.personId], foreignColumns: [people.schoolId, people.id] }),
  ],
);
