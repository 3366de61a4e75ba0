import { sql } from 'drizzle-orm';
import {
  boolean,
  date,
  doublePrecision,
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
import { courses, people, schools } from '../roster/roster.tables.ts';
import type { AlertLevel } from './alert-policy.rules.ts';
import type { RiskModel, RiskTerm } from './risk.schema.ts';

/** Models fitted on a school's own finished courses; the newest is in force. Without one, the shipped model is. */
export const riskModels = pgTable(
  'risk_models',
  {
    schoolId: uuid('school_id')
      .notNull()
      .references(() => schools.id),
    version: text().notNull(),
    model: jsonb().$type<RiskModel>().notNull(),
    fittedAt: at('fitted_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.schoolId, t.version] })],
);

/** One weekly look of the model at a course. Recorded: a rebuild or a new model never rewrites it. */
export const riskRuns = pgTable(
  'risk_runs',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    courseId: uuid('course_id').notNull(),
    /** The school's own day. */
    runOn: date('run_on').notNull(),
    modelVersion: text('model_version').notNull(),
    ruleVersion: text('rule_version').notNull(),
    learners: integer().notNull(),
    /** Learners the policy would have warned of if the course's limit allowed. */
    overCap: integer('over_cap').notNull(),
    /** The newest run of its course. */
    current: boolean().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    uniqueIndex('risk_run_of_day').on(t.schoolId, t.courseId, t.runOn),
    uniqueIndex('risk_run_current')
      .on(t.schoolId, t.courseId)
      .where(sql`current`),
    foreignKey({ columns: [t.schoolId, t.courseId], foreignColumns: [courses.schoolId, courses.id] }),
  ],
);

export const riskScores = pgTable(
  'risk_scores',
  {
    schoolId: uuid('school_id').notNull(),
    runId: uuid('run_id').notNull(),
    personId: uuid('person_id').notNull(),
    p: doublePrecision().notNull(),
    /** What the policy made of it; null: no warning. */
    level: text().$type<AlertLevel>(),
    terms: jsonb().$type<RiskTerm[]>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.runId, t.personId] }),
    index().on(t.schoolId, t.personId),
    foreignKey({ columns: [t.schoolId, t.runId], foreignColumns: [riskRuns.schoolId, riskRuns.id] }),
    foreignKey({ columns: [t.schoolId, t.personId], foreignColumns: [people.schoolId, people.id] }),
  ],
);
