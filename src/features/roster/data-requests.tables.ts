import { foreignKey, index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { at } from '../../infra/columns.ts';
import { people } from './roster.tables.ts';
import type { DataRequestKind } from './roster.schema.ts';

/** What a person asked to be done with their data; the administrator answers (PIPL articles 44 to 50). */
export const dataRequests = pgTable(
  'data_requests',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    personId: uuid('person_id').notNull(),
    kind: text().$type<DataRequestKind>().notNull(),
    /** Sealed with the person's key, as is the answer. */
    noteSealed: text('note_sealed').notNull(),
    requestedAt: at('requested_at').notNull(),
    answeredAt: at('answered_at'),
    answeredBy: uuid('answered_by'),
    answerSealed: text('answer_sealed'),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index().on(t.schoolId, t.personId),
    foreignKey({ columns: [t.schoolId, t.personId], foreignColumns: [people.schoolId, people.id] }),
  ],
);
