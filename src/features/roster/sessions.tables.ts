import { foreignKey, index, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { at } from '../../infra/columns.ts';
import type { Locale } from '../../infra/views.ts';
import type { Role } from './roster.schema.ts';
import type { VisitStore } from './session.rules.ts';
import { people } from './roster.tables.ts';

/** One tab's visit. The cookie carries a short signed token; this row is read only when that is renewed (decision 10). */
export const sessions = pgTable(
  'sessions',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    personId: uuid('person_id').notNull(),
    /** null for invited people without a course. */
    courseId: uuid('course_id'),
    role: text().$type<Role>().notNull(),
    locale: text().$type<Locale>().notNull(),
    embedOrigins: jsonb('embed_origins').$type<string[]>().notNull(),
    /** Where this visit begins, below its base; null: the page that suits the role. */
    landing: text(),
    /** Where the browser keeps the visit's key; null: in the cookie, as nearly always. */
    store: jsonb().$type<VisitStore>(),
    /** Hash of that key. */
    keyHash: text('key_hash'),
    createdAt: at('created_at').notNull(),
    expiresAt: at('expires_at').notNull(),
    endedAt: at('ended_at'),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index().on(t.expiresAt),
    // A visit that comes back without its cookie is known by its address alone.
    index().on(t.id),
    foreignKey({ columns: [t.schoolId, t.personId], foreignColumns: [people.schoolId, people.id] }),
  ],
);

/** One-time codes that open one page of a visit whose browser gives no cookie back. */
export const sessionPasses = pgTable(
  'session_passes',
  {
    schoolId: uuid('school_id').notNull(),
    sessionId: uuid('session_id').notNull(),
    codeHash: text('code_hash').notNull(),
    expiresAt: at('expires_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.sessionId, t.codeHash] }),
    index().on(t.expiresAt),
    foreignKey({ columns: [t.schoolId, t.sessionId], foreignColumns: [sessions.schoolId, sessions.id] }),
  ],
);
