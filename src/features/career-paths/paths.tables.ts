import { sql } from 'drizzle-orm';
import {
  boolean,
  date,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { at } from '../../infra/columns.ts';
import { careerGoals } from '../career-goals/goals.tables.ts';
import type { LocalText } from '../programme/index.ts';
import { people, schools } from '../roster/roster.tables.ts';
import type { PathDiff } from './compare-paths.rules.ts';
import type { Gap, ListedKind, OfferKind, PathPlan, PlannedItem } from './path.schema.ts';

/** Certificates and contests that the school knows of: what paths are made of beside its own teaching. */
export const careerOffers = pgTable(
  'career_offers',
  {
    schoolId: uuid('school_id')
      .notNull()
      .references(() => schools.id),
    id: uuid().notNull(),
    kind: text().$type<ListedKind>().notNull(),
    title: text().notNull(),
    organiser: text(),
    url: text(),
    /** Of preparation. */
    minutes: integer().notNull(),
    applyBy: date('apply_by'),
    heldOn: date('held_on'),
    createdBy: uuid('created_by').notNull(),
    createdAt: at('created_at').notNull(),
    retiredAt: at('retired_at'),
  },
  (t) => [primaryKey({ columns: [t.schoolId, t.id] })],
);

/** What one leads to. The skill may be one that only posts name. */
export const careerOfferSkills = pgTable(
  'career_offer_skills',
  {
    schoolId: uuid('school_id').notNull(),
    offerId: uuid('offer_id').notNull(),
    skillId: text('skill_id').notNull(),
    /** Levels: what it asks for, and what it leads to. */
    fromLevel: integer('from_level').notNull(),
    toLevel: integer('to_level').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.offerId, t.skillId] }),
    index().on(t.schoolId, t.skillId),
    foreignKey({
      columns: [t.schoolId, t.offerId],
      foreignColumns: [careerOffers.schoolId, careerOffers.id],
    }).onDelete('cascade'),
  ],
);

/** A plan from what somebody can do to what their goal's post asks for (R072). Earlier ones stay as they were. */
export const careerPaths = pgTable(
  'career_paths',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    personId: uuid('person_id').notNull(),
    goalId: uuid('goal_id').notNull(),
    occupationId: text('occupation_id').notNull(),
    /** Counts a person's plans. */
    version: integer().notNull(),
    /** The one that holds. */
    current: boolean().notNull(),
    ruleVersion: text('rule_version').notNull(),
    weeklyMinutes: integer('weekly_minutes').notNull(),
    fromDay: date('from_day').notNull(),
    untilDay: date('until_day').notNull(),
    /** As they were when it was made: what growth is measured from. */
    gaps: jsonb().$type<Gap[]>().notNull(),
    unmet: jsonb().$type<PathPlan['unmet']>().notNull(),
    short: jsonb().$type<PathPlan['short']>().notNull(),
    /** Of the goal's own gaps: their importance together, and of those that something is planned for. */
    gapImportance: doublePrecision('gap_importance').notNull(),
    coveredImportance: doublePrecision('covered_importance').notNull(),
    /** Against the plan before; null: the first. */
    diff: jsonb().$type<PathDiff>(),
    madeAt: at('made_at').notNull(),
    /** By the learner, who has seen the gaps and takes the plan on. */
    confirmedAt: at('confirmed_at'),
    approvedBy: uuid('approved_by'),
    approvedAt: at('approved_at'),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    uniqueIndex('career_paths_version').on(t.schoolId, t.personId, t.version),
    uniqueIndex('career_paths_current')
      .on(t.schoolId, t.personId)
      .where(sql`current`),
    foreignKey({ columns: [t.schoolId, t.personId], foreignColumns: [people.schoolId, people.id] }),
    foreignKey({
      columns: [t.schoolId, t.goalId],
      foreignColumns: [careerGoals.schoolId, careerGoals.id],
    }).onDelete('cascade'),
  ],
);

export const careerPathItems = pgTable(
  'career_path_items',
  {
    schoolId: uuid('school_id').notNull(),
    pathId: uuid('path_id').notNull(),
    /** Kind and id of its source. */
    key: text().notNull(),
    kind: text().$type<OfferKind>().notNull(),
    /** As it was then: its source may be gone. */
    title: jsonb().$type<LocalText>().notNull(),
    url: text(),
    startsOn: date('starts_on').notNull(),
    endsOn: date('ends_on').notNull(),
    minutes: integer().notNull(),
    weeks: jsonb().$type<PlannedItem['weeks']>().notNull(),
    covers: jsonb().$type<PlannedItem['covers']>().notNull(),
    after: jsonb().$type<string[]>().notNull(),
    alternatives: integer().notNull(),
    /** 0..1: from records of learning and training, or 1 because the learner says so. */
    progress: doublePrecision().notNull().default(0),
    doneOn: date('done_on'),
    /** Said by the learner; else found in the records. */
    saidDone: boolean('said_done').notNull().default(false),
    /** Number of a certificate, or where to see it. */
    evidence: text(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.pathId, t.key] }),
    foreignKey({
      columns: [t.schoolId, t.pathId],
      foreignColumns: [careerPaths.schoolId, careerPaths.id],
    }).onDelete('cascade'),
  ],
);
