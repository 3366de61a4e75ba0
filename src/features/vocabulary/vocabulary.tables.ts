import { foreignKey, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { at } from '../../infra/columns.ts';
import { people, schools } from '../roster/roster.tables.ts';
import type { Profile } from './profile.schema.ts';

/** xAPI Profiles of others that a school checks statements by, beside our own in xapi-profiles/. */
export const uploadedProfiles = pgTable(
  'uploaded_profiles',
  {
    schoolId: uuid('school_id')
      .notNull()
      .references(() => schools.id),
    /** The profile's IRI: a newer file of the same profile takes its place. */
    id: text().notNull(),
    document: jsonb().$type<Profile>().notNull(),
    uploadedBy: uuid('uploaded_by').notNull(),
    uploadedAt: at('uploaded_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    foreignKey({ columns: [t.schoolId, t.uploadedBy], foreignColumns: [people.schoolId, people.id] }),
  ],
);
