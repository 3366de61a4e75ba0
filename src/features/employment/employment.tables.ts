import { sql } from 'drizzle-orm';
import {
  date,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { at } from '../../infra/columns.ts';
import { people } from '../roster/roster.tables.ts';
import type {
  Channel,
  ContactOutcome,
  DestinationCode,
  DestinationSource,
  PostTalent,
  TicketKind,
  TicketOutcome,
  WaveMonths,
} from './employment.schema.ts';

/** Who left the school and is followed up (§5.7.3). */
export const graduates = pgTable(
  'graduates',
  {
    schoolId: uuid('school_id').notNull(),
    personId: uuid('person_id').notNull(),
    graduatedOn: date('graduated_on').notNull(),
    /** How to reach them; sealed with their key. */
    contactSealed: text('contact_sealed'),
    addedBy: uuid('added_by').notNull(),
    addedAt: at('added_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.personId] }),
    index().on(t.schoolId, t.graduatedOn),
    foreignKey({ columns: [t.schoolId, t.personId], foreignColumns: [people.schoolId, people.id] }),
  ],
);

/** Where graduates went. A change is a new row; the one before ends. */
export const destinations = pgTable(
  'destinations',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    personId: uuid('person_id').notNull(),
    /** 毕业去向, raw: what it counts as is the formula's to say. */
    code: integer().$type<DestinationCode>().notNull(),
    employerName: text('employer_name'),
    unitNature: integer('unit_nature'),
    industry: integer(),
    postType: integer('post_type'),
    postTitle: text('post_title'),
    postTalent: text('post_talent').$type<PostTalent>(),
    region: text(),
    enteredOn: date('entered_on'),
    paySealed: text('pay_sealed'),
    evidence: text(),
    source: text().$type<DestinationSource>().notNull(),
    recordedBy: uuid('recorded_by').notNull(),
    recordedAt: at('recorded_at').notNull(),
    endedAt: at('ended_at'),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    uniqueIndex('destinations_one_current')
      .on(t.schoolId, t.personId)
      .where(sql`ended_at is null`),
    foreignKey({
      columns: [t.schoolId, t.personId],
      foreignColumns: [graduates.schoolId, graduates.personId],
    }).onDelete('cascade'),
  ],
);

/** A follow-up that is due (R091); its answers are sealed with the graduate's key. */
export const followUpWaves = pgTable(
  'follow_up_waves',
  {
    schoolId: uuid('school_id').notNull(),
    personId: uuid('person_id').notNull(),
    months: integer().$type<WaveMonths>().notNull(),
    opensOn: date('opens_on').notNull(),
    dueOn: date('due_on').notNull(),
    closesOn: date('closes_on').notNull(),
    /** Of the questionnaire given out last. */
    linkId: uuid('link_id'),
    linkBy: uuid('link_by'),
    answeredAt: at('answered_at'),
    answersSealed: text('answers_sealed'),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.personId, t.months] }),
    index('follow_up_waves_open')
      .on(t.schoolId, t.dueOn)
      .where(sql`answered_at is null`),
    foreignKey({
      columns: [t.schoolId, t.personId],
      foreignColumns: [graduates.schoolId, graduates.personId],
    }).onDelete('cascade'),
  ],
);

/** Tries to reach a graduate for a wave: one a day, three in all. */
export const followUpContacts = pgTable(
  'follow_up_contacts',
  {
    schoolId: uuid('school_id').notNull(),
    personId: uuid('person_id').notNull(),
    months: integer().$type<WaveMonths>().notNull(),
    day: date().notNull(),
    channel: text().$type<Channel>().notNull(),
    outcome: text().$type<ContactOutcome>().notNull(),
    noteSealed: text('note_sealed'),
    byPersonId: uuid('by_person_id').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.personId, t.months, t.day] }),
    foreignKey({
      columns: [t.schoolId, t.personId, t.months],
      foreignColumns: [followUpWaves.schoolId, followUpWaves.personId, followUpWaves.months],
    }).onDelete('cascade'),
  ],
);

/** Something the employment office has to do by a day: help a graduate (R093), or act on a finding (R098). */
export const employmentTickets = pgTable(
  'employment_tickets',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    kind: text().$type<TicketKind>().notNull(),
    /** null: a finding about the school. */
    personId: uuid('person_id'),
    /** The wave it came from. */
    months: integer().$type<WaveMonths>(),
    /** Sealed with the graduate's key; a finding is written for everybody in the office. */
    words: text().notNull(),
    ownerPersonId: uuid('owner_person_id').notNull(),
    openedAt: at('opened_at').notNull(),
    dueOn: date('due_on').notNull(),
    closedAt: at('closed_at'),
    outcome: text().$type<TicketOutcome>(),
    /** What was done; sealed where it is about a graduate. */
    answer: text(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    uniqueIndex('employment_tickets_one_per_wave')
      .on(t.schoolId, t.personId, t.months)
      .where(sql`months is not null`),
    index('employment_tickets_open')
      .on(t.schoolId, t.dueOn)
      .where(sql`closed_at is null`),
    foreignKey({
      columns: [t.schoolId, t.personId],
      foreignColumns: [graduates.schoolId, graduates.personId],
    }).onDelete('cascade'),
    foreignKey({ columns: [t.schoolId, t.ownerPersonId], foreignColumns: [people.schoolId, people.id] }),
  ],
);
