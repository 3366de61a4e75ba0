import { foreignKey, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { at } from '../../infra/columns.ts';
import { courses } from '../roster/roster.tables.ts';

/** What somebody undertakes to improve after a finding over a course's learners (R079). It names nobody. */
export const careerImprovements = pgTable(
  'career_improvements',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    courseId: uuid('course_id').notNull(),
    /** The finding's key, and how many learners it concerned then. */
    finding: text().notNull(),
    learners: integer().notNull(),
    of: integer().notNull(),
    words: text().notNull(),
    createdBy: uuid('created_by').notNull(),
    createdAt: at('created_at').notNull(),
    doneAt: at('done_at'),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index().on(t.schoolId, t.courseId),
    foreignKey({ columns: [t.schoolId, t.courseId], foreignColumns: [courses.schoolId, courses.id] }),
  ],
);
