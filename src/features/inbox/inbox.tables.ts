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
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { at } from '../../infra/columns.ts';
import { courses, people, schools } from '../roster/roster.tables.ts';
import type { DelegableRole, MailState } from './inbox.schema.ts';

/** What somebody is told: words as keys and values. Open until done, unread until looked at. */
export const notices = pgTable(
  'notices',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    personId: uuid('person_id').notNull(),
    kind: text().notNull(),
    key: text().notNull(),
    subject: text().notNull(),
    courseId: uuid('course_id'),
    aboutPersonId: uuid('about_person_id'),
    link: text().notNull(),
    values: jsonb().$type<Record<string, string | number>>().notNull(),
    urgent: boolean().notNull(),
    forDeputy: boolean('for_deputy').notNull(),
    dueAt: at('due_at'),
    createdAt: at('created_at').notNull(),
    readAt: at('read_at'),
    doneAt: at('done_at'),
    /** The e-mail that tells of it; none goes out about what was read or done before. */
    mailId: uuid('mail_id'),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    unique().on(t.schoolId, t.personId, t.key),
    index('notices_open')
      .on(t.schoolId, t.personId)
      .where(sql`done_at is null`),
    index('notices_of_subject')
      .on(t.schoolId, t.subject)
      .where(sql`done_at is null`),
    index('notices_to_mail')
      .on(t.schoolId, t.personId)
      .where(sql`mail_id is null and read_at is null and done_at is null`),
    index('notices_mailed').on(t.schoolId, t.mailId),
    foreignKey({ columns: [t.schoolId, t.personId], foreignColumns: [people.schoolId, people.id] }),
    foreignKey({ columns: [t.schoolId, t.aboutPersonId], foreignColumns: [people.schoolId, people.id] }),
    foreignKey({ columns: [t.schoolId, t.courseId], foreignColumns: [courses.schoolId, courses.id] }),
  ],
);

/** Who answers for somebody's duties while they are away. Why they are away is nobody's business here. */
export const delegations = pgTable(
  'delegations',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    personId: uuid('person_id').notNull(),
    deputyPersonId: uuid('deputy_person_id').notNull(),
    role: text().$type<DelegableRole>().notNull(),
    /** null: duties for the whole school. */
    courseId: uuid('course_id'),
    startsAt: at('starts_at').notNull(),
    endsAt: at('ends_at').notNull(),
    /** Taken back before its end. */
    endedAt: at('ended_at'),
    createdAt: at('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index().on(t.schoolId, t.personId),
    index().on(t.schoolId, t.deputyPersonId),
    foreignKey({ columns: [t.schoolId, t.personId], foreignColumns: [people.schoolId, people.id] }),
    foreignKey({ columns: [t.schoolId, t.deputyPersonId], foreignColumns: [people.schoolId, people.id] }),
    foreignKey({ columns: [t.schoolId, t.courseId], foreignColumns: [courses.schoolId, courses.id] }),
  ],
);

/** When a school lets e-mails go out; a school without a row keeps the defaults. */
export const mailPolicies = pgTable('mail_policies', {
  schoolId: uuid('school_id')
    .primaryKey()
    .references(() => schools.id),
  quietFrom: integer('quiet_from').notNull(),
  quietUntil: integer('quiet_until').notNull(),
  schoolDaysOnly: boolean('school_days_only').notNull(),
  dailyCap: integer('daily_cap').notNull(),
});

/** Kinds of notices of which somebody wants no e-mail; `*`: of none at all. */
export const mailRefusals = pgTable(
  'mail_refusals',
  {
    schoolId: uuid('school_id').notNull(),
    personId: uuid('person_id').notNull(),
    kind: text().notNull(),
    refusedAt: at('refused_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.personId, t.kind] }),
    foreignKey({ columns: [t.schoolId, t.personId], foreignColumns: [people.schoolId, people.id] }),
  ],
);

/** The outbox: one row an e-mail. What it says is made when it is sent, of the notices that still wait then. */
export const mails = pgTable(
  'mails',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    /** Who gets it: whom the notices are for, or their deputy. */
    personId: uuid('person_id').notNull(),
    urgent: boolean().notNull(),
    state: text().$type<MailState>().notNull(),
    attempts: integer().notNull().default(0),
    nextAttemptAt: at('next_attempt_at').notNull(),
    /** Id of the last problem, words in views/locales; null: none. */
    problem: text(),
    createdAt: at('created_at').notNull(),
    sentAt: at('sent_at'),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index().on(t.state, t.nextAttemptAt),
    index().on(t.schoolId, t.personId, t.createdAt),
    foreignKey({ columns: [t.schoolId, t.personId], foreignColumns: [people.schoolId, people.id] }),
  ],
);
