import { index, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { at } from './columns.ts';

/** One row per job and tick: whoever inserts it runs the job. Installation-wide: jobs loop over schools. */
export const jobRuns = pgTable(
  'job_runs',
  {
    job: text().notNull(),
    tick: text().notNull(),
    startedAt: at('started_at').notNull(),
    finishedAt: at('finished_at'),
    error: text(),
  },
  (t) => [primaryKey({ columns: [t.job, t.tick] })],
);

/** Who did or read what that matters: appointments, overrides, reads of personal data, cases (R108, R113). */
export const auditEvents = pgTable(
  'audit_events',
  {
    schoolId: uuid('school_id').notNull(),
    id: uuid().notNull(),
    at: at('at').notNull(),
    /** null: the system itself. */
    actorPersonId: uuid('actor_person_id'),
    action: text().notNull(),
    subjectType: text('subject_type').notNull(),
    subjectId: text('subject_id').notNull(),
    detail: jsonb().$type<Record<string, unknown>>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    // "Who read my data" asks by subject.
    index('audit_events_subject').on(t.schoolId, t.subjectType, t.subjectId, t.at),
  ],
);
