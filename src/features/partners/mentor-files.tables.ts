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
  uuid,
} from 'drizzle-orm/pg-core';
import { at } from '../../infra/columns.ts';
import { people } from '../roster/roster.tables.ts';
import type { Engagement, Ratings } from './mentor-file.schema.ts';

/** A mentor's file (§5.6.3, R062): its outline open, so that completeness can be judged; its words sealed. */
export const mentorFiles = pgTable(
  'mentor_files',
  {
    schoolId: uuid('school_id').notNull(),
    personId: uuid('person_id').notNull(),
    hasEmployer: boolean('has_employer').notNull(),
    hasPosition: boolean('has_position').notNull(),
    /** Competences that something is shown for, and the standard they are of. */
    shown: jsonb().$type<string[]>().notNull(),
    standard: text().notNull(),
    engagements: jsonb().$type<Engagement[]>().notNull(),
    selectedOn: date('selected_on'),
    agreementFrom: date('agreement_from'),
    agreementUntil: date('agreement_until'),
    wordsSealed: text('words_sealed').notNull(),
    updatedBy: uuid('updated_by').notNull(),
    updatedAt: at('updated_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.personId] }),
    foreignKey({ columns: [t.schoolId, t.personId], foreignColumns: [people.schoolId, people.id] }),
  ],
);

/** That somebody may be assigned without a complete file: who said so, why, and until when. */
export const mentorExceptions = pgTable(
  'mentor_exceptions',
  {
    schoolId: uuid('school_id').notNull(),
    personId: uuid('person_id').notNull(),
    exceptUntil: date('except_until').notNull(),
    reasonSealed: text('reason_sealed').notNull(),
    givenBy: uuid('given_by').notNull(),
    givenAt: at('given_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.personId] }),
    foreignKey({ columns: [t.schoolId, t.personId], foreignColumns: [people.schoolId, people.id] }),
  ],
);

export const mentorAppraisals = pgTable(
  'mentor_appraisals',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    personId: uuid('person_id').notNull(),
    appraisedOn: date('appraised_on').notNull(),
    ratings: jsonb().$type<Ratings>().notNull(),
    /** 0 to 100, of the ratings. */
    score: integer().notNull(),
    wordsSealed: text('words_sealed'),
    appraisedBy: uuid('appraised_by').notNull(),
    createdAt: at('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index().on(t.schoolId, t.personId, t.appraisedOn),
    foreignKey({ columns: [t.schoolId, t.personId], foreignColumns: [people.schoolId, people.id] }),
  ],
);
