import { date, foreignKey, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { at } from '../../infra/columns.ts';
import { classes, courses, people } from '../roster/roster.tables.ts';
import { trainingProjects } from './projects.tables.ts';
import type { MentorDuty } from './training.schema.ts';

/** What an enterprise mentor did for a course beside its recorded sessions, which count by themselves (R039). */
export const mentorActs = pgTable(
  'mentor_acts',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    courseId: uuid('course_id').notNull(),
    /** null: all of the course's learners. */
    classId: uuid('class_id'),
    mentorPersonId: uuid('mentor_person_id').notNull(),
    duty: text().$type<MentorDuty>().notNull(),
    day: date().notNull(),
    minutes: integer().notNull(),
    topic: text().notNull(),
    recordedBy: uuid('recorded_by').notNull(),
    createdAt: at('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index().on(t.schoolId, t.courseId, t.day),
    foreignKey({ columns: [t.schoolId, t.courseId], foreignColumns: [courses.schoolId, courses.id] }),
    foreignKey({ columns: [t.schoolId, t.classId], foreignColumns: [classes.schoolId, classes.id] }),
    foreignKey({ columns: [t.schoolId, t.mentorPersonId], foreignColumns: [people.schoolId, people.id] }),
  ],
);

/** Guidance given to a training project (§5.6.2, R061); a mentor's counts among their hours. */
export const projectGuidance = pgTable(
  'project_guidance',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    projectId: uuid('project_id').notNull(),
    byPersonId: uuid('by_person_id').notNull(),
    /** The mentor whose guidance it was; null: a teacher's. */
    mentorPersonId: uuid('mentor_person_id'),
    day: date().notNull(),
    minutes: integer().notNull(),
    words: text().notNull(),
    createdAt: at('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index().on(t.schoolId, t.projectId),
    foreignKey({
      columns: [t.schoolId, t.projectId],
      foreignColumns: [trainingProjects.schoolId, trainingProjects.id],
    }).onDelete('cascade'),
    foreignKey({ columns: [t.schoolId, t.byPersonId], foreignColumns: [people.schoolId, people.id] }),
    foreignKey({ columns: [t.schoolId, t.mentorPersonId], foreignColumns: [people.schoolId, people.id] }),
  ],
);
