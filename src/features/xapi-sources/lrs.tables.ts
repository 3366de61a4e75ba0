import {
  bigint,
  boolean,
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
import { schools } from '../roster/roster.tables.ts';
import type {
  Direction,
  ForwardProgress,
  ForwardSettings,
  LrsProblem,
  PullProgress,
  PullSettings,
  PutAsideReason,
  UnsentReason,
  XapiVersion,
} from './lrs.schema.ts';

/** An LRS outside that a school reads from or sends to. A deleted one stays as the name in statements it gave. */
export const lrsConnections = pgTable(
  'lrs_connections',
  {
    schoolId: uuid('school_id')
      .notNull()
      .references(() => schools.id),
    id: uuid().notNull(),
    label: text().notNull(),
    endpoint: text().notNull(),
    key: text().notNull(),
    /** Sealed by the vault; null once deleted. */
    sealedSecret: text('sealed_secret'),
    version: text().$type<XapiVersion>().notNull(),
    createdAt: at('created_at').notNull(),
    deletedAt: at('deleted_at'),
  },
  (t) => [primaryKey({ columns: [t.schoolId, t.id] })],
);

/** One direction of a connection: whether and when it runs, how far it is, and what happened with it last. */
export const lrsTransfers = pgTable(
  'lrs_transfers',
  {
    schoolId: uuid('school_id').notNull(),
    connectionId: uuid('connection_id').notNull(),
    direction: text().$type<Direction>().notNull(),
    active: boolean().notNull(),
    everyMinutes: integer('every_minutes').notNull(),
    settings: jsonb().$type<PullSettings | ForwardSettings>().notNull(),
    progress: jsonb().$type<PullProgress | ForwardProgress>().notNull(),
    looked: bigint({ mode: 'number' }).notNull().default(0),
    done: bigint({ mode: 'number' }).notNull().default(0),
    refused: bigint({ mode: 'number' }).notNull().default(0),
    leftOut: bigint('left_out', { mode: 'number' }).notNull().default(0),
    nextAt: at('next_at').notNull(),
    /** Who runs it now: it may write as long as this is its own, and is taken for dead when the lease ends. */
    claim: uuid(),
    leaseUntil: at('lease_until'),
    triedAt: at('tried_at'),
    /** When it was last through with all there was. */
    caughtUpAt: at('caught_up_at'),
    /** Runs that failed in a row. */
    failures: integer().notNull().default(0),
    problem: text().$type<LrsProblem>(),
    httpStatus: integer('http_status'),
    said: text(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.connectionId, t.direction] }),
    index().on(t.active, t.nextAt),
    foreignKey({
      columns: [t.schoolId, t.connectionId],
      foreignColumns: [lrsConnections.schoolId, lrsConnections.id],
    }),
  ],
);

/** Who vouched for pulled statements in the LRS they came from: ours stands in the statements, and names these. */
export const pulledAuthorities = pgTable(
  'pulled_authorities',
  {
    schoolId: uuid('school_id').notNull(),
    connectionId: uuid('connection_id').notNull(),
    /** Last part of the account name of our authority. */
    fingerprint: text().notNull(),
    /** JSON text as it came; '' where a statement had none. */
    authority: text().notNull(),
    firstSeenAt: at('first_seen_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.connectionId, t.fingerprint] }),
    foreignKey({
      columns: [t.schoolId, t.connectionId],
      foreignColumns: [lrsConnections.schoolId, lrsConnections.id],
    }),
  ],
);

/** Pulled statements that the store refused, for somebody to look at. */
export const putAsideStatements = pgTable(
  'put_aside_statements',
  {
    schoolId: uuid('school_id').notNull(),
    connectionId: uuid('connection_id').notNull(),
    /** Of the content: the same statement comes again with the next overlap. */
    fingerprint: text().notNull(),
    reason: jsonb().$type<PutAsideReason>().notNull(),
    /** JSON text, not json: what was refused may hold what the database can't. */
    content: text().notNull(),
    putAsideAt: at('put_aside_at').notNull(),
    /** Seen and let go by an administrator. */
    dismissedAt: at('dismissed_at'),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.connectionId, t.fingerprint] }),
    foreignKey({
      columns: [t.schoolId, t.connectionId],
      foreignColumns: [lrsConnections.schoolId, lrsConnections.id],
    }),
  ],
);

/** Statements of ours that the LRS did not take. */
export const unsentStatements = pgTable(
  'unsent_statements',
  {
    schoolId: uuid('school_id').notNull(),
    connectionId: uuid('connection_id').notNull(),
    statementId: uuid('statement_id').notNull(),
    reason: text().$type<UnsentReason>().notNull(),
    httpStatus: integer('http_status'),
    said: text(),
    failedAt: at('failed_at').notNull(),
    /** Somebody asked to send it again. */
    waiting: boolean().notNull().default(false),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.connectionId, t.statementId] }),
    foreignKey({
      columns: [t.schoolId, t.connectionId],
      foreignColumns: [lrsConnections.schoolId, lrsConnections.id],
    }),
  ],
);
