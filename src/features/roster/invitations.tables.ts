import { foreignKey, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { at } from '../../infra/columns.ts';
import type { AppointedRole } from './roster.schema.ts';
import { courses } from './roster.tables.ts';

/** A one-time link for a mentor or expert without an LMS account; only the token's hash is kept. */
export const invitations = pgTable(
  'invitations',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    tokenHash: text('token_hash').notNull().unique(),
    role: text().$type<AppointedRole>().notNull(),
    courseId: uuid('course_id'),
    inviteeName: text('invitee_name').notNull(),
    invitedBy: uuid('invited_by').notNull(),
    createdAt: at('created_at').notNull(),
    expiresAt: at('expires_at').notNull(),
    acceptedAt: at('accepted_at'),
    revokedAt: at('revoked_at'),
    /** Who accepted; set from the start when the link lets an invited person in once more. */
    personId: uuid('person_id'),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    foreignKey({ columns: [t.schoolId, t.courseId], foreignColumns: [courses.schoolId, courses.id] }),
  ],
);
