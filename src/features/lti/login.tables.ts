import { foreignKey, index, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { at } from '../../infra/columns.ts';
import { people } from '../roster/roster.tables.ts';
import { sessions } from '../roster/sessions.tables.ts';
import { ltiRegistrations } from './lti.tables.ts';
import type { BindingStore, DeepLinkingSettings } from './launch.schema.ts';

/** State and nonce of a started login: taken once, by one statement, after everything else was checked. */
export const ltiLogins = pgTable(
  'lti_logins',
  {
    schoolId: uuid('school_id').notNull(),
    stateHash: text('state_hash').notNull(),
    nonceHash: text('nonce_hash').notNull(),
    /** Binds the login to the browser that started it. */
    bindingHash: text('binding_hash').notNull(),
    registrationId: uuid('registration_id').notNull(),
    targetLinkUri: text('target_link_uri').notNull(),
    deploymentHint: text('deployment_hint'),
    /** Where the browser keeps the binding: a cookie, the platform's storage or the frame's own. */
    bindingStore: text('binding_store').$type<BindingStore>().notNull().default('cookie'),
    /** lti_storage_target: the platform's frame to ask, where its storage may be used. */
    storageTarget: text('storage_target'),
    /** A checked message that waits for the binding to come from the browser's storage; sealed with the master key. */
    heldSealed: text('held_sealed'),
    /** Of the one-time code that fetches it. */
    heldCodeHash: text('held_code_hash'),
    expiresAt: at('expires_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.stateHash] }),
    index().on(t.expiresAt),
    // Why a state could not be taken is looked up in any school.
    index().on(t.stateHash),
    foreignKey({
      columns: [t.schoolId, t.registrationId],
      foreignColumns: [ltiRegistrations.schoolId, ltiRegistrations.id],
    }),
  ],
);

/** The tool's signing keys, installation-wide; the private part is sealed with the master key. */
export const ltiKeys = pgTable('lti_keys', {
  kid: text().primaryKey(),
  publicJwk: jsonb('public_jwk').$type<Record<string, unknown>>().notNull(),
  privateSealed: text('private_sealed').notNull(),
  createdAt: at('created_at').notNull(),
  /** null: published ahead of its time, so that platforms know it when it begins to sign. */
  activatedAt: at('activated_at'),
  /** Signs no more; stays published until no platform can need it. */
  retiredAt: at('retired_at'),
  /** Compromised: published no more from that moment on. */
  revokedAt: at('revoked_at'),
});

/** A one-time link by which an administrator lets a platform register itself with the school. */
export const ltiRegistrationInvitations = pgTable(
  'lti_registration_invitations',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    tokenHash: text('token_hash').notNull().unique(),
    /** null: by the operator, before the school has an administrator here. */
    invitedBy: uuid('invited_by'),
    createdAt: at('created_at').notNull(),
    expiresAt: at('expires_at').notNull(),
    usedAt: at('used_at'),
    registrationId: uuid('registration_id'),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    foreignKey({ columns: [t.schoolId, t.invitedBy], foreignColumns: [people.schoolId, people.id] }),
    foreignKey({
      columns: [t.schoolId, t.registrationId],
      foreignColumns: [ltiRegistrations.schoolId, ltiRegistrations.id],
    }),
  ],
);

/** A picking of things to place in a course, begun by LtiDeepLinkingRequest and answered once, from one session. */
export const ltiDeepLinkings = pgTable(
  'lti_deep_linkings',
  {
    schoolId: uuid('school_id').notNull(),
    sessionId: uuid('session_id').notNull(),
    registrationId: uuid('registration_id').notNull(),
    deploymentId: text('deployment_id').notNull(),
    courseId: uuid('course_id').notNull(),
    settings: jsonb().$type<DeepLinkingSettings>().notNull(),
    createdAt: at('created_at').notNull(),
    answeredAt: at('answered_at'),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.sessionId] }),
    foreignKey({
      columns: [t.schoolId, t.sessionId],
      foreignColumns: [sessions.schoolId, sessions.id],
    }).onDelete('cascade'),
    foreignKey({
      columns: [t.schoolId, t.registrationId],
      foreignColumns: [ltiRegistrations.schoolId, ltiRegistrations.id],
    }),
  ],
);

/** What came in lately, let in or refused, for the administrator's inspector; personal values are struck out. */
export const ltiLaunches = pgTable(
  'lti_launches',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    registrationId: uuid('registration_id').notNull(),
    /** null: let in; else the reason of the refusal. */
    refusal: text(),
    messageType: text('message_type'),
    deploymentId: text('deployment_id'),
    personId: uuid('person_id'),
    courseId: uuid('course_id'),
    claims: jsonb().$type<Record<string, unknown>>().notNull(),
    /** How the browser kept the binding: which rung of the ladder carried this launch. */
    bindingStore: text('binding_store').$type<BindingStore>(),
    requestId: text('request_id').notNull(),
    at: at('at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index().on(t.schoolId, t.registrationId, t.at),
    foreignKey({
      columns: [t.schoolId, t.registrationId],
      foreignColumns: [ltiRegistrations.schoolId, ltiRegistrations.id],
    }),
  ],
);
