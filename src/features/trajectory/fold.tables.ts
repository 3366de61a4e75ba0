import {
  bigint,
  date,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import { at, xid8 } from '../../infra/columns.ts';
import { courses, schools } from '../roster/roster.tables.ts';

/** How far the fold has read a school's statements; written in the same transaction as the facts (decision 4). */
export const foldCursors = pgTable('fold_cursors', {
  schoolId: uuid('school_id')
    .primaryKey()
    .references(() => schools.id),
  transactionId: xid8('transaction_id').notNull(),
  sequence: bigint({ mode: 'number' }).notNull(),
  /** Of the statement at the cursor. */
  storedAt: at('stored_at').notNull(),
  foldedAt: at('folded_at').notNull(),
  statementsFolded: bigint('statements_folded', { mode: 'number' }).notNull().default(0),
  /** The school's own day on which everybody was last looked at, silent learners included. */
  reassessedOn: date('reassessed_on'),
});

/**
 * Actors whose statements up to the cursor are not, or no longer rightly, in the facts. As soon as nothing is waited
 * for, the facts of the person behind the actor are folded anew, so that facts always equal a rebuild.
 */
export const refoldActors = pgTable(
  'refold_actors',
  {
    schoolId: uuid('school_id')
      .notNull()
      .references(() => schools.id),
    actorKey: text('actor_key').notNull(),
    /** '': nothing. 'person': somebody to be known by this actor. Else the IRI of a course or task yet unknown. */
    waitsFor: text('waits_for').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.actorKey, t.waitsFor] }),
    index('refold_actors_waits').on(t.schoolId, t.waitsFor),
  ],
);

/**
 * What courses have of actors whom nobody knows: for whoever tells who they are. Rows come and go with the actors'
 * waits for a person in `refold_actors`.
 */
export const unknownActors = pgTable(
  'unknown_actors',
  {
    schoolId: uuid('school_id').notNull(),
    actorKey: text('actor_key').notNull(),
    courseId: uuid('course_id').notNull(),
    /** As senders called them last; null: never. */
    name: text(),
    statements: integer().notNull(),
    lastAt: at('last_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.actorKey, t.courseId] }),
    foreignKey({ columns: [t.schoolId, t.courseId], foreignColumns: [courses.schoolId, courses.id] }),
  ],
);

/** Fingerprint of what maps statements to a course, its tasks and skills; when it changes, the course's facts do. */
export const foldedCourses = pgTable(
  'folded_courses',
  {
    schoolId: uuid('school_id').notNull(),
    courseId: uuid('course_id').notNull(),
    mapping: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.courseId] }),
    foreignKey({ columns: [t.schoolId, t.courseId], foreignColumns: [courses.schoolId, courses.id] }),
  ],
);

/** Content keys already counted: sources without statement ids repeat themselves after time-outs. */
export const countedEvents = pgTable(
  'counted_events',
  {
    schoolId: uuid('school_id')
      .notNull()
      .references(() => schools.id),
    dedupeKey: text('dedupe_key').notNull(),
    statementId: uuid('statement_id').notNull(),
  },
  (t) => [primaryKey({ columns: [t.schoolId, t.dedupeKey] }), index().on(t.schoolId, t.statementId)],
);
