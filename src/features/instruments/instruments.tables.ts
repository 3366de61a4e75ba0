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
import { classes, courses, people, schools } from '../roster/roster.tables.ts';
import type { Definition } from './definition.schema.ts';
import type { Audience } from './assignment.schema.ts';

/** A definition as it was published: never changed afterwards, since attempts are read by it (design, decision 5). */
export const instrumentVersions = pgTable(
  'instrument_versions',
  {
    schoolId: uuid('school_id')
      .notNull()
      .references(() => schools.id),
    instrumentId: text('instrument_id').notNull(),
    version: integer().notNull(),
    definition: jsonb().$type<Definition>().notNull(),
    /** Of the definition's text, to tell a changed file from an unchanged one. */
    hash: text().notNull(),
    publishedAt: at('published_at').notNull(),
    /** null: it came with Waymark. */
    publishedBy: uuid('published_by'),
  },
  (t) => [primaryKey({ columns: [t.schoolId, t.instrumentId, t.version] })],
);

/** An instrument given to somebody: a person, a class, an entry year, a course, or whoever holds one of its links. */
export const instrumentAssignments = pgTable(
  'instrument_assignments',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    instrumentId: text('instrument_id').notNull(),
    version: integer().notNull(),
    audience: text().$type<Audience>().notNull(),
    personId: uuid('person_id'),
    classId: uuid('class_id'),
    courseId: uuid('course_id'),
    entryYear: integer('entry_year'),
    assignedBy: uuid('assigned_by').notNull(),
    createdAt: at('created_at').notNull(),
    dueAt: at('due_at'),
    closedAt: at('closed_at'),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    foreignKey({
      columns: [t.schoolId, t.instrumentId, t.version],
      foreignColumns: [
        instrumentVersions.schoolId,
        instrumentVersions.instrumentId,
        instrumentVersions.version,
      ],
    }),
    foreignKey({ columns: [t.schoolId, t.personId], foreignColumns: [people.schoolId, people.id] }),
    foreignKey({ columns: [t.schoolId, t.classId], foreignColumns: [classes.schoolId, classes.id] }),
    foreignKey({ columns: [t.schoolId, t.courseId], foreignColumns: [courses.schoolId, courses.id] }),
  ],
);

/** One answer each, without an account; only the token's hash is kept. */
export const instrumentLinks = pgTable(
  'instrument_links',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    assignmentId: uuid('assignment_id').notNull(),
    number: integer().notNull(),
    tokenHash: text('token_hash').notNull().unique(),
    expiresAt: at('expires_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index().on(t.schoolId, t.assignmentId),
    foreignKey({
      columns: [t.schoolId, t.assignmentId],
      foreignColumns: [instrumentAssignments.schoolId, instrumentAssignments.id],
    }),
  ],
);

/** One taking of an instrument. What was answered and scored is sealed: with the person's key, else the installation's. */
export const instrumentAttempts = pgTable(
  'instrument_attempts',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    instrumentId: text('instrument_id').notNull(),
    version: integer().notNull(),
    /** Decides the order of parts and what is generated. */
    seed: text().notNull(),
    assignmentId: uuid('assignment_id'),
    /** null: by link. */
    personId: uuid('person_id'),
    linkId: uuid('link_id'),
    /** Where it was begun. */
    courseId: uuid('course_id'),
    startedAt: at('started_at').notNull(),
    /** null: there is no limit. */
    endsAt: at('ends_at'),
    savedAt: at('saved_at').notNull(),
    answered: integer().notNull().default(0),
    asked: integer().notNull(),
    contentSealed: text('content_sealed').notNull(),
    submittedAt: at('submitted_at'),
    /** Time ran out, and what was there was handed in. */
    byClock: boolean('by_clock').notNull().default(false),
    scoresSealed: text('scores_sealed'),
    ruleVersion: text('rule_version'),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    uniqueIndex('instrument_attempt_open')
      .on(t.schoolId, t.personId, t.instrumentId)
      .where(sql`submitted_at is null and person_id is not null`),
    uniqueIndex('instrument_attempt_of_link')
      .on(t.schoolId, t.linkId)
      .where(sql`link_id is not null`),
    index('instrument_attempts_of_person').on(t.schoolId, t.personId, t.instrumentId),
    index('instrument_attempts_of_assignment').on(t.schoolId, t.assignmentId),
    index('instrument_attempts_running')
      .on(t.endsAt)
      .where(sql`submitted_at is null and ends_at is not null`),
    foreignKey({
      columns: [t.schoolId, t.instrumentId, t.version],
      foreignColumns: [
        instrumentVersions.schoolId,
        instrumentVersions.instrumentId,
        instrumentVersions.version,
      ],
    }),
    foreignKey({
      columns: [t.schoolId, t.assignmentId],
      foreignColumns: [instrumentAssignments.schoolId, instrumentAssignments.id],
    }),
    foreignKey({
      columns: [t.schoolId, t.linkId],
      foreignColumns: [instrumentLinks.schoolId, instrumentLinks.id],
    }),
    foreignKey({ columns: [t.schoolId, t.personId], foreignColumns: [people.schoolId, people.id] }),
    foreignKey({ columns: [t.schoolId, t.courseId], foreignColumns: [courses.schoolId, courses.id] }),
  ],
);

/** What somebody made of an attempt's open answers, sealed with the learner's key. */
export const instrumentMarks = pgTable(
  'instrument_marks',
  {
    schoolId: uuid('school_id').notNull(),
    attemptId: uuid('attempt_id').notNull(),
    raterPersonId: uuid('rater_person_id').notNull(),
    marksSealed: text('marks_sealed').notNull(),
    markedAt: at('marked_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.attemptId, t.raterPersonId] }),
    index().on(t.schoolId, t.raterPersonId),
    foreignKey({
      columns: [t.schoolId, t.attemptId],
      foreignColumns: [instrumentAttempts.schoolId, instrumentAttempts.id],
    }).onDelete('cascade'),
    foreignKey({ columns: [t.schoolId, t.raterPersonId], foreignColumns: [people.schoolId, people.id] }),
  ],
);

/** Sums over all first complete attempts, from which reliability is computed: nobody's answers. */
export const instrumentMoments = pgTable(
  'instrument_moments',
  {
    schoolId: uuid('school_id').notNull(),
    instrumentId: text('instrument_id').notNull(),
    version: integer().notNull(),
    scoreId: text('score_id').notNull(),
    n: integer().notNull(),
    sums: jsonb().$type<number[]>().notNull(),
    products: jsonb().$type<number[]>().notNull(),
    updatedAt: at('updated_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.instrumentId, t.version, t.scoreId] }),
    foreignKey({
      columns: [t.schoolId, t.instrumentId, t.version],
      foreignColumns: [
        instrumentVersions.schoolId,
        instrumentVersions.instrumentId,
        instrumentVersions.version,
      ],
    }),
  ],
);
