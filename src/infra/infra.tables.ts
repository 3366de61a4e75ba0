import { index, jsonb, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';

/** One row per job and tick: whoever inserts it runs the job. Installation-wide: jobs loop over schools. */
export const jobRuns = pgTable(
  'job_runs',
  {
    job: text().notNull(),
    tick: text().notNull(),
    startedAt: timestamp('started_at', { withTimezone: true }).notNull(),
    finishedAt: timestamp('finished_at', { withTimezone: true }),
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
    at: timestamp({ withTimezone: true }).notNull(),
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
