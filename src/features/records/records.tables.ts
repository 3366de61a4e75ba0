import { bigint, boolean, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { at } from '../../infra/columns.ts';
import { schools } from '../roster/roster.tables.ts';
import type { RemovalReason } from './records.schema.ts';

/** How long a school keeps its statements; no row: for ever. */
export const retentions = pgTable('retentions', {
  schoolId: uuid('school_id')
    .primaryKey()
    .references(() => schools.id),
  keepYears: integer('keep_years').notNull(),
  setBy: uuid('set_by'),
  setAt: at('set_at').notNull(),
});

/**
 * Statements that are to go, or have gone: by what, how far it is, how many it was. Holds ids, times and counts, nothing
 * that was in them. A removal goes on in batches until `finishedAt`, whichever process dies meanwhile.
 */
export const removals = pgTable(
  'removals',
  {
    schoolId: uuid('school_id')
      .notNull()
      .references(() => schools.id),
    id: uuid().notNull(),
    reason: text().$type<RemovalReason>().notNull(),
    /** Whose statements; null: everybody's. */
    personId: uuid('person_id'),
    /** Also others' statements that name the person. */
    named: boolean().notNull(),
    credentialId: uuid('credential_id'),
    /** Stored at or after, and before; null: no bound. */
    fromAt: at('from_at'),
    untilAt: at('until_at'),
    /** Who asked for it; null: the retention period, or the command line. */
    requestedBy: uuid('requested_by'),
    requestedAt: at('requested_at').notNull(),
    /** Statements that were counted beforehand. */
    expected: integer().notNull(),
    statements: integer().notNull().default(0),
    documents: integer().notNull().default(0),
    attachments: integer().notNull().default(0),
    /** Everything before this place is done. */
    doneStoredAt: at('done_stored_at'),
    doneSequence: bigint('done_sequence', { mode: 'number' }),
    finishedAt: at('finished_at'),
  },
  (t) => [primaryKey({ columns: [t.schoolId, t.id] }), index().on(t.schoolId, t.requestedAt)],
);
