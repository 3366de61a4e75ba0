import { sql } from 'drizzle-orm';
import {
  date,
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
import { occupations } from '../occupations/occupations.tables.ts';
import { people } from '../roster/roster.tables.ts';
import type {
  AdjustmentChoice,
  AdjustmentSource,
  CalibrationKind,
  ConversationTopic,
  EvidenceSentence,
  Verdict,
} from './calibration.schema.ts';
import type { GoalState, Horizon, Measure } from './goal.schema.ts';

/** A learner's goal of one horizon (R069, R082). What it says stands in its versions; `version` is the newest. */
export const careerGoals = pgTable(
  'career_goals',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    personId: uuid('person_id').notNull(),
    horizon: text().$type<Horizon>().notNull(),
    version: integer().notNull(),
    state: text().$type<GoalState>().notNull(),
    createdAt: at('created_at').notNull(),
    endedAt: at('ended_at'),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index().on(t.schoolId, t.personId),
    uniqueIndex('career_goals_one_active')
      .on(t.schoolId, t.personId, t.horizon)
      .where(sql`state = 'active'`),
    foreignKey({ columns: [t.schoolId, t.personId], foreignColumns: [people.schoolId, people.id] }),
  ],
);

/** Every wording a goal ever had. */
export const careerGoalVersions = pgTable(
  'career_goal_versions',
  {
    schoolId: uuid('school_id').notNull(),
    goalId: uuid('goal_id').notNull(),
    version: integer().notNull(),
    occupationId: text('occupation_id'),
    measure: text().$type<Measure>(),
    target: integer(),
    dueOn: date('due_on'),
    /** The learner's own words, sealed with their key. */
    wordsSealed: text('words_sealed'),
    setOn: date('set_on').notNull(),
    setAt: at('set_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.goalId, t.version] }),
    index().on(t.schoolId, t.occupationId),
    foreignKey({
      columns: [t.schoolId, t.goalId],
      foreignColumns: [careerGoals.schoolId, careerGoals.id],
    }).onDelete('cascade'),
    foreignKey({
      columns: [t.schoolId, t.occupationId],
      foreignColumns: [occupations.schoolId, occupations.id],
    }),
  ],
);

/** What a career teacher or a mentor says to a goal; sealed with the learner's key. */
export const careerComments = pgTable(
  'career_comments',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    goalId: uuid('goal_id').notNull(),
    /** The wording it is about. */
    version: integer().notNull(),
    personId: uuid('person_id').notNull(),
    byPersonId: uuid('by_person_id').notNull(),
    wordsSealed: text('words_sealed').notNull(),
    createdAt: at('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index().on(t.schoolId, t.personId),
    foreignKey({
      columns: [t.schoolId, t.goalId],
      foreignColumns: [careerGoals.schoolId, careerGoals.id],
    }).onDelete('cascade'),
    foreignKey({ columns: [t.schoolId, t.personId], foreignColumns: [people.schoolId, people.id] }),
    foreignKey({ columns: [t.schoolId, t.byPersonId], foreignColumns: [people.schoolId, people.id] }),
  ],
);

/** A mentor's interview or a learner's report of a job they looked into (R070). */
export const careerCalibrations = pgTable(
  'career_calibrations',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    personId: uuid('person_id').notNull(),
    kind: text().$type<CalibrationKind>().notNull(),
    heldOn: date('held_on').notNull(),
    /** Of an experience: where. */
    place: text(),
    verdict: text().$type<Verdict>().notNull(),
    byPersonId: uuid('by_person_id').notNull(),
    /** The reason, sealed with the learner's key. */
    wordsSealed: text('words_sealed').notNull(),
    createdAt: at('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index().on(t.schoolId, t.personId, t.heldOn),
    foreignKey({ columns: [t.schoolId, t.personId], foreignColumns: [people.schoolId, people.id] }),
    foreignKey({ columns: [t.schoolId, t.byPersonId], foreignColumns: [people.schoolId, people.id] }),
  ],
);

/** A learner is asked whether a goal still holds, with what was seen (R071). */
export const careerAdjustments = pgTable(
  'career_adjustments',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    personId: uuid('person_id').notNull(),
    goalId: uuid('goal_id').notNull(),
    source: text().$type<AdjustmentSource>().notNull(),
    /** What it is about, so that the same news asks once: the figures' days and source, or the calibration. */
    occasion: text().notNull(),
    evidence: jsonb().$type<EvidenceSentence[]>().notNull(),
    openedOn: date('opened_on').notNull(),
    dueOn: date('due_on').notNull(),
    choice: text().$type<AdjustmentChoice>(),
    /** The learner's reason, sealed. */
    wordsSealed: text('words_sealed'),
    answeredAt: at('answered_at'),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index().on(t.schoolId, t.personId),
    uniqueIndex('career_adjustments_occasion').on(t.schoolId, t.goalId, t.occasion),
    foreignKey({
      columns: [t.schoolId, t.goalId],
      foreignColumns: [careerGoals.schoolId, careerGoals.id],
    }).onDelete('cascade'),
    foreignKey({ columns: [t.schoolId, t.personId], foreignColumns: [people.schoolId, people.id] }),
  ],
);

/** A conversation that a career teacher had with a learner; what was said is sealed with the learner's key. */
export const careerConversations = pgTable(
  'career_conversations',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    personId: uuid('person_id').notNull(),
    byPersonId: uuid('by_person_id').notNull(),
    heldOn: date('held_on').notNull(),
    topic: text().$type<ConversationTopic>().notNull(),
    wordsSealed: text('words_sealed').notNull(),
    /** When to talk again. */
    nextOn: date('next_on'),
    createdAt: at('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index().on(t.schoolId, t.personId, t.heldOn),
    foreignKey({ columns: [t.schoolId, t.personId], foreignColumns: [people.schoolId, people.id] }),
    foreignKey({ columns: [t.schoolId, t.byPersonId], foreignColumns: [people.schoolId, people.id] }),
  ],
);
