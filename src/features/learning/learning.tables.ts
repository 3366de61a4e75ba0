import { sql } from 'drizzle-orm';
import {
  boolean,
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
import { courses, people } from '../roster/roster.tables.ts';
import { skills } from '../programme/programme.tables.ts';
import type { Reason, SpotState, Tier, TierEvidence, WeakSpotEvidence } from './learning.schema.ts';

/** Decisions: recorded events with the facts and the rule version they saw; a rebuild never rewrites them. */
export const tierDecisions = pgTable(
  'tier_decisions',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    courseId: uuid('course_id').notNull(),
    personId: uuid('person_id').notNull(),
    tier: text().$type<Tier>().notNull(),
    provisional: boolean().notNull(),
    evidence: jsonb().$type<TierEvidence>().notNull(),
    ruleVersion: text('rule_version').notNull(),
    /** null: the rule. Else the teacher who overrode it, with their reason. */
    decidedBy: uuid('decided_by'),
    overrideReason: text('override_reason'),
    decidedAt: at('decided_at').notNull(),
    /** The newest decision per learner and course. */
    current: boolean().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    uniqueIndex('tier_current')
      .on(t.schoolId, t.courseId, t.personId)
      .where(sql`current`),
    foreignKey({ columns: [t.schoolId, t.courseId], foreignColumns: [courses.schoolId, courses.id] }),
    foreignKey({ columns: [t.schoolId, t.personId], foreignColumns: [people.schoolId, people.id] }),
  ],
);

export const weakSpots = pgTable(
  'weak_spots',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    courseId: uuid('course_id').notNull(),
    personId: uuid('person_id').notNull(),
    skillId: text('skill_id').notNull(),
    /** Spots found before there were probes were prescribed practice for at once. */
    state: text().$type<SpotState>().notNull().default('confirmed'),
    /** Graded answers of the skill when it came into this state. */
    answersBefore: integer('answers_before').notNull().default(0),
    foundAt: at('found_at').notNull(),
    confirmedAt: at('confirmed_at'),
    /** When it was stuck last. */
    stuckAt: at('stuck_at'),
    /** Released, or when still suspected: dismissed. */
    releasedAt: at('released_at'),
    evidence: jsonb().$type<WeakSpotEvidence>().notNull(),
    ruleVersion: text('rule_version').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    uniqueIndex('weak_spot_open')
      .on(t.schoolId, t.courseId, t.personId, t.skillId)
      .where(sql`released_at is null`),
    foreignKey({ columns: [t.schoolId, t.courseId], foreignColumns: [courses.schoolId, courses.id] }),
    foreignKey({ columns: [t.schoolId, t.personId], foreignColumns: [people.schoolId, people.id] }),
    foreignKey({ columns: [t.schoolId, t.skillId], foreignColumns: [skills.schoolId, skills.id] }),
  ],
);

/** One sitting of practice on a skill, or of a unit's assessment: which questions, why, how far. Its answers are statements. */
export const practiceSets = pgTable(
  'practice_sets',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    courseId: uuid('course_id').notNull(),
    personId: uuid('person_id').notNull(),
    /** null in an assessment, which is of a unit. */
    skillId: text('skill_id'),
    unitId: uuid('unit_id'),
    questionIds: jsonb('question_ids').$type<string[]>().notNull(),
    reason: jsonb().$type<Reason>().notNull(),
    startedAt: at('started_at').notNull(),
    finishedAt: at('finished_at'),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index().on(t.schoolId, t.courseId, t.personId),
    foreignKey({ columns: [t.schoolId, t.courseId], foreignColumns: [courses.schoolId, courses.id] }),
    foreignKey({ columns: [t.schoolId, t.personId], foreignColumns: [people.schoolId, people.id] }),
    foreignKey({ columns: [t.schoolId, t.skillId], foreignColumns: [skills.schoolId, skills.id] }),
  ],
);

/** Answers given in a practice set, each pointing at the statement that records it. */
export const practiceAnswers = pgTable(
  'practice_answers',
  {
    schoolId: uuid('school_id').notNull(),
    practiceSetId: uuid('practice_set_id').notNull(),
    questionId: text('question_id').notNull(),
    given: jsonb().$type<string[]>().notNull(),
    correct: boolean().notNull(),
    statementId: uuid('statement_id').notNull(),
    answeredAt: at('answered_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.practiceSetId, t.questionId] }),
    foreignKey({
      columns: [t.schoolId, t.practiceSetId],
      foreignColumns: [practiceSets.schoolId, practiceSets.id],
    }),
  ],
);
