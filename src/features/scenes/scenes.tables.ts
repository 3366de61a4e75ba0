import { sql } from 'drizzle-orm';
import {
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
import { courses, people } from '../roster/roster.tables.ts';
import type { SceneKind, SceneStep } from './scene.schema.ts';

/** Somebody's visit to a scene: its seed and every step, from which all of it can be made again. */
export const sceneRuns = pgTable(
  'scene_runs',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    courseId: uuid('course_id').notNull(),
    personId: uuid('person_id').notNull(),
    kind: text().$type<SceneKind>().notNull(),
    seed: text().notNull(),
    steps: jsonb().$type<(SceneStep & { at: string })[]>().notNull(),
    startedAt: at('started_at').notNull(),
    /** null: it goes on. */
    endedAt: at('ended_at'),
    got: integer(),
    most: integer(),
    ruleVersion: text('rule_version').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index().on(t.schoolId, t.courseId, t.kind),
    uniqueIndex('scene_run_open')
      .on(t.schoolId, t.courseId, t.personId, t.kind)
      .where(sql`ended_at is null`),
    foreignKey({ columns: [t.schoolId, t.courseId], foreignColumns: [courses.schoolId, courses.id] }),
    foreignKey({ columns: [t.schoolId, t.personId], foreignColumns: [people.schoolId, people.id] }),
  ],
);
