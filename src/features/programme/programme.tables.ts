import {
  boolean,
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
import { courses, schools } from '../roster/roster.tables.ts';
import type { TalentType } from '../roster/index.ts';
import type {
  Choice,
  Dimension,
  LocalText,
  QuestionKind,
  ResourceKind,
  TaskKind,
  Tier,
} from './programme.schema.ts';

/** The spine: questions, resources, tasks (later goals and postings) point at the same skills. Loaded from catalogue/. */
export const skills = pgTable(
  'skills',
  {
    schoolId: uuid('school_id')
      .notNull()
      .references(() => schools.id),
    /** Catalogue id ('S012') or a UUID for a school's own. */
    id: text().notNull(),
    name: jsonb().$type<LocalText>().notNull(),
    description: jsonb().$type<LocalText>().notNull(),
    talentType: text('talent_type').$type<TalentType>().notNull(),
    dimension: text().$type<Dimension>().notNull(),
    catalogueVersion: text('catalogue_version'),
  },
  (t) => [primaryKey({ columns: [t.schoolId, t.id] })],
);

export const skillPrerequisites = pgTable(
  'skill_prerequisites',
  {
    schoolId: uuid('school_id').notNull(),
    skillId: text('skill_id').notNull(),
    requiresSkillId: text('requires_skill_id').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.skillId, t.requiresSkillId] }),
    foreignKey({ columns: [t.schoolId, t.skillId], foreignColumns: [skills.schoolId, skills.id] }),
    foreignKey({ columns: [t.schoolId, t.requiresSkillId], foreignColumns: [skills.schoolId, skills.id] }),
  ],
);

/** courseId null: the school's (catalogue) question. A teacher's edit is a row of their course that replaces one. */
export const questions = pgTable(
  'questions',
  {
    schoolId: uuid('school_id').notNull(),
    id: text().notNull(),
    skillId: text('skill_id').notNull(),
    courseId: uuid('course_id'),
    replacesQuestionId: text('replaces_question_id'),
    kind: text().$type<QuestionKind>().notNull(),
    /** 1 easy … 3 hard. */
    difficulty: integer().notNull(),
    stem: jsonb().$type<LocalText>().notNull(),
    choices: jsonb().$type<Choice[]>().notNull(),
    key: jsonb().$type<string[]>().notNull(),
    explanation: jsonb().$type<LocalText>().notNull(),
    retiredAt: at('retired_at'),
    updatedAt: at('updated_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index().on(t.schoolId, t.skillId),
    foreignKey({ columns: [t.schoolId, t.skillId], foreignColumns: [skills.schoolId, skills.id] }),
    foreignKey({ columns: [t.schoolId, t.courseId], foreignColumns: [courses.schoolId, courses.id] }),
  ],
);

/** What a course package is made of (R032): theory + basic practice, or project + seminar. */
export const resources = pgTable(
  'resources',
  {
    schoolId: uuid('school_id').notNull(),
    id: text().notNull(),
    skillId: text('skill_id').notNull(),
    courseId: uuid('course_id'),
    tier: text().$type<Tier>().notNull(),
    kind: text().$type<ResourceKind>().notNull(),
    minutes: integer().notNull(),
    title: jsonb().$type<LocalText>().notNull(),
    body: jsonb().$type<LocalText>().notNull(),
    url: text(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index().on(t.schoolId, t.skillId),
    foreignKey({ columns: [t.schoolId, t.skillId], foreignColumns: [skills.schoolId, skills.id] }),
    foreignKey({ columns: [t.schoolId, t.courseId], foreignColumns: [courses.schoolId, courses.id] }),
  ],
);

/** The course plan: what LMSs don't tell (units, tasks, due dates, timetable). */
export const units = pgTable(
  'units',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    courseId: uuid('course_id').notNull(),
    position: integer().notNull(),
    title: text().notNull(),
    /** The unit it was copied from, with its course: links into the old one lead here. */
    copiedFromId: uuid('copied_from_id'),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index().on(t.schoolId, t.courseId),
    foreignKey({ columns: [t.schoolId, t.courseId], foreignColumns: [courses.schoolId, courses.id] }),
  ],
);

export const tasks = pgTable(
  'tasks',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    courseId: uuid('course_id').notNull(),
    unitId: uuid('unit_id').notNull(),
    position: integer().notNull(),
    title: text().notNull(),
    kind: text().$type<TaskKind>().notNull(),
    /** null: for both tiers. */
    tier: text().$type<Tier>(),
    /** IRI of the LMS activity whose statements tell about this task (…/mod/quiz/view.php?id=3). */
    activityId: text('activity_id'),
    dueAt: at('due_at'),
    required: boolean().notNull().default(true),
    /** From a real enterprise project (R050). */
    fromEnterprise: boolean('from_enterprise').notNull().default(false),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index().on(t.schoolId, t.courseId),
    index('tasks_activity').on(t.schoolId, t.activityId),
    foreignKey({ columns: [t.schoolId, t.unitId], foreignColumns: [units.schoolId, units.id] }),
    foreignKey({ columns: [t.schoolId, t.courseId], foreignColumns: [courses.schoolId, courses.id] }),
  ],
);

export const taskSkills = pgTable(
  'task_skills',
  {
    schoolId: uuid('school_id').notNull(),
    taskId: uuid('task_id').notNull(),
    skillId: text('skill_id').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.taskId, t.skillId] }),
    foreignKey({ columns: [t.schoolId, t.taskId], foreignColumns: [tasks.schoolId, tasks.id] }).onDelete(
      'cascade',
    ),
    foreignKey({ columns: [t.schoolId, t.skillId], foreignColumns: [skills.schoolId, skills.id] }),
  ],
);

/** Which skill an LMS question or H5P item exercises, so that `answered` statements count (else the task's skills do). */
export const itemSkills = pgTable(
  'item_skills',
  {
    schoolId: uuid('school_id').notNull(),
    courseId: uuid('course_id').notNull(),
    activityId: text('activity_id').notNull(),
    skillId: text('skill_id').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.courseId, t.activityId, t.skillId] }),
    foreignKey({ columns: [t.schoolId, t.courseId], foreignColumns: [courses.schoolId, courses.id] }),
    foreignKey({ columns: [t.schoolId, t.skillId], foreignColumns: [skills.schoolId, skills.id] }),
  ],
);

/** How a course's phases are told from its timetable; without a row the defaults hold. */
export const phaseSettings = pgTable(
  'phase_settings',
  {
    schoolId: uuid('school_id').notNull(),
    courseId: uuid('course_id').notNull(),
    graceMinutes: integer('grace_minutes').notNull(),
    preparationHours: integer('preparation_hours').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.courseId] }),
    foreignKey({ columns: [t.schoolId, t.courseId], foreignColumns: [courses.schoolId, courses.id] }),
  ],
);

/** The timetable: when the class sits together; phases are read from it. */
export const lessons = pgTable(
  'lessons',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    courseId: uuid('course_id').notNull(),
    title: text().notNull(),
    place: text(),
    startsAt: at('starts_at').notNull(),
    endsAt: at('ends_at').notNull(),
    /** UID of the calendar entry it was imported from; a second import replaces, not doubles. */
    importKey: text('import_key'),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index().on(t.schoolId, t.courseId, t.startsAt),
    foreignKey({ columns: [t.schoolId, t.courseId], foreignColumns: [courses.schoolId, courses.id] }),
  ],
);
