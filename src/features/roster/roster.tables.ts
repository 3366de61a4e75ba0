import {
  boolean,
  date,
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
import type { Locale } from '../../infra/views.ts';
import type { Confidence } from './identity.schema.ts';
import type {
  AppointedRole,
  CourseRole,
  LearnerCategory,
  Stage,
  TalentType,
  WarningClock,
} from './roster.schema.ts';

/** A school is the tenant: every other row carries its id (design, decision 8). Pages of a synthetic one say so. */
export const schools = pgTable('schools', {
  id: uuid().primaryKey(),
  name: text().notNull(),
  timeZone: text('time_zone').notNull().default('Asia/Shanghai'),
  warningClock: text('warning_clock').$type<WarningClock>().notNull().default('calendar_days'),
  synthetic: boolean().notNull().default(false),
  createdAt: at('created_at').notNull(),
});

export const colleges = pgTable(
  'colleges',
  {
    schoolId: uuid('school_id')
      .notNull()
      .references(() => schools.id),
    id: uuid().notNull(),
    name: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.schoolId, t.id] }), unique().on(t.schoolId, t.name)],
);

export const majors = pgTable(
  'majors',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    collegeId: uuid('college_id').notNull(),
    name: text().notNull(),
    talentType: text('talent_type').$type<TalentType>(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    unique().on(t.schoolId, t.name),
    foreignKey({ columns: [t.schoolId, t.collegeId], foreignColumns: [colleges.schoolId, colleges.id] }),
  ],
);

export const classes = pgTable(
  'classes',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    majorId: uuid('major_id').notNull(),
    name: text().notNull(),
    entryYear: integer('entry_year'),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    unique().on(t.schoolId, t.name),
    foreignKey({ columns: [t.schoolId, t.majorId], foreignColumns: [majors.schoolId, majors.id] }),
  ],
);

export const terms = pgTable(
  'terms',
  {
    schoolId: uuid('school_id')
      .notNull()
      .references(() => schools.id),
    id: uuid().notNull(),
    name: text().notNull(),
    startsOn: date('starts_on').notNull(),
    endsOn: date('ends_on').notNull(),
  },
  (t) => [primaryKey({ columns: [t.schoolId, t.id] }), unique().on(t.schoolId, t.name)],
);

export const people = pgTable(
  'people',
  {
    schoolId: uuid('school_id')
      .notNull()
      .references(() => schools.id),
    id: uuid().notNull(),
    displayName: text('display_name').notNull(),
    /** Sealed with the person's key; deleting the key erases it. */
    emailSealed: text('email_sealed'),
    /** Keyed hash of that address, by which a mailbox in statements can be compared with it, and the platform that told it. */
    mailboxHash: text('mailbox_hash'),
    mailboxToldBy: text('mailbox_told_by'),
    locale: text().$type<Locale>(),
    category: text().$type<LearnerCategory>().notNull().default('student'),
    classId: uuid('class_id'),
    privacyVersion: text('privacy_version'),
    privacyAcceptedAt: at('privacy_accepted_at'),
    erasedAt: at('erased_at'),
    /** Whose record this one was found to be, too: all identifiers moved there. */
    mergedIntoId: uuid('merged_into_id'),
    createdAt: at('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index('people_mailbox').on(t.schoolId, t.mailboxHash),
    foreignKey({ columns: [t.schoolId, t.classId], foreignColumns: [classes.schoolId, classes.id] }),
    foreignKey({ columns: [t.schoolId, t.mergedIntoId], foreignColumns: [t.schoolId, t.id] }),
  ],
);

/** Data key per person, wrapped by the master key (R108). */
export const personKeys = pgTable(
  'person_keys',
  {
    schoolId: uuid('school_id').notNull(),
    personId: uuid('person_id').notNull(),
    wrappedKey: text('wrapped_key').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.personId] }),
    foreignKey({ columns: [t.schoolId, t.personId], foreignColumns: [people.schoolId, people.id] }),
  ],
);

/**
 * Which person an xAPI actor or LTI subject is. `actorKey` is the canonical text of one identifier
 * (`account|<homePage>|<name>`, `mbox|…`): history is attached by this join, never by rewriting statements.
 */
export const identities = pgTable(
  'identities',
  {
    schoolId: uuid('school_id').notNull(),
    actorKey: text('actor_key').notNull(),
    personId: uuid('person_id').notNull(),
    /** One of MATCH_METHODS (`identity.schema.ts`). */
    method: text().notNull(),
    confidence: text().$type<Confidence>().notNull(),
    createdAt: at('created_at').notNull(),
    /** Who said so or confirmed it; null: the platform or a rule. */
    decidedBy: uuid('decided_by'),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.actorKey] }),
    index().on(t.schoolId, t.personId),
    foreignKey({ columns: [t.schoolId, t.personId], foreignColumns: [people.schoolId, people.id] }),
  ],
);

export const courses = pgTable(
  'courses',
  {
    schoolId: uuid('school_id')
      .notNull()
      .references(() => schools.id),
    id: uuid().notNull(),
    title: text().notNull(),
    termId: uuid('term_id'),
    talentType: text('talent_type').$type<TalentType>(),
    /** Origin and course URL in the LMS, as statements name the course (e.g. …/course/view.php?id=2). */
    activityIds: jsonb('activity_ids').$type<string[]>().notNull().default([]),
    /** The course this one was copied from in the LMS (`Context.id.history`). */
    copiedFromId: uuid('copied_from_id'),
    createdAt: at('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    foreignKey({ columns: [t.schoolId, t.termId], foreignColumns: [terms.schoolId, terms.id] }),
  ],
);

export const memberships = pgTable(
  'memberships',
  {
    schoolId: uuid('school_id').notNull(),
    courseId: uuid('course_id').notNull(),
    personId: uuid('person_id').notNull(),
    role: text().$type<CourseRole>().notNull(),
    /** Set by a teacher; else the major's, else the course's (R049). */
    talentType: text('talent_type').$type<TalentType>(),
    /** Who said the role last: a launch knows better than a roster (Moodle lists non-editing teachers as learners). */
    toldBy: text('told_by').$type<'launch' | 'roster'>().notNull().default('launch'),
    /** Groups and sections in the LMS, as launches and rosters name them. */
    groups: jsonb().$type<string[]>().notNull().default([]),
    active: boolean().notNull().default(true),
    lastLaunchAt: at('last_launch_at'),
    createdAt: at('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.courseId, t.personId] }),
    index().on(t.schoolId, t.personId),
    foreignKey({ columns: [t.schoolId, t.courseId], foreignColumns: [courses.schoolId, courses.id] }),
    foreignKey({ columns: [t.schoolId, t.personId], foreignColumns: [people.schoolId, people.id] }),
  ],
);

/** Roles the LMS doesn't know, given inside Waymark (design, decision 11); `courseId` null = the whole school. */
export const appointments = pgTable(
  'appointments',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    personId: uuid('person_id').notNull(),
    role: text().$type<AppointedRole>().notNull(),
    courseId: uuid('course_id'),
    appointedBy: uuid('appointed_by'),
    appointedAt: at('appointed_at').notNull(),
    endedAt: at('ended_at'),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index().on(t.schoolId, t.personId),
    foreignKey({ columns: [t.schoolId, t.personId], foreignColumns: [people.schoolId, people.id] }),
    foreignKey({ columns: [t.schoolId, t.courseId], foreignColumns: [courses.schoolId, courses.id] }),
  ],
);

/** Where a learner is in the service process of figure 1 (R023). */
export const serviceStages = pgTable(
  'service_stages',
  {
    schoolId: uuid('school_id').notNull(),
    personId: uuid('person_id').notNull(),
    stage: text().$type<Stage>().notNull(),
    startedAt: at('started_at').notNull(),
    endedAt: at('ended_at'),
    source: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.personId, t.stage] }),
    foreignKey({ columns: [t.schoolId, t.personId], foreignColumns: [people.schoolId, people.id] }),
  ],
);
