import { date, foreignKey, index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { at } from '../../infra/columns.ts';
import { people } from '../roster/roster.tables.ts';
import type { AgreementState, DisputeKind, DisputeOutcome, DisputeStep } from './signing.schema.ts';

/** What somebody was given to sign. Its clauses are sealed with their key; advisers see them once they are shared. */
export const agreements = pgTable(
  'agreements',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    personId: uuid('person_id').notNull(),
    state: text().$type<AgreementState>().notNull(),
    clausesSealed: text('clauses_sealed').notNull(),
    sharedAt: at('shared_at'),
    adviceSealed: text('advice_sealed'),
    advisedBy: uuid('advised_by'),
    advisedAt: at('advised_at'),
    createdAt: at('created_at').notNull(),
    updatedAt: at('updated_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index().on(t.schoolId, t.personId),
    foreignKey({ columns: [t.schoolId, t.personId], foreignColumns: [people.schoolId, people.id] }),
    foreignKey({ columns: [t.schoolId, t.advisedBy], foreignColumns: [people.schoolId, people.id] }),
  ],
);

/** A dispute with an employer (R090), confidential: its owner's, and their adviser's once it is shared. */
export const disputes = pgTable(
  'disputes',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    personId: uuid('person_id').notNull(),
    kind: text().$type<DisputeKind>().notNull(),
    aroseOn: date('arose_on').notNull(),
    storySealed: text('story_sealed').notNull(),
    sharedAt: at('shared_at'),
    createdAt: at('created_at').notNull(),
    closedAt: at('closed_at'),
    outcome: text().$type<DisputeOutcome>(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index().on(t.schoolId, t.personId),
    foreignKey({ columns: [t.schoolId, t.personId], foreignColumns: [people.schoolId, people.id] }),
  ],
);

/** What was done about a dispute, by whom; words sealed with its owner's key. */
export const disputeSteps = pgTable(
  'dispute_steps',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    disputeId: uuid('dispute_id').notNull(),
    kind: text().$type<DisputeStep>().notNull(),
    day: date().notNull(),
    noteSealed: text('note_sealed').notNull(),
    byPersonId: uuid('by_person_id').notNull(),
    createdAt: at('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index().on(t.schoolId, t.disputeId),
    foreignKey({
      columns: [t.schoolId, t.disputeId],
      foreignColumns: [disputes.schoolId, disputes.id],
    }).onDelete('cascade'),
    foreignKey({ columns: [t.schoolId, t.byPersonId], foreignColumns: [people.schoolId, people.id] }),
  ],
);
