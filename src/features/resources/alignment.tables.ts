import {
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { at } from '../../infra/columns.ts';
import type { LocalText } from '../programme/index.ts';
import { units } from '../programme/programme.tables.ts';
import { people, schools } from '../roster/roster.tables.ts';
import type { TargetKind } from './resources.schema.ts';

/** What modules and resources lead to: posts, contests, certificates, training and innovation projects (岗课赛证训创, R024). */
export const integrationTargets = pgTable(
  'integration_targets',
  {
    schoolId: uuid('school_id')
      .notNull()
      .references(() => schools.id),
    id: uuid().notNull(),
    kind: text().$type<TargetKind>().notNull(),
    name: text().notNull(),
    /** Who issues the certificate, holds the contest, has the post. */
    issuer: text(),
    level: text(),
  },
  (t) => [primaryKey({ columns: [t.schoolId, t.id] }), unique().on(t.schoolId, t.kind, t.name)],
);

export const unitTargets = pgTable(
  'unit_targets',
  {
    schoolId: uuid('school_id').notNull(),
    unitId: uuid('unit_id').notNull(),
    targetId: uuid('target_id').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.unitId, t.targetId] }),
    index().on(t.schoolId, t.targetId),
    foreignKey({ columns: [t.schoolId, t.unitId], foreignColumns: [units.schoolId, units.id] }).onDelete(
      'cascade',
    ),
    foreignKey({
      columns: [t.schoolId, t.targetId],
      foreignColumns: [integrationTargets.schoolId, integrationTargets.id],
    }).onDelete('cascade'),
  ],
);

/** What professional ethics ask of who works with data (§6.2.4.1, R110). Loaded from catalogue/. */
export const ethicsItems = pgTable(
  'ethics_items',
  {
    schoolId: uuid('school_id')
      .notNull()
      .references(() => schools.id),
    id: text().notNull(),
    position: integer().notNull(),
    name: jsonb().$type<LocalText>().notNull(),
    description: jsonb().$type<LocalText>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.schoolId, t.id] })],
);

/** Where a module treats one, and with what scene of the post. */
export const unitEthics = pgTable(
  'unit_ethics',
  {
    schoolId: uuid('school_id').notNull(),
    unitId: uuid('unit_id').notNull(),
    itemId: text('item_id').notNull(),
    scene: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.unitId, t.itemId] }),
    foreignKey({ columns: [t.schoolId, t.unitId], foreignColumns: [units.schoolId, units.id] }).onDelete(
      'cascade',
    ),
    foreignKey({ columns: [t.schoolId, t.itemId], foreignColumns: [ethicsItems.schoolId, ethicsItems.id] }),
  ],
);

/** A post that needs more than one talent type: modules across majors, two mentors, a longer cycle (§5.2.1.3, R030). */
export const compoundPosts = pgTable(
  'compound_posts',
  {
    schoolId: uuid('school_id')
      .notNull()
      .references(() => schools.id),
    id: uuid().notNull(),
    name: text().notNull(),
    note: text(),
    cycleWeeks: integer('cycle_weeks'),
    schoolMentorId: uuid('school_mentor_id'),
    enterpriseMentorId: uuid('enterprise_mentor_id'),
    createdAt: at('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    foreignKey({ columns: [t.schoolId, t.schoolMentorId], foreignColumns: [people.schoolId, people.id] }),
    foreignKey({ columns: [t.schoolId, t.enterpriseMentorId], foreignColumns: [people.schoolId, people.id] }),
  ],
);

export const compoundPostUnits = pgTable(
  'compound_post_units',
  {
    schoolId: uuid('school_id').notNull(),
    postId: uuid('post_id').notNull(),
    unitId: uuid('unit_id').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.postId, t.unitId] }),
    foreignKey({
      columns: [t.schoolId, t.postId],
      foreignColumns: [compoundPosts.schoolId, compoundPosts.id],
    }).onDelete('cascade'),
    foreignKey({ columns: [t.schoolId, t.unitId], foreignColumns: [units.schoolId, units.id] }).onDelete(
      'cascade',
    ),
  ],
);
