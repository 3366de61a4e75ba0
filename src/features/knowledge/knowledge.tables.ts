import {
  bigint,
  boolean,
  doublePrecision,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import { at, xid8 } from '../../infra/columns.ts';
import { people, schools } from '../roster/roster.tables.ts';

/**
 * Graded answers in the order of their statements: what the model learns from. Written by the fold; what is below is
 * a fold over it (docs/decisions/0031).
 */
export const knowledgeAnswers = pgTable(
  'knowledge_answers',
  {
    schoolId: uuid('school_id').notNull(),
    /** Place of its statement in the order in which statements are folded. */
    transactionId: xid8('transaction_id').notNull(),
    sequence: bigint({ mode: 'number' }).notNull(),
    personId: uuid('person_id').notNull(),
    /** IRI of the question, or of the work. */
    itemId: text('item_id').notNull(),
    skillIds: text('skill_ids').array().notNull(),
    correct: boolean().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.transactionId, t.sequence] }),
    index('knowledge_answers_person').on(t.schoolId, t.personId),
    foreignKey({ columns: [t.schoolId, t.personId], foreignColumns: [people.schoolId, people.id] }),
  ],
);

/** What is known of a person over all skills (`LearnerState`). */
export const knowledgeLearners = pgTable(
  'knowledge_learners',
  {
    schoolId: uuid('school_id').notNull(),
    personId: uuid('person_id').notNull(),
    answers: integer().notNull(),
    level: doublePrecision().notNull(),
    slow: doublePrecision().notNull(),
    fast: doublePrecision().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.personId] }),
    foreignKey({ columns: [t.schoolId, t.personId], foreignColumns: [people.schoolId, people.id] }),
  ],
);

/** What is known of a person in a skill (`LearnerSkillState`). */
export const knowledgeLearnerSkills = pgTable(
  'knowledge_learner_skills',
  {
    schoolId: uuid('school_id').notNull(),
    personId: uuid('person_id').notNull(),
    skillId: text('skill_id').notNull(),
    answers: integer().notNull(),
    correct: integer().notNull(),
    offset: doublePrecision().notNull(),
    recent: doublePrecision().notNull(),
    lastAnswer: integer('last_answer').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.personId, t.skillId] }),
    foreignKey({ columns: [t.schoolId, t.personId], foreignColumns: [people.schoolId, people.id] }),
  ],
);

export type EaseOf = 'item' | 'skill';

/** How easy items and skills turned out to be (`EaseState`). */
export const knowledgeEases = pgTable(
  'knowledge_eases',
  {
    schoolId: uuid('school_id')
      .notNull()
      .references(() => schools.id),
    of: text().$type<EaseOf>().notNull(),
    id: text().notNull(),
    answers: integer().notNull(),
    ease: doublePrecision().notNull(),
  },
  (t) => [primaryKey({ columns: [t.schoolId, t.of, t.id] })],
);

/** The weights as a school's answers have moved them (`LayerState`). */
export const knowledgeModels = pgTable('knowledge_models', {
  schoolId: uuid('school_id')
    .primaryKey()
    .references(() => schools.id),
  ruleVersion: text('rule_version').notNull(),
  answers: integer().notNull(),
  weights: doublePrecision().array().notNull(),
  covariance: doublePrecision().array().notNull(),
  /** Some person's answers changed behind what was learned: to be learned anew from all of them. */
  stale: boolean().notNull().default(false),
});

/** What each learning anew of a school's answers came to; kept, so that one sees how good predictions were when. */
export const knowledgeFits = pgTable(
  'knowledge_fits',
  {
    schoolId: uuid('school_id')
      .notNull()
      .references(() => schools.id),
    id: uuid().notNull(),
    ruleVersion: text('rule_version').notNull(),
    answers: integer().notNull(),
    weights: doublePrecision().array().notNull(),
    /** Each answer predicted from those before it; null: all went one way. */
    auc: doublePrecision(),
    rmse: doublePrecision().notNull(),
    ece: doublePrecision().notNull(),
    fittedAt: at('fitted_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.schoolId, t.id] })],
);
