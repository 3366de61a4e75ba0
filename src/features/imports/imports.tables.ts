import {
  date,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import { at } from '../../infra/columns.ts';
import { tasks } from '../programme/programme.tables.ts';
import type { ListEffect } from '../roster/index.ts';
import { courses, people } from '../roster/roster.tables.ts';
import type { ImportKind, ImportState, Mapping, MarkBefore } from './imports.schema.ts';

/** A file that was uploaded: what it says is kept, sealed with its sender's key, only until it is imported or thrown away. */
export const imports = pgTable(
  'imports',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    courseId: uuid('course_id').notNull(),
    kind: text().$type<ImportKind>().notNull(),
    state: text().$type<ImportState>().notNull(),
    fileName: text('file_name').notNull(),
    rows: integer().notNull(),
    tableSealed: text('table_sealed'),
    mapping: jsonb().$type<Mapping>().notNull(),
    /** What a class list changed, so that it can be taken back. */
    effects: jsonb().$type<ListEffect[]>().notNull(),
    changed: integer().notNull().default(0),
    skipped: integer().notNull().default(0),
    createdBy: uuid('created_by').notNull(),
    createdAt: at('created_at').notNull(),
    appliedAt: at('applied_at'),
    undoneAt: at('undone_at'),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index().on(t.schoolId, t.courseId, t.createdAt),
    foreignKey({ columns: [t.schoolId, t.courseId], foreignColumns: [courses.schoolId, courses.id] }),
    foreignKey({ columns: [t.schoolId, t.createdBy], foreignColumns: [people.schoolId, people.id] }),
  ],
);

/** The mark that stands for a learner's task, by the import that gave it, and the statement that tells it. */
export const importedMarks = pgTable(
  'imported_marks',
  {
    schoolId: uuid('school_id').notNull(),
    taskId: uuid('task_id').notNull(),
    personId: uuid('person_id').notNull(),
    importId: uuid('import_id').notNull(),
    points: doublePrecision().notNull(),
    fullMark: doublePrecision('full_mark').notNull(),
    day: date().notNull(),
    statementId: uuid('statement_id').notNull(),
    /** What it took the place of; null: nothing. */
    before: jsonb().$type<MarkBefore | null>(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.taskId, t.personId] }),
    index().on(t.schoolId, t.importId),
    index().on(t.schoolId, t.personId),
    foreignKey({ columns: [t.schoolId, t.importId], foreignColumns: [imports.schoolId, imports.id] }),
    foreignKey({ columns: [t.schoolId, t.personId], foreignColumns: [people.schoolId, people.id] }),
    foreignKey({ columns: [t.schoolId, t.taskId], foreignColumns: [tasks.schoolId, tasks.id] }).onDelete(
      'cascade',
    ),
  ],
);
