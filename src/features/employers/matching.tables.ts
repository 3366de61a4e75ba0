import {
  boolean,
  date,
  doublePrecision,
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
import type { TalentType } from '../roster/index.ts';
import type { CandidateReasons } from './matching.schema.ts';
import type { Education, PostingKind } from './postings.schema.ts';
import { shortlists } from './postings.tables.ts';

/** What a student says they look for, and what may be done with it; without a row nothing was said. */
export const jobProfiles = pgTable(
  'job_profiles',
  {
    schoolId: uuid('school_id').notNull(),
    personId: uuid('person_id').notNull(),
    /** 算法推荐管理规定 17: one press turns recommendations off. */
    recommendations: boolean().notNull().default(true),
    /** When they agreed to be suggested to employers; null: they did not. */
    consentedAt: at('consented_at'),
    talentType: text('talent_type').$type<TalentType>(),
    /** Words in the names of wanted posts. */
    posts: jsonb().$type<string[]>().notNull().default([]),
    kinds: jsonb().$type<PostingKind[]>().notNull().default([]),
    regions: jsonb().$type<string[]>().notNull().default([]),
    /** Elsewhere is out of the question. */
    regionsOnly: boolean('regions_only').notNull().default(false),
    education: text().$type<Education>(),
    availableFrom: date('available_from'),
    /** null: not told; empty: none. */
    certificates: jsonb().$type<string[]>(),
    /** Yuan a month; only the student's own matching opens it. */
    minPaySealed: text('min_pay_sealed'),
    changedAt: at('changed_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.personId] }),
    index('job_profiles_consented').on(t.schoolId, t.consentedAt),
    foreignKey({ columns: [t.schoolId, t.personId], foreignColumns: [people.schoolId, people.id] }),
  ],
);

export const shortlistEntries = pgTable(
  'shortlist_entries',
  {
    schoolId: uuid('school_id').notNull(),
    shortlistId: uuid('shortlist_id').notNull(),
    personId: uuid('person_id').notNull(),
    /** What the employer calls the candidate. */
    rank: integer().notNull(),
    score: doublePrecision().notNull(),
    reasons: jsonb().$type<CandidateReasons>().notNull(),
    /** Taken off before the list was released. */
    kept: boolean().notNull().default(true),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.shortlistId, t.personId] }),
    index('shortlist_entries_of_person').on(t.schoolId, t.personId),
    foreignKey({
      columns: [t.schoolId, t.shortlistId],
      foreignColumns: [shortlists.schoolId, shortlists.id],
    }).onDelete('cascade'),
    foreignKey({ columns: [t.schoolId, t.personId], foreignColumns: [people.schoolId, people.id] }),
  ],
);
