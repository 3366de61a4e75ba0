import { boolean, foreignKey, index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { at } from '../../infra/columns.ts';
import { people } from '../roster/roster.tables.ts';

/** One version of a résumé (R083); everything somebody wrote is sealed with their key. */
export const resumes = pgTable(
  'resumes',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    personId: uuid('person_id').notNull(),
    contentSealed: text('content_sealed').notNull(),
    /** Its owner wants the teachers of their courses to read it. */
    forReview: boolean('for_review').notNull().default(false),
    createdAt: at('created_at').notNull(),
    updatedAt: at('updated_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index().on(t.schoolId, t.personId),
    foreignKey({ columns: [t.schoolId, t.personId], foreignColumns: [people.schoolId, people.id] }),
  ],
);

/** An address under which a résumé can be read for some days; only the token's hash is kept. */
export const resumeShares = pgTable(
  'resume_shares',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    resumeId: uuid('resume_id').notNull(),
    tokenHash: text('token_hash').notNull().unique(),
    createdAt: at('created_at').notNull(),
    expiresAt: at('expires_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index().on(t.schoolId, t.resumeId),
    foreignKey({
      columns: [t.schoolId, t.resumeId],
      foreignColumns: [resumes.schoolId, resumes.id],
    }).onDelete('cascade'),
  ],
);

/** What a teacher says about a résumé, sealed with the key of its owner. */
export const resumeComments = pgTable(
  'resume_comments',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    resumeId: uuid('resume_id').notNull(),
    byPersonId: uuid('by_person_id').notNull(),
    wordsSealed: text('words_sealed').notNull(),
    at: at('at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index().on(t.schoolId, t.resumeId),
    foreignKey({
      columns: [t.schoolId, t.resumeId],
      foreignColumns: [resumes.schoolId, resumes.id],
    }).onDelete('cascade'),
  ],
);
