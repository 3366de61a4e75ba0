import {
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { at } from '../../infra/columns.ts';
import { ltiItems, ltiRegistrations } from '../lti/lti.tables.ts';
import { courses, people } from '../roster/roster.tables.ts';
import type { ActivityProgress, GradeState, GradingProgress, RosterChanges } from './services.schema.ts';

/** A column of the LMS's gradebook that we fill; made by the platform with a link, or by us. */
export const lineItems = pgTable(
  'line_items',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    registrationId: uuid('registration_id').notNull(),
    deploymentId: text('deployment_id').notNull(),
    contextId: text('context_id').notNull(),
    courseId: uuid('course_id').notNull(),
    itemId: uuid('item_id').notNull(),
    madeBy: text('made_by').$type<'platform' | 'tool'>().notNull(),
    /** As the platform writes it, query included. */
    url: text().notNull(),
    label: text().notNull(),
    scoreMaximum: doublePrecision('score_maximum').notNull(),
    createdAt: at('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    unique().on(t.schoolId, t.registrationId, t.url),
    index().on(t.schoolId, t.courseId, t.itemId),
    foreignKey({
      columns: [t.schoolId, t.registrationId],
      foreignColumns: [ltiRegistrations.schoolId, ltiRegistrations.id],
    }),
    foreignKey({ columns: [t.schoolId, t.courseId], foreignColumns: [courses.schoolId, courses.id] }),
    foreignKey({ columns: [t.schoolId, t.itemId], foreignColumns: [ltiItems.schoolId, ltiItems.id] }),
  ],
);

/** The outbox: the grade each learner should have in each column, and how far its delivery is. */
export const grades = pgTable(
  'grades',
  {
    schoolId: uuid('school_id').notNull(),
    lineItemId: uuid('line_item_id').notNull(),
    personId: uuid('person_id').notNull(),
    /** null: nothing to count yet, only progress to tell. */
    scoreGiven: doublePrecision('score_given'),
    scoreMaximum: doublePrecision('score_maximum').notNull(),
    activityProgress: text('activity_progress').$type<ActivityProgress>().notNull(),
    gradingProgress: text('grading_progress').$type<GradingProgress>().notNull(),
    /** AGS timestamp: later than the last one by a second at least, since platforms refuse what isn't newer. */
    gradedAt: at('graded_at').notNull(),
    state: text().$type<GradeState>().notNull(),
    attempts: integer().notNull().default(0),
    nextAttemptAt: at('next_attempt_at').notNull(),
    /** Id of the last problem, words in views/locales; null: none. */
    problem: text(),
    httpStatus: integer('http_status'),
    sentAt: at('sent_at'),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.lineItemId, t.personId] }),
    index().on(t.state, t.nextAttemptAt),
    foreignKey({ columns: [t.schoolId, t.lineItemId], foreignColumns: [lineItems.schoolId, lineItems.id] }),
    foreignKey({ columns: [t.schoolId, t.personId], foreignColumns: [people.schoolId, people.id] }),
  ],
);

/** How each course's roster was last read from the LMS. */
export const rosterSyncs = pgTable(
  'roster_syncs',
  {
    schoolId: uuid('school_id').notNull(),
    registrationId: uuid('registration_id').notNull(),
    deploymentId: text('deployment_id').notNull(),
    contextId: text('context_id').notNull(),
    courseId: uuid('course_id').notNull(),
    syncedAt: at('synced_at'),
    triedAt: at('tried_at').notNull(),
    /** Id of the last problem; null: it went well. */
    problem: text(),
    changes: jsonb().$type<RosterChanges>(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.registrationId, t.deploymentId, t.contextId] }),
    index().on(t.schoolId, t.courseId),
    foreignKey({
      columns: [t.schoolId, t.registrationId],
      foreignColumns: [ltiRegistrations.schoolId, ltiRegistrations.id],
    }),
    foreignKey({ columns: [t.schoolId, t.courseId], foreignColumns: [courses.schoolId, courses.id] }),
  ],
);
