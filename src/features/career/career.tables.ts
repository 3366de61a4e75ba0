import { integer, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core';
import { schools } from '../roster/roster.tables.ts';

/** How a school plans careers; without a row the defaults hold. */
export const careerSettings = pgTable(
  'career_settings',
  {
    schoolId: uuid('school_id')
      .notNull()
      .references(() => schools.id),
    /** Days from enrolment until the four assessments are due. */
    assessmentDueDays: integer('assessment_due_days').notNull(),
  },
  (t) => [primaryKey({ columns: [t.schoolId] })],
);
