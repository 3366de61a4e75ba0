import { date, foreignKey, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { at } from '../../infra/columns.ts';
import { courses, people } from '../roster/roster.tables.ts';
import { trainingProjects } from '../training/projects.tables.ts';
import { units } from '../programme/programme.tables.ts';
import type { Literacy } from './literacy.rules.ts';

/** Where a course exercises a literacy: in a unit or a training project, and what is expected there (R074). */
export const literacyMappings = pgTable(
  'literacy_mappings',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    courseId: uuid('course_id').notNull(),
    dimension: text().$type<Literacy>().notNull(),
    /** One of the two is set. */
    unitId: uuid('unit_id'),
    projectId: uuid('project_id'),
    expects: text().notNull(),
    createdAt: at('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index().on(t.schoolId, t.courseId),
    foreignKey({ columns: [t.schoolId, t.courseId], foreignColumns: [courses.schoolId, courses.id] }),
    foreignKey({ columns: [t.schoolId, t.unitId], foreignColumns: [units.schoolId, units.id] }).onDelete(
      'cascade',
    ),
    foreignKey({
      columns: [t.schoolId, t.projectId],
      foreignColumns: [trainingProjects.schoolId, trainingProjects.id],
    }).onDelete('cascade'),
  ],
);

/** How a mentor or teacher saw a learner, by the rubric; the words are sealed with the learner's key (R075). */
export const literacyMarks = pgTable(
  'literacy_marks',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    personId: uuid('person_id').notNull(),
    dimension: text().$type<Literacy>().notNull(),
    level: integer().notNull(),
    /** Where it was seen; null: in general, or the place is gone. */
    mappingId: uuid('mapping_id'),
    markedOn: date('marked_on').notNull(),
    byPersonId: uuid('by_person_id').notNull(),
    wordsSealed: text('words_sealed').notNull(),
    createdAt: at('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index().on(t.schoolId, t.personId, t.markedOn),
    foreignKey({ columns: [t.schoolId, t.personId], foreignColumns: [people.schoolId, people.id] }),
    foreignKey({ columns: [t.schoolId, t.byPersonId], foreignColumns: [people.schoolId, people.id] }),
  ],
);

/** What a learner shows for a literacy. */
export const literacyEvidence = pgTable(
  'literacy_evidence',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    personId: uuid('person_id').notNull(),
    dimension: text().$type<Literacy>().notNull(),
    link: text(),
    addedOn: date('added_on').notNull(),
    wordsSealed: text('words_sealed').notNull(),
    createdAt: at('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index().on(t.schoolId, t.personId),
    foreignKey({ columns: [t.schoolId, t.personId], foreignColumns: [people.schoolId, people.id] }),
  ],
);
