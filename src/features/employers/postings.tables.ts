import {
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
import { people } from '../roster/roster.tables.ts';
import type { TalentType } from '../roster/index.ts';
import { employerLinks, employers } from './employers.tables.ts';
import type {
  Education,
  HoldReason,
  PostingKind,
  PostingState,
  Purpose,
  WantedSkill,
  WorkValue,
} from './postings.schema.ts';

/** What employers look for: openings (R085, R087) and filed needs (R014, R016). */
export const postings = pgTable(
  'postings',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    employerId: uuid('employer_id').notNull(),
    /** What the employer is told when it has filed. */
    receipt: text().notNull(),
    purpose: text().$type<Purpose>().notNull(),
    title: text().notNull(),
    text: text().notNull(),
    talentType: text('talent_type').$type<TalentType>().notNull(),
    wanted: integer().notNull(),
    region: text().notNull(),
    kind: text().$type<PostingKind>().notNull(),
    payMin: integer('pay_min'),
    payMax: integer('pay_max'),
    education: text().$type<Education>(),
    startsOn: date('starts_on'),
    certificates: jsonb().$type<string[]>().notNull(),
    offers: jsonb().$type<WorkValue[]>().notNull(),
    special: text().notNull(),
    expiresOn: date('expires_on'),
    occupationId: text('occupation_id'),
    /** Read whole with each posting, some thousands at once; ids were of the skill graph when they were confirmed. */
    skills: jsonb().$type<WantedSkill[]>().notNull(),
    state: text().$type<PostingState>().notNull(),
    holdReasons: jsonb('hold_reasons').$type<HoldReason[]>().notNull(),
    /** null: filed by link. */
    createdBy: uuid('created_by'),
    linkId: uuid('link_id'),
    /** Who released, refused or closed it. */
    decidedBy: uuid('decided_by'),
    decidedAt: at('decided_at'),
    createdAt: at('created_at').notNull(),
    changedAt: at('changed_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    unique().on(t.schoolId, t.receipt),
    index('postings_by_state').on(t.schoolId, t.state, t.expiresOn),
    index('postings_of_employer').on(t.schoolId, t.employerId),
    foreignKey({ columns: [t.schoolId, t.employerId], foreignColumns: [employers.schoolId, employers.id] }),
    foreignKey({
      columns: [t.schoolId, t.linkId],
      foreignColumns: [employerLinks.schoolId, employerLinks.id],
    }),
    foreignKey({ columns: [t.schoolId, t.createdBy], foreignColumns: [people.schoolId, people.id] }),
    foreignKey({ columns: [t.schoolId, t.decidedBy], foreignColumns: [people.schoolId, people.id] }),
  ],
);

/** A student found something wrong with a posting; one report each. */
export const postingReports = pgTable(
  'posting_reports',
  {
    schoolId: uuid('school_id').notNull(),
    postingId: uuid('posting_id').notNull(),
    personId: uuid('person_id').notNull(),
    /** Sealed with the reporter's key. */
    wordsSealed: text('words_sealed').notNull(),
    createdAt: at('created_at').notNull(),
    settledAt: at('settled_at'),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.postingId, t.personId] }),
    foreignKey({
      columns: [t.schoolId, t.postingId],
      foreignColumns: [postings.schoolId, postings.id],
    }).onDelete('cascade'),
    foreignKey({ columns: [t.schoolId, t.personId], foreignColumns: [people.schoolId, people.id] }),
  ],
);

/** Candidates put together for an opening; an employer sees them once a person has released them (R088). */
export const shortlists = pgTable(
  'shortlists',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    postingId: uuid('posting_id').notNull(),
    ruleVersion: text('rule_version').notNull(),
    madeBy: uuid('made_by').notNull(),
    madeAt: at('made_at').notNull(),
    releasedBy: uuid('released_by'),
    releasedAt: at('released_at'),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index().on(t.schoolId, t.postingId),
    foreignKey({
      columns: [t.schoolId, t.postingId],
      foreignColumns: [postings.schoolId, postings.id],
    }).onDelete('cascade'),
    foreignKey({ columns: [t.schoolId, t.madeBy], foreignColumns: [people.schoolId, people.id] }),
    foreignKey({ columns: [t.schoolId, t.releasedBy], foreignColumns: [people.schoolId, people.id] }),
  ],
);
