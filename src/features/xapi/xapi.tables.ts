import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  foreignKey,
  index,
  integer,
  json,
  jsonb,
  pgSequence,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import { at, xid8 } from '../../infra/columns.ts';
import { schools } from '../roster/roster.tables.ts';
import {
  DEFAULT_LIMITS,
  type NotedRefusal,
  type Refusal,
  type Scope,
  type TokenTrust,
} from './credential.schema.ts';
import type { XapiVersion } from './xapi-version.rules.ts';
import type { ActivityDefinition } from './statement.schema.ts';

/**
 * Credentials of a source of statements, one school each: a key with a secret that is shown once and kept as a keyed
 * hash, or the trust in an issuer of tokens. What happened with them last stands here too, written at most once a
 * minute by each process, refusals at once.
 */
export const xapiCredentials = pgTable(
  'xapi_credentials',
  {
    schoolId: uuid('school_id')
      .notNull()
      .references(() => schools.id),
    id: uuid().notNull(),
    key: text().notNull().unique(),
    secretHash: text('secret_hash'),
    trust: jsonb().$type<TokenTrust>(),
    label: text().notNull(),
    scopes: jsonb().$type<Scope[]>().notNull(),
    /** What the answer names to requests of this source that name no version we speak. */
    defaultVersion: text('default_version').$type<XapiVersion>().notNull().default('2.0.0'),
    requestsPerMinute: integer('requests_per_minute').notNull().default(DEFAULT_LIMITS.requestsPerMinute),
    maxBodyBytes: integer('max_body_bytes').notNull().default(DEFAULT_LIMITS.maxBodyBytes),
    createdAt: at('created_at').notNull(),
    revokedAt: at('revoked_at'),
    lastUsedAt: at('last_used_at'),
    lastStoredAt: at('last_stored_at'),
    /** Requests of this source that were refused although its credential was good. */
    refusedCount: integer('refused_count').notNull().default(0),
    lastRefusedAt: at('last_refused_at'),
    lastRefusal: jsonb('last_refusal').$type<Refusal>(),
    /** Those before it, the newest first. */
    earlierRefusals: jsonb('earlier_refusals').$type<NotedRefusal[]>().notNull().default([]),
  },
  (t) => [primaryKey({ columns: [t.schoolId, t.id] })],
);

/** Those who came with tokens of a trusted issuer: each has a credential id of its own that stands with its statements. */
export const tokenBearers = pgTable(
  'token_bearers',
  {
    schoolId: uuid('school_id').notNull(),
    /** As in `statements.credential_id`. */
    id: uuid().notNull(),
    /** The trust in their issuer. */
    credentialId: uuid('credential_id').notNull(),
    /** The client they came through, or else the bearer alone: an agent of their authority. */
    agentKey: text('agent_key').notNull(),
    firstSeenAt: at('first_seen_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index().on(t.schoolId, t.credentialId),
    foreignKey({
      columns: [t.schoolId, t.credentialId],
      foreignColumns: [xapiCredentials.schoolId, xapiCredentials.id],
    }),
  ],
);

export const statementSequence = pgSequence('statement_sequence');

/**
 * The record: statements as prepared (key order kept: json, not jsonb). The key begins with the school and the time of
 * storing, so that a large school's share can be partitioned by time and schools spread over machines (docs/scale.md);
 * whatever has to be unique or looked up otherwise stands in tables of its own below.
 * `transactionId` and `sequence` give the order in which the fold reads: sequences commit out of order, so it
 * reads only what is older than the oldest running transaction.
 */
export const statements = pgTable(
  'statements',
  {
    schoolId: uuid('school_id')
      .notNull()
      .references(() => schools.id),
    storedAt: at('stored_at').notNull(),
    // No identity column: a partitioned table can't have one before PostgreSQL 17.
    sequence: bigint({ mode: 'number' })
      .notNull()
      .default(sql`nextval('statement_sequence')`),
    transactionId: xid8('transaction_id')
      .notNull()
      .default(sql`pg_current_xact_id()`),
    id: uuid().notNull(),
    /** Canonical identifier of the actor (roster identities join on it); null for anonymous groups. */
    actorKey: text('actor_key'),
    verbId: text('verb_id').notNull(),
    /** IRI of the object when it is an Activity. */
    activityId: text('activity_id'),
    /** The statement this one is about, when its object is a StatementRef. */
    refersTo: uuid('refers_to'),
    timestampAt: at('timestamp_at').notNull(),
    credentialId: uuid('credential_id'),
    payload: json().$type<Record<string, unknown>>().notNull(),
    /** Id of the statement that voided this one. */
    voidedBy: uuid('voided_by'),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.storedAt, t.sequence] }),
    index('statements_fold').on(t.schoolId, t.transactionId, t.sequence),
  ],
);

/** Keeps statement ids unique, which an index of a table partitioned by time can't, and tells where each one stands. */
export const statementIds = pgTable(
  'statement_ids',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    storedAt: at('stored_at').notNull(),
    sequence: bigint({ mode: 'number' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.schoolId, t.id] })],
);

/** Which statements are about which others, whether those have arrived or not: to void them, or to say something of them. */
export const statementReferences = pgTable(
  'statement_references',
  {
    schoolId: uuid('school_id').notNull(),
    targetId: uuid('target_id').notNull(),
    referrerId: uuid('referrer_id').notNull(),
    voids: boolean().notNull(),
  },
  (t) => [primaryKey({ columns: [t.schoolId, t.targetId, t.referrerId] })],
);

/**
 * What a statement can be found by (`statement-keys.rules.ts`), in the order of storing: one index for agents, verbs,
 * activities and registrations, related ones too. No foreign keys: it is written with each statement, ten rows or so.
 */
export const statementKeys = pgTable(
  'statement_keys',
  {
    schoolId: uuid('school_id').notNull(),
    key: bigint({ mode: 'bigint' }).notNull(),
    storedAt: at('stored_at').notNull(),
    sequence: bigint({ mode: 'number' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.schoolId, t.key, t.storedAt, t.sequence] })],
);

/** As `statement_keys`, of what a statement refers to: it is found by that as well (Communication 2.1.3). Few do. */
export const referredKeys = pgTable(
  'referred_keys',
  {
    schoolId: uuid('school_id').notNull(),
    key: bigint({ mode: 'bigint' }).notNull(),
    storedAt: at('stored_at').notNull(),
    sequence: bigint({ mode: 'number' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.schoolId, t.key, t.storedAt, t.sequence] })],
);

/** Statements from before `statement_keys`; the first start after the change finds their keys and empties this. */
export const statementsWithoutKeys = pgTable(
  'statements_without_keys',
  {
    schoolId: uuid('school_id').notNull(),
    storedAt: at('stored_at').notNull(),
    sequence: bigint({ mode: 'number' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.schoolId, t.storedAt, t.sequence] })],
);

/** What is known of an activity: the definitions of all statements about it put together (Data 2.4.4.1). */
export const activityDefinitions = pgTable(
  'activity_definitions',
  {
    schoolId: uuid('school_id')
      .notNull()
      .references(() => schools.id),
    /** IRI, or a name of constant length for one that is too long (`indexableIri`). */
    activityId: text('activity_id').notNull(),
    definition: json().$type<ActivityDefinition>().notNull(),
    changedAt: at('changed_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.schoolId, t.activityId] })],
);
