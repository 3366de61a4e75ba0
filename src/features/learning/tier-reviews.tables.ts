import { sql } from 'drizzle-orm';
import { foreignKey, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { at } from '../../infra/columns.ts';
import { courses, people } from '../roster/roster.tables.ts';

/** A learner objects to their tier; somebody who teaches the course looks and answers. Words are sealed with the learner's key. */
export const tierReviews = pgTable(
  'tier_reviews',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    courseId: uuid('course_id').notNull(),
    personId: uuid('person_id').notNull(),
    requestedAt: at('requested_at').notNull(),
    noteSealed: text('note_sealed'),
    answeredAt: at('answered_at'),
    answeredBy: uuid('answered_by'),
    answerSealed: text('answer_sealed'),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    uniqueIndex('tier_review_open')
      .on(t.schoolId, t.courseId, t.personId)
      .where(sql`answered_at is null`),
    foreignKey({ columns: [t.schoolId, t.courseId], foreignColumns: [courses.schoolId, courses.id] }),
    foreignKey({ columns: [t.schoolId, t.personId], foreignColumns: [people.schoolId, people.id] }),
  ],
);
