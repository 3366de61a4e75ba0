import { sql } from 'drizzle-orm';
import {
  bigint,
  index,
  integer,
  json,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { at, xid8 } from '../../infra/columns.ts';
import { schools } from '../roster/roster.tables.ts';
import type { Refusal, Scope } from './credential.schema.ts';
import type { XapiVersion } from './xapi-version.rules.ts';

/**
 * Basic credentials of a source of statements; one school each, shown once, only the secret's keyed hash is kept.
 * What happened with them last stands here too, written at most once a minute by each process, refusals at once.
 */
export const xapiCredentials = pgTable(
  'xapi_credentials',
  {
    schoolId: uuid('school_id')
      .notNull()
      .references(() => schools.id),
    id: uuid().notNull(),
    key: text().notNull().unique(),
    secretHash: text('secret_hash').notNull(),
    label: text().notNull(),
    scopes: jsonb().$type<Scope[]>().notNull(),
    /** What the answer names to requests of this source that name no version we speak. */
    defaultVersion: text('default_version').$type<XapiVersion>().notNull().default('2.0.0'),
    createdAt: at('created_at').notNull(),
    revokedAt: at('revoked_at'),
    lastUsedAt: at('last_used_at'),
    lastStoredAt: at('last_stored_at'),
    /** Requests of this source that were refused although its credential was good. */
    refusedCount: integer('refused_count').notNull().default(0),
    lastRefusedAt: at('last_refused_at'),
    lastRefusal: jsonb('last_refusal').$type<Refusal>(),
  },
  (t) => [primaryKey({ columns: [t.schoolId, t.id] })],
);

/**
 * The record: statements as prepared (key order kept: json, not jsonb), plus what we look them up by.
 * `transactionId` and `sequence` give the order in which the fold reads: sequences commit out of order, so it
 * reads only what is older than the oldest running transaction.
 */
export const statements = pgTable(
  'statements',
  {
    schoolId: uuid('school_id')
      .notNull()
      .references(() => schools.id),
    id: uuid().notNull(),
    sequence: bigint({ mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    transactionId: xid8('transaction_id')
      .notNull()
      .default(sql`pg_current_xact_id()`),
    /** Canonical identifier of the actor (roster identities join on it); null for anonymous groups. */
    actorKey: text('actor_key'),
    verbId: text('verb_id').notNull(),
    /** IRI of the object when it is an Activity. */
    activityId: text('activity_id'),
    /** The statement this one is about, when its object is a StatementRef. */
    refersTo: uuid('refers_to'),
    xapiRegistration: uuid('xapi_registration'),
    timestampAt: at('timestamp_at').notNull(),
    storedAt: at('stored_at').notNull(),
    credentialId: uuid('credential_id'),
    payload: json().$type<Record<string, unknown>>().notNull(),
    /** Id of the statement that voided this one. */
    voidedBy: uuid('voided_by'),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index('statements_fold').on(t.schoolId, t.transactionId, t.sequence),
    index('statements_actor').on(t.schoolId, t.actorKey, t.timestampAt),
    // Partial: few statements are about others.
    index('statements_refers_to')
      .on(t.schoolId, t.refersTo)
      .where(sql`refers_to is not null`),
    unique('statements_sequence').on(t.schoolId, t.sequence),
  ],
);
