import { date, foreignKey, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { at } from '../../infra/columns.ts';
import { people } from '../roster/roster.tables.ts';
import type { ExecutionAnswer } from './execution.rules.ts';

/** A semester's frozen report on how a path was followed, and what the learner says to it (R073). */
export const careerExecutions = pgTable(
  'career_executions',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    personId: uuid('person_id').notNull(),
    courseId: uuid('course_id').notNull(),
    /** In the reports' room, frozen and hashed. */
    reportId: uuid('report_id').notNull(),
    semesterStartsOn: date('semester_starts_on').notNull(),
    semesterEndsOn: date('semester_ends_on').notNull(),
    answer: text().$type<ExecutionAnswer>(),
    /** Of an objection; sealed with the learner's key. */
    wordsSealed: text('words_sealed'),
    madeAt: at('made_at').notNull(),
    answeredAt: at('answered_at'),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    uniqueIndex('career_executions_semester').on(t.schoolId, t.personId, t.semesterStartsOn),
    foreignKey({ columns: [t.schoolId, t.personId], foreignColumns: [people.schoolId, people.id] }),
  ],
);
