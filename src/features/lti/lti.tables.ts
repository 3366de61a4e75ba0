import { sql } from 'drizzle-orm';
import {
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { at } from '../../infra/columns.ts';
import { courses, people, schools } from '../roster/roster.tables.ts';

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
    /** Audience of our client assertions where it isn't the token address (lti-dr `authorization_server`). */
    authorizationServer: text('authorization_server'),
    /** product_family_code: 'moodle', 'canvas' or what the platform calls itself. */
    family: text().notNull(),
    /** As the platform describes itself: product version and the name of the site or account. */
    productVersion: text('product_version'),
    platformName: text('platform_name'),
    /** Scopes asked for at registration; what was granted, each launch and token tells. */
    scopesAsked: jsonb('scopes_asked').$type<string[]>().notNull().default([]),
    registeredBy: text('registered_by').$type<'manual' | 'dynamic'>().notNull().default('manual'),
    /** Registered by the platform itself, waiting for an administrator's word: no launch until then. */
    pending: boolean().notNull().default(false),
    /** Switched off by an administrator when false. */
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
    /** The registration's first one, let in by its launch: of two that come first together one gets it. */
    first: boolean().notNull().default(false),
    /** Where it was first seen (course or account), for whoever approves it. */
    seenIn: text('seen_in'),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.registrationId, t.deploymentId] }),
    uniqueIndex('lti_deployments_first')
      .on(t.schoolId, t.registrationId)
      .where(sql`${t.first}`),
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
    /** What the platform's launches say we may do there; null or empty where it offers nothing. */
    lineItemsUrl: text('line_items_url'),
    agsScopes: jsonb('ags_scopes').$type<string[]>().notNull().default([]),
    membershipsUrl: text('memberships_url'),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.registrationId, t.deploymentId, t.contextId] }),
    index().on(t.schoolId, t.courseId),
    foreignKey({
      columns: [t.schoolId, t.registrationId],
      foreignColumns: [ltiRegistrations.schoolId, ltiRegistrations.id],
    }),
    foreignKey({ columns: [t.schoolId, t.courseId], foreignColumns: [courses.schoolId, courses.id] }),
  ],
);

/** What a teacher placed in a course by deep linking: one row per course and thing, found again when linked anew. */
export const ltiItems = pgTable(
  'lti_items',
  {
    schoolId: uuid('school_id').notNull(),
    /** Travels in the link's custom parameters, also into copies of the course. */
    id: uuid().notNull(),
    courseId: uuid('course_id').notNull(),
    /** A LinkKind's name and what it refers to there ('' where there is nothing to choose). */
    kind: text().notNull(),
    ref: text().notNull(),
    title: text().notNull(),
    /** null: not graded. */
    scoreMaximum: integer('score_maximum'),
    createdBy: uuid('created_by').notNull(),
    createdAt: at('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    unique().on(t.schoolId, t.courseId, t.kind, t.ref),
    foreignKey({ columns: [t.schoolId, t.courseId], foreignColumns: [courses.schoolId, courses.id] }),
    foreignKey({ columns: [t.schoolId, t.createdBy], foreignColumns: [people.schoolId, people.id] }),
  ],
);

/** A link to us in an LMS course, as its launches tell of it. */
export const ltiResourceLinks = pgTable(
  'lti_resource_links',
  {
    schoolId: uuid('school_id').notNull(),
    registrationId: uuid('registration_id').notNull(),
    deploymentId: text('deployment_id').notNull(),
    contextId: text('context_id').notNull(),
    resourceLinkId: text('resource_link_id').notNull(),
    courseId: uuid('course_id').notNull(),
    title: text(),
    /** What it shows; null: the landing page of the reader's role. */
    itemId: uuid('item_id'),
    /** The line item that the platform tied to this link (AGS claim `lineitem`). */
    lineItemUrl: text('line_item_url'),
    seenAt: at('seen_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.registrationId, t.deploymentId, t.resourceLinkId] }),
    index().on(t.schoolId, t.courseId),
    foreignKey({
      columns: [t.schoolId, t.registrationId],
      foreignColumns: [ltiRegistrations.schoolId, ltiRegistrations.id],
    }),
    foreignKey({ columns: [t.schoolId, t.courseId], foreignColumns: [courses.schoolId, courses.id] }),
    foreignKey({ columns: [t.schoolId, t.itemId], foreignColumns: [ltiItems.schoolId, ltiItems.id] }),
  ],
);
