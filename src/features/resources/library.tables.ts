import {
  boolean,
  date,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import { at } from '../../infra/columns.ts';
import { skills, units } from '../programme/programme.tables.ts';
import { people, schools } from '../roster/roster.tables.ts';
import type { TalentType } from '../roster/index.ts';
import { integrationTargets } from './alignment.tables.ts';
import { regulations } from './law.tables.ts';
import type { LibraryKind, Medium, Origin, ReviewSubject, Seat, Verdict } from './resources.schema.ts';

/** A school's teaching resource (§5.5.2, R053). What it holds are its versions: learners see the published one. */
export const libraryResources = pgTable(
  'library_resources',
  {
    schoolId: uuid('school_id')
      .notNull()
      .references(() => schools.id),
    id: uuid().notNull(),
    title: text().notNull(),
    summary: text().notNull(),
    kind: text().$type<LibraryKind>().notNull(),
    /** null: for all three. */
    talentType: text('talent_type').$type<TalentType>(),
    origin: text().$type<Origin>().notNull(),
    /** Which product, or which project and paper (R026). */
    originEvidence: text('origin_evidence'),
    licence: text(),
    /** How long it takes a learner. */
    minutes: integer(),
    /** Of practical work: its film may last 30 minutes (R101). */
    practical: boolean().notNull(),
    /** A historical picture need not have today's resolution (R102). */
    historical: boolean().notNull(),
    ownerPersonId: uuid('owner_person_id'),
    /** When somebody last said it is up to date, and for how many months that holds (R054). */
    checkedOn: date('checked_on').notNull(),
    checkMonths: integer('check_months').notNull(),
    currentVersion: integer('current_version').notNull(),
    publishedVersion: integer('published_version'),
    publishedAt: at('published_at'),
    retiredAt: at('retired_at'),
    createdBy: uuid('created_by').notNull(),
    createdAt: at('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    foreignKey({ columns: [t.schoolId, t.ownerPersonId], foreignColumns: [people.schoolId, people.id] }),
  ],
);

/** One content of a resource, a file or an address, with what was measured on it: never changed, followed by another. */
export const resourceVersions = pgTable(
  'resource_versions',
  {
    schoolId: uuid('school_id').notNull(),
    resourceId: uuid('resource_id').notNull(),
    version: integer().notNull(),
    medium: text().$type<Medium>().notNull(),
    url: text(),
    fileName: text('file_name'),
    fileType: text('file_type'),
    sizeBytes: integer('size_bytes'),
    durationSeconds: integer('duration_seconds'),
    width: integer(),
    height: integer(),
    /** Who looked where the file couldn't be read; null: it was read from the file. */
    measuredBy: uuid('measured_by'),
    characters: integer(),
    errors: integer(),
    proofreadBy: uuid('proofread_by'),
    proofreadOn: date('proofread_on'),
    submittedAt: at('submitted_at'),
    createdBy: uuid('created_by').notNull(),
    createdAt: at('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.resourceId, t.version] }),
    foreignKey({
      columns: [t.schoolId, t.resourceId],
      foreignColumns: [libraryResources.schoolId, libraryResources.id],
    }),
  ],
);

/** What somebody said who looked at one version of a resource or of a course's update; only ever added to. */
export const contentReviews = pgTable(
  'content_reviews',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    subject: text().$type<ReviewSubject>().notNull(),
    subjectId: uuid('subject_id').notNull(),
    version: integer().notNull(),
    seat: text().$type<Seat>().notNull(),
    personId: uuid('person_id').notNull(),
    verdict: text().$type<Verdict>().notNull(),
    comment: text().notNull(),
    at: at('at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index().on(t.schoolId, t.subjectId),
    index().on(t.schoolId, t.personId),
    foreignKey({ columns: [t.schoolId, t.personId], foreignColumns: [people.schoolId, people.id] }),
  ],
);

/** The ability model it belongs to (R103). */
export const resourceSkills = pgTable(
  'resource_skills',
  {
    schoolId: uuid('school_id').notNull(),
    resourceId: uuid('resource_id').notNull(),
    skillId: text('skill_id').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.resourceId, t.skillId] }),
    index().on(t.schoolId, t.skillId),
    foreignKey({
      columns: [t.schoolId, t.resourceId],
      foreignColumns: [libraryResources.schoolId, libraryResources.id],
    }),
    foreignKey({ columns: [t.schoolId, t.skillId], foreignColumns: [skills.schoolId, skills.id] }),
  ],
);

/** The modules it is taught in. */
export const resourceUnits = pgTable(
  'resource_units',
  {
    schoolId: uuid('school_id').notNull(),
    resourceId: uuid('resource_id').notNull(),
    unitId: uuid('unit_id').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.resourceId, t.unitId] }),
    index().on(t.schoolId, t.unitId),
    foreignKey({
      columns: [t.schoolId, t.resourceId],
      foreignColumns: [libraryResources.schoolId, libraryResources.id],
    }),
    foreignKey({ columns: [t.schoolId, t.unitId], foreignColumns: [units.schoolId, units.id] }).onDelete(
      'cascade',
    ),
  ],
);

/** The certificates and contests (and posts …) it prepares for (R103). */
export const resourceTargets = pgTable(
  'resource_targets',
  {
    schoolId: uuid('school_id').notNull(),
    resourceId: uuid('resource_id').notNull(),
    targetId: uuid('target_id').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.resourceId, t.targetId] }),
    index().on(t.schoolId, t.targetId),
    foreignKey({
      columns: [t.schoolId, t.resourceId],
      foreignColumns: [libraryResources.schoolId, libraryResources.id],
    }),
    foreignKey({
      columns: [t.schoolId, t.targetId],
      foreignColumns: [integrationTargets.schoolId, integrationTargets.id],
    }).onDelete('cascade'),
  ],
);

/** The regulations that a case teaches (R111). */
export const resourceRegulations = pgTable(
  'resource_regulations',
  {
    schoolId: uuid('school_id').notNull(),
    resourceId: uuid('resource_id').notNull(),
    regulationId: text('regulation_id').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.resourceId, t.regulationId] }),
    index().on(t.schoolId, t.regulationId),
    foreignKey({
      columns: [t.schoolId, t.resourceId],
      foreignColumns: [libraryResources.schoolId, libraryResources.id],
    }),
    foreignKey({
      columns: [t.schoolId, t.regulationId],
      foreignColumns: [regulations.schoolId, regulations.id],
    }),
  ],
);
