import {
  boolean,
  foreignKey,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { at } from '../../infra/columns.ts';
import { courses, schools } from '../roster/roster.tables.ts';

/** A trust between one LMS client and one school; a school may have many. */
export const ltiRegistrations = pgTable(
  'lti_registrations',
  {
    schoolId: uuid('school_id')
      .notNull()
      .references(() => schools.id),
    id: uuid().notNull(),
    issuer: text().notNull(),
    clientId: text('client_id').notNull(),
    authLoginUrl: text('auth_login_url').notNull(),
    tokenUrl: text('token_url').notNull(),
    jwksUrl: text('jwks_url').notNull(),
    /** product_family_code: 'moodle', 'canvas' or what the platform calls itself. */
    family: text().notNull(),
    active: boolean().notNull(),
    createdAt: at('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.schoolId, t.id] }), unique().on(t.issuer, t.clientId)],
);

export const ltiDeployments = pgTable(
  'lti_deployments',
  {
    schoolId: uuid('school_id').notNull(),
    registrationId: uuid('registration_id').notNull(),
    deploymentId: text('deployment_id').notNull(),
    /** null: seen at a launch, waiting for an administrator's word. */
    approvedAt: at('approved_at'),
    firstSeenAt: at('first_seen_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.registrationId, t.deploymentId] }),
    foreignKey({
      columns: [t.schoolId, t.registrationId],
      foreignColumns: [ltiRegistrations.schoolId, ltiRegistrations.id],
    }),
  ],
);

/** An LTI context of one deployment is one course of ours. */
export const ltiContexts = pgTable(
  'lti_contexts',
  {
    schoolId: uuid('school_id').notNull(),
    registrationId: uuid('registration_id').notNull(),
    deploymentId: text('deployment_id').notNull(),
    contextId: text('context_id').notNull(),
    courseId: uuid('course_id').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.registrationId, t.deploymentId, t.contextId] }),
    foreignKey({
      columns: [t.schoolId, t.registrationId],
      foreignColumns: [ltiRegistrations.schoolId, ltiRegistrations.id],
    }),
    foreignKey({ columns: [t.schoolId, t.courseId], foreignColumns: [courses.schoolId, courses.id] }),
  ],
);

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
    expiresAt: at('expires_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.stateHash] }),
    index().on(t.expiresAt),
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
  retiredAt: at('retired_at'),
});
