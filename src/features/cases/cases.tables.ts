import {
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { at } from '../../infra/columns.ts';
import { sql } from 'drizzle-orm';
import { courses, people } from '../roster/roster.tables.ts';
import type {
  CaseEvidence,
  CaseKind,
  CaseLevel,
  CaseMeasures,
  CaseOutcome,
  CaseState,
  CaseStep,
} from './cases.schema.ts';

/** An owner, a deadline, an outcome (design, decision 5). A warning is a case about one learner in one course, or about all of them. */
export const cases = pgTable(
  'cases',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    kind: text().$type<CaseKind>().notNull(),
    level: text().$type<CaseLevel>().notNull(),
    state: text().$type<CaseState>().notNull(),
    courseId: uuid('course_id').notNull(),
    /** null: the course's learners together (many share one weak spot). */
    subjectPersonId: uuid('subject_person_id'),
    /** null until somebody is found: then any instructor of the course may take it. */
    ownerPersonId: uuid('owner_person_id'),
    openedAt: at('opened_at').notNull(),
    dueAt: at('due_at').notNull(),
    acknowledgedAt: at('acknowledged_at'),
    actedAt: at('acted_at'),
    remeasureAt: at('remeasure_at'),
    closedAt: at('closed_at'),
    snoozedUntil: at('snoozed_until'),
    escalatedAt: at('escalated_at'),
    outcome: text().$type<CaseOutcome>(),
    /** What was seen when it was raised; later triggers append an event, they don't rewrite this. */
    evidence: jsonb().$type<CaseEvidence>().notNull(),
    ruleVersion: text('rule_version').notNull(),
    triggers: integer().notNull().default(1),
    /** The latest measurement of what it was raised for; `evidence` keeps the first. */
    measures: jsonb().$type<CaseMeasures>().notNull().default({}),
    /** When a measurement was first worse than the one it was raised on. */
    worsenedAt: at('worsened_at'),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    // One open case per kind, learner and course.
    uniqueIndex('cases_one_open')
      .on(t.schoolId, t.kind, t.courseId, t.subjectPersonId)
      .where(sql`closed_at is null`),
    uniqueIndex('cases_one_open_for_all')
      .on(t.schoolId, t.kind, t.courseId)
      .where(sql`closed_at is null and subject_person_id is null`),
    index('cases_due')
      .on(t.schoolId, t.dueAt)
      .where(sql`closed_at is null`),
    foreignKey({ columns: [t.schoolId, t.courseId], foreignColumns: [courses.schoolId, courses.id] }),
    foreignKey({ columns: [t.schoolId, t.subjectPersonId], foreignColumns: [people.schoolId, people.id] }),
  ],
);

/** Everything that happened to a case, in order; notes are sealed with the subject's key. */
export const caseEvents = pgTable(
  'case_events',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    caseId: uuid('case_id').notNull(),
    at: at('at').notNull(),
    /** null: the system. */
    byPersonId: uuid('by_person_id'),
    step: text().$type<CaseStep>().notNull(),
    detail: jsonb().$type<Record<string, unknown>>().notNull(),
    noteSealed: text('note_sealed'),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index().on(t.schoolId, t.caseId),
    foreignKey({ columns: [t.schoolId, t.caseId], foreignColumns: [cases.schoolId, cases.id] }),
  ],
);
