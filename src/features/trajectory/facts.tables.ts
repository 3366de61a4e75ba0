import {
  date,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import { at } from '../../infra/columns.ts';
import { courses, people } from '../roster/roster.tables.ts';
import { skills, tasks } from '../programme/programme.tables.ts';
import type { Phase } from '../programme/index.ts';

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
