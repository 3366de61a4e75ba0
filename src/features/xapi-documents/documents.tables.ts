import { sql } from 'drizzle-orm';
import { index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { at, bytes } from '../../infra/columns.ts';
import { schools } from '../roster/roster.tables.ts';
import type { DocumentKind } from './document.schema.ts';

/**
 * What activities and their players keep with the store (Communication 2.2). The specification limits neither IRIs nor
 * ids, so rows are found by digests of constant length: `shelf` of kind, activity and agent, `place` of registration
 * and id. One index serves a single document and a shelf's list.
 */
export const xapiDocuments = pgTable(
  'xapi_documents',
  {
    schoolId: uuid('school_id')
      .notNull()
      .references(() => schools.id),
    shelf: uuid().notNull(),
    place: uuid().notNull(),
    kind: text().$type<DocumentKind>().notNull(),
    activityId: text('activity_id'),
    actorKey: text('actor_key'),
    registration: uuid(),
    documentId: text('document_id').notNull(),
    contentType: text('content_type').notNull(),
    content: bytes().notNull(),
    etag: text().notNull(),
    updatedAt: at('updated_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.shelf, t.place] }),
    // For people's rights: all that is kept about somebody.
    index('xapi_documents_actor')
      .on(t.schoolId, t.actorKey)
      .where(sql`actor_key is not null`),
  ],
);
