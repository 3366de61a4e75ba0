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
import { courses, people } from '../roster/roster.tables.ts';
import type { CourseStructure } from './course-structure.schema.ts';
import type { LaunchMode, WaivedReason } from './session.schema.ts';

/** Content packages that teachers brought into a course; their files are kept by infra/files. */
export const cmi5Packages = pgTable(
  'cmi5_packages',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    courseId: uuid('course_id').notNull(),
    structure: jsonb().$type<CourseStructure>().notNull(),
    fileCount: integer('file_count').notNull(),
    importedBy: uuid('imported_by').notNull(),
    importedAt: at('imported_at').notNull(),
    /** No longer offered; what learners did with it stays. */
    removedAt: at('removed_at'),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index().on(t.schoolId, t.courseId),
    foreignKey({ columns: [t.schoolId, t.courseId], foreignColumns: [courses.schoolId, courses.id] }),
    foreignKey({ columns: [t.schoolId, t.importedBy], foreignColumns: [people.schoolId, people.id] }),
  ],
);

/** A learner's enrolment in a package (cmi5 3.0 "Registration"). */
export const cmi5Registrations = pgTable(
  'cmi5_registrations',
  {
    schoolId: uuid('school_id').notNull(),
    /** Stands in all its statements. */
    id: uuid().notNull(),
    packageId: uuid('package_id').notNull(),
    personId: uuid('person_id').notNull(),
    createdAt: at('created_at').notNull(),
    /** Blocks, and the course, of which "satisfied" was told: once each (9.3.9). */
    satisfied: jsonb().$type<string[]>().notNull(),
    satisfiedAt: at('satisfied_at'),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    unique().on(t.schoolId, t.packageId, t.personId),
    index().on(t.schoolId, t.personId),
    foreignKey({
      columns: [t.schoolId, t.packageId],
      foreignColumns: [cmi5Packages.schoolId, cmi5Packages.id],
    }),
    foreignKey({ columns: [t.schoolId, t.personId], foreignColumns: [people.schoolId, people.id] }),
  ],
);

/** How far a learner is in one assignable unit. */
export const cmi5UnitStates = pgTable(
  'cmi5_unit_states',
  {
    schoolId: uuid('school_id').notNull(),
    registrationId: uuid('registration_id').notNull(),
    /** Id of the unit in its package's structure. */
    unitId: uuid('unit_id').notNull(),
    launchedAt: at('launched_at'),
    completedAt: at('completed_at'),
    passedAt: at('passed_at'),
    failedAt: at('failed_at'),
    waivedAt: at('waived_at'),
    waivedBy: uuid('waived_by'),
    waivedReason: text('waived_reason').$type<WaivedReason>(),
    /** The best that "passed" or "failed" reported, 0 … 1. */
    scoreScaled: doublePrecision('score_scaled'),
    /** The last that was reported, 0 … 100. */
    progressPercent: integer('progress_percent'),
    /** Of its sessions that were ended. */
    timeSeconds: doublePrecision('time_seconds').notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.registrationId, t.unitId] }),
    foreignKey({
      columns: [t.schoolId, t.registrationId],
      foreignColumns: [cmi5Registrations.schoolId, cmi5Registrations.id],
    }),
    foreignKey({ columns: [t.schoolId, t.waivedBy], foreignColumns: [people.schoolId, people.id] }),
  ],
);

/** One launch of a unit until it ends (cmi5 3.0 "Session"). */
export const cmi5Sessions = pgTable(
  'cmi5_sessions',
  {
    schoolId: uuid('school_id').notNull(),
    /** The `sessionid` of its statements. */
    id: uuid().notNull(),
    registrationId: uuid('registration_id').notNull(),
    unitId: uuid('unit_id').notNull(),
    /** In which course it was opened: a package can be placed in several. */
    courseId: uuid('course_id').notNull(),
    launchMode: text('launch_mode').$type<LaunchMode>().notNull(),
    /** What its statements must repeat. */
    publisherId: text('publisher_id').notNull(),
    masteryScore: doublePrecision('mastery_score'),
    /** Keyed hash of the one-time fetch address's secret. */
    fetchHash: text('fetch_hash').notNull(),
    /** Keyed hash of the authorization token's secret; null: not fetched yet. */
    tokenHash: text('token_hash'),
    launchedAt: at('launched_at').notNull(),
    expiresAt: at('expires_at').notNull(),
    /** "cmi5 defined" verbs that the unit used in this session. */
    verbs: jsonb().$type<string[]>().notNull(),
    /** Times as the unit's own statements tell them. */
    initializedAt: at('initialized_at'),
    terminatedAt: at('terminated_at'),
    lastStatementAt: at('last_statement_at'),
    /** When we learnt of its end: some time later nothing more is taken. */
    endedAt: at('ended_at'),
    abandonedAt: at('abandoned_at'),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index().on(t.schoolId, t.registrationId),
    foreignKey({
      columns: [t.schoolId, t.registrationId],
      foreignColumns: [cmi5Registrations.schoolId, cmi5Registrations.id],
    }),
    foreignKey({ columns: [t.schoolId, t.courseId], foreignColumns: [courses.schoolId, courses.id] }),
  ],
);
