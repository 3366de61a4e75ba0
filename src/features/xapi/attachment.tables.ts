import { integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { at, bytes } from '../../infra/columns.ts';
import { schools } from '../roster/roster.tables.ts';

/** Contents that came with statements, once per school however many statements name them. */
export const statementAttachments = pgTable(
  'statement_attachments',
  {
    schoolId: uuid('school_id')
      .notNull()
      .references(() => schools.id),
    /** Hexadecimal, lower case: SHA-224, 256, 384 or 512 by its length. */
    sha2: text().notNull(),
    contentType: text('content_type').notNull(),
    /** Octets. */
    length: integer().notNull(),
    content: bytes().notNull(),
    storedAt: at('stored_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.schoolId, t.sha2] })],
);
