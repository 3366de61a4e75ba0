import { sql } from 'drizzle-orm';
import {
  doublePrecision,
  foreignKey,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import { at } from '../../infra/columns.ts';
import { courses, people } from '../roster/roster.tables.ts';
import type { MethodEvidence, MethodPattern, MethodSubject, TeachingMethod } from './methods.schema.ts';

/** What a teacher made of a suggested method (R051), and what was measured a fortnight later. */
export const methodDecisions = pgTable(
  'method_decisions',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    courseId: uuid('course_id').notNull(),
    /** null: for the course's learners together. */
    personId: uuid('person_id'),
    pattern: text().$type<MethodPattern>().notNull(),
    skillId: text('skill_id'),
    method: text().$type<TeachingMethod>().notNull(),
    evidence: jsonb().$type<MethodEvidence>().notNull(),
    ruleVersion: text('rule_version').notNull(),
    decision: text().$type<'accepted' | 'declined'>().notNull(),
    decidedBy: uuid('decided_by').notNull(),
    decidedAt: at('decided_at').notNull(),
    /** Why, sealed with the key of the learner, or of whoever decided where it is about nobody in particular. */
    reasonSealed: text('reason_sealed'),
    /** Who it was for and who was in the same place without it, each with what was measured then. */
    subjects: jsonb().$type<MethodSubject[]>().notNull(),
    comparable: jsonb().$type<MethodSubject[]>().notNull(),
    /** When it is measured again; null: declined. */
    measureAt: at('measure_at'),
    measuredAt: at('measured_at'),
    /** Mean change of both groups; null: nobody was left to measure. */
    change: doublePrecision(),
    comparableChange: doublePrecision('comparable_change'),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index().on(t.schoolId, t.courseId, t.decidedAt),
    index('method_decisions_due')
      .on(t.measureAt)
      .where(sql`measured_at is null and measure_at is not null`),
    foreignKey({ columns: [t.schoolId, t.courseId], foreignColumns: [courses.schoolId, courses.id] }),
    foreignKey({ columns: [t.schoolId, t.personId], foreignColumns: [people.schoolId, people.id] }),
  ],
);
