import { sql } from 'drizzle-orm';
import {
  boolean,
  doublePrecision,
  foreignKey,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { at } from '../../infra/columns.ts';
import { courses, people } from '../roster/roster.tables.ts';
import type { CheckPrior } from './tier-check.rules.ts';

/** A learner's adaptive check: where it began, which question is up, and what it says so far. */
export const tierChecks = pgTable(
  'tier_checks',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    courseId: uuid('course_id').notNull(),
    personId: uuid('person_id').notNull(),
    prior: jsonb().$type<CheckPrior>().notNull(),
    questionId: text('question_id').notNull(),
    theta: doublePrecision().notNull(),
    standardError: doublePrecision('standard_error').notNull(),
    answers: integer().notNull().default(0),
    correct: integer().notNull().default(0),
    ruleVersion: text('rule_version').notNull(),
    startedAt: at('started_at').notNull(),
    finishedAt: at('finished_at'),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    uniqueIndex('tier_check_open')
      .on(t.schoolId, t.courseId, t.personId)
      .where(sql`finished_at is null`),
    foreignKey({ columns: [t.schoolId, t.courseId], foreignColumns: [courses.schoolId, courses.id] }),
    foreignKey({ columns: [t.schoolId, t.personId], foreignColumns: [people.schoolId, people.id] }),
  ],
);

/** What was answered in a check, each pointing at the statement that records it. */
export const tierCheckAnswers = pgTable(
  'tier_check_answers',
  {
    schoolId: uuid('school_id').notNull(),
    checkId: uuid('check_id').notNull(),
    questionId: text('question_id').notNull(),
    skillId: text('skill_id').notNull(),
    difficulty: integer().notNull(),
    given: jsonb().$type<string[]>().notNull(),
    correct: boolean().notNull(),
    statementId: uuid('statement_id').notNull(),
    answeredAt: at('answered_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.checkId, t.questionId] }),
    foreignKey({ columns: [t.schoolId, t.checkId], foreignColumns: [tierChecks.schoolId, tierChecks.id] }),
  ],
);
