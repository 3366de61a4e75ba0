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
import { courses, people } from '../roster/roster.tables.ts';
import { skills, tasks } from '../programme/programme.tables.ts';
import type { Phase } from '../programme/index.ts';
import type { Reason, SpotState, Tier, TierEvidence, WeakSpotEvidence } from './learning.schema.ts';

/** Facts are a fold over statements: rebuilt by `waymark rebuild`, equal both ways. Per learner and course. */
export const learnerFacts = pgTable(
  'learner_facts',
  {
    schoolId: uuid('school_id').notNull(),
    courseId: uuid('course_id').notNull(),
    personId: uuid('person_id').notNull(),
    statements: integer().notNull().default(0),
    secondsOnTask: integer('seconds_on_task').notNull().default(0),
    firstActivityAt: at('first_activity_at').notNull(),
    lastActivityAt: at('last_activity_at').notNull(),
    lastStatementId: uuid('last_statement_id').notNull(),
    /** What was worked on last: the time until the next thing is opened belongs to it. */
    lastTaskId: uuid('last_task_id'),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.courseId, t.personId] }),
    index('learner_facts_newest').on(t.schoolId, t.lastActivityAt),
    foreignKey({ columns: [t.schoolId, t.courseId], foreignColumns: [courses.schoolId, courses.id] }),
    foreignKey({ columns: [t.schoolId, t.personId], foreignColumns: [people.schoolId, people.id] }),
  ],
);

/** Per learner, course and day (in the school's zone): activity over the last fortnight, phases, trends. */
export const dayFacts = pgTable(
  'day_facts',
  {
    schoolId: uuid('school_id').notNull(),
    courseId: uuid('course_id').notNull(),
    personId: uuid('person_id').notNull(),
    day: date().notNull(),
    statements: integer().notNull().default(0),
    seconds: integer().notNull().default(0),
    lastActivityAt: at('last_activity_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.courseId, t.personId, t.day] }),
    foreignKey({ columns: [t.schoolId, t.courseId], foreignColumns: [courses.schoolId, courses.id] }),
    foreignKey({ columns: [t.schoolId, t.personId], foreignColumns: [people.schoolId, people.id] }),
  ],
);

/** What of a day's learning lay before, in and after class, by the timetable as it is now (R055). */
export const phaseFacts = pgTable(
  'phase_facts',
  {
    schoolId: uuid('school_id').notNull(),
    courseId: uuid('course_id').notNull(),
    personId: uuid('person_id').notNull(),
    day: date().notNull(),
    phase: text().$type<Phase>().notNull(),
    statements: integer().notNull().default(0),
    seconds: integer().notNull().default(0),
    /** Tasks that became done; one that is opened again and done again counts again. */
    tasks: integer().notNull().default(0),
    /** Graded answers, and how many of them were right. */
    answers: integer().notNull().default(0),
    correct: integer().notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.courseId, t.personId, t.day, t.phase] }),
    foreignKey({ columns: [t.schoolId, t.courseId], foreignColumns: [courses.schoolId, courses.id] }),
    foreignKey({ columns: [t.schoolId, t.personId], foreignColumns: [people.schoolId, people.id] }),
  ],
);

export const taskFacts = pgTable(
  'task_facts',
  {
    schoolId: uuid('school_id').notNull(),
    taskId: uuid('task_id').notNull(),
    personId: uuid('person_id').notNull(),
    startedAt: at('started_at').notNull(),
    completedAt: at('completed_at'),
    /** Best result so far, 0..1. */
    bestScaled: doublePrecision('best_scaled'),
    attempts: integer().notNull().default(0),
    seconds: integer().notNull().default(0),
    lastStatementId: uuid('last_statement_id').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.taskId, t.personId] }),
    foreignKey({ columns: [t.schoolId, t.taskId], foreignColumns: [tasks.schoolId, tasks.id] }).onDelete(
      'cascade',
    ),
    foreignKey({ columns: [t.schoolId, t.personId], foreignColumns: [people.schoolId, people.id] }),
  ],
);

/** Per learner and skill, across courses: the skill graph is the spine. */
export const skillFacts = pgTable(
  'skill_facts',
  {
    schoolId: uuid('school_id').notNull(),
    personId: uuid('person_id').notNull(),
    skillId: text('skill_id').notNull(),
    /** All graded answers ever. */
    answers: integer().notNull().default(0),
    /** Of the latest ten graded answers, how many there are and how many were right: what somebody can do now. */
    attempts: integer().notNull().default(0),
    correct: integer().notNull().default(0),
    /** Those ten, oldest first: '1' right, '0' wrong. */
    outcomes: text().notNull().default(''),
    /** Exponentially weighted share right; recency counts (notes/learning.md §2i). */
    recent: doublePrecision().notNull(),
    /** Signed run of equal outcomes, clipped to ±10. */
    run: integer().notNull().default(0),
    lastAttemptAt: at('last_attempt_at').notNull(),
    /** The newest statements it rests on, newest first, at most 10. */
    evidence: jsonb().$type<string[]>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.personId, t.skillId] }),
    foreignKey({ columns: [t.schoolId, t.personId], foreignColumns: [people.schoolId, people.id] }),
    foreignKey({ columns: [t.schoolId, t.skillId], foreignColumns: [skills.schoolId, skills.id] }),
  ],
);

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
