import { sql } from 'drizzle-orm';
import {
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { at } from '../../infra/columns.ts';
import { classes, courses, people } from '../roster/roster.tables.ts';
import type { AttendanceState, OfflineKind } from './training.schema.ts';

/** When a course came together in a room: what statements don't tell. */
export const offlineSessions = pgTable(
  'offline_sessions',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    courseId: uuid('course_id').notNull(),
    /** null: all of the course's learners. */
    classId: uuid('class_id'),
    kind: text().$type<OfflineKind>().notNull(),
    title: text().notNull(),
    startsAt: at('starts_at').notNull(),
    minutes: integer().notNull(),
    place: text(),
    /** The enterprise mentor who led it; null: a teacher did. */
    mentorPersonId: uuid('mentor_person_id'),
    /** The timetable's lesson it was begun from. No foreign key: a new timetable may drop lessons, what was held stays. */
    lessonId: uuid('lesson_id'),
    /** What learners type to say that they are here, while it holds. */
    checkInCode: text('check_in_code'),
    checkInUntil: at('check_in_until'),
    recordedBy: uuid('recorded_by').notNull(),
    createdAt: at('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index().on(t.schoolId, t.courseId, t.startsAt),
    // One click too many begins a lesson once.
    uniqueIndex('offline_sessions_lesson')
      .on(t.schoolId, t.lessonId)
      .where(sql`lesson_id is not null`),
    foreignKey({ columns: [t.schoolId, t.courseId], foreignColumns: [courses.schoolId, courses.id] }),
    foreignKey({ columns: [t.schoolId, t.classId], foreignColumns: [classes.schoolId, classes.id] }),
    foreignKey({ columns: [t.schoolId, t.mentorPersonId], foreignColumns: [people.schoolId, people.id] }),
  ],
);

export const attendances = pgTable(
  'attendances',
  {
    schoolId: uuid('school_id').notNull(),
    offlineSessionId: uuid('offline_session_id').notNull(),
    personId: uuid('person_id').notNull(),
    state: text().$type<AttendanceState>().notNull(),
    /** 0..100; null: none was given. */
    score: integer(),
    /** Sealed with the learner's key. */
    noteSealed: text('note_sealed'),
    /** When the learner said so themselves, with the code. */
    checkedInAt: at('checked_in_at'),
    /** null: the learner alone. */
    recordedBy: uuid('recorded_by'),
    recordedAt: at('recorded_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.offlineSessionId, t.personId] }),
    index().on(t.schoolId, t.personId),
    foreignKey({
      columns: [t.schoolId, t.offlineSessionId],
      foreignColumns: [offlineSessions.schoolId, offlineSessions.id],
    }).onDelete('cascade'),
    foreignKey({ columns: [t.schoolId, t.personId], foreignColumns: [people.schoolId, people.id] }),
  ],
);

/** How often somebody tried a code lately: a short one must not be found by trying. */
export const checkInTries = pgTable(
  'check_in_tries',
  {
    schoolId: uuid('school_id').notNull(),
    personId: uuid('person_id').notNull(),
    tries: integer().notNull(),
    since: at('since').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.personId] }),
    foreignKey({ columns: [t.schoolId, t.personId], foreignColumns: [people.schoolId, people.id] }),
  ],
);
