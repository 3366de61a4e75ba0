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
import { people, schools } from '../roster/roster.tables.ts';
import type { TalentType } from '../roster/index.ts';
import type {
  AgreementKind,
  EmployerKind,
  EmployerStanding,
  Verification,
  VisitWay,
} from './employers.schema.ts';

/** An employer's file (§5.7.2.2, R086). */
export const employers = pgTable(
  'employers',
  {
    schoolId: uuid('school_id')
      .notNull()
      .references(() => schools.id),
    id: uuid().notNull(),
    name: text().notNull(),
    /** Unified social credit code (GB 32100), checked by its check digit. */
    creditCode: text('credit_code'),
    kind: text().$type<EmployerKind>().notNull(),
    standing: text().$type<EmployerStanding>().notNull(),
    region: text().notNull(),
    about: text().notNull().default(''),
    verification: text().$type<Verification>().notNull().default('unverified'),
    /** What was looked at, by whom and when. */
    verificationNote: text('verification_note').notNull().default(''),
    verifiedBy: uuid('verified_by'),
    verifiedAt: at('verified_at'),
    createdBy: uuid('created_by').notNull(),
    createdAt: at('created_at').notNull(),
    changedAt: at('changed_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index('employers_by_name').on(t.schoolId, t.name),
    uniqueIndex('employer_of_code')
      .on(t.schoolId, t.creditCode)
      .where(sql`credit_code is not null`),
    foreignKey({ columns: [t.schoolId, t.createdBy], foreignColumns: [people.schoolId, people.id] }),
    foreignKey({ columns: [t.schoolId, t.verifiedBy], foreignColumns: [people.schoolId, people.id] }),
  ],
);

const ofEmployer = {
  schoolId: uuid('school_id').notNull(),
  id: uuid().notNull(),
  employerId: uuid('employer_id').notNull(),
};

/** People at an employer: sealed with the installation's key, since they have no account; deleting the row erases them. */
export const employerContacts = pgTable(
  'employer_contacts',
  { ...ofEmployer, contentSealed: text('content_sealed').notNull(), createdAt: at('created_at').notNull() },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index().on(t.schoolId, t.employerId),
    foreignKey({
      columns: [t.schoolId, t.employerId],
      foreignColumns: [employers.schoolId, employers.id],
    }).onDelete('cascade'),
  ],
);

export const employerVisits = pgTable(
  'employer_visits',
  {
    ...ofEmployer,
    day: date().notNull(),
    way: text().$type<VisitWay>().notNull(),
    words: text().notNull(),
    recordedBy: uuid('recorded_by').notNull(),
    createdAt: at('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index().on(t.schoolId, t.employerId, t.day),
    foreignKey({
      columns: [t.schoolId, t.employerId],
      foreignColumns: [employers.schoolId, employers.id],
    }).onDelete('cascade'),
    foreignKey({ columns: [t.schoolId, t.recordedBy], foreignColumns: [people.schoolId, people.id] }),
  ],
);

/** What an employer means to hire in a year. */
export const hiringPlans = pgTable(
  'hiring_plans',
  {
    ...ofEmployer,
    year: integer().notNull(),
    post: text().notNull(),
    talentType: text('talent_type').$type<TalentType>().notNull(),
    wanted: integer().notNull(),
    recordedBy: uuid('recorded_by').notNull(),
    createdAt: at('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index().on(t.schoolId, t.employerId, t.year),
    foreignKey({
      columns: [t.schoolId, t.employerId],
      foreignColumns: [employers.schoolId, employers.id],
    }).onDelete('cascade'),
    foreignKey({ columns: [t.schoolId, t.recordedBy], foreignColumns: [people.schoolId, people.id] }),
  ],
);

export const employerAgreements = pgTable(
  'employer_agreements',
  {
    ...ofEmployer,
    kind: text().$type<AgreementKind>().notNull(),
    reference: text().notNull(),
    signedOn: date('signed_on').notNull(),
    endsOn: date('ends_on').notNull(),
    /** Renewed or wound up: no longer on the list of what is overdue. */
    settledAt: at('settled_at'),
    recordedBy: uuid('recorded_by').notNull(),
    createdAt: at('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index().on(t.schoolId, t.employerId),
    index('employer_agreements_ending').on(t.schoolId, t.endsOn),
    foreignKey({
      columns: [t.schoolId, t.employerId],
      foreignColumns: [employers.schoolId, employers.id],
    }).onDelete('cascade'),
    foreignKey({ columns: [t.schoolId, t.recordedBy], foreignColumns: [people.schoolId, people.id] }),
  ],
);

/** Lets an employer file without an account; only the token's hash is kept. */
export const employerLinks = pgTable(
  'employer_links',
  {
    ...ofEmployer,
    tokenHash: text('token_hash').notNull().unique(),
    expiresAt: at('expires_at').notNull(),
    revokedAt: at('revoked_at'),
    createdBy: uuid('created_by').notNull(),
    createdAt: at('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index().on(t.schoolId, t.employerId),
    foreignKey({
      columns: [t.schoolId, t.employerId],
      foreignColumns: [employers.schoolId, employers.id],
    }).onDelete('cascade'),
    foreignKey({ columns: [t.schoolId, t.createdBy], foreignColumns: [people.schoolId, people.id] }),
  ],
);
