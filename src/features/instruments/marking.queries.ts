import { and, asc, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows, type Database } from '../../infra/db.ts';
import { people } from '../roster/roster.tables.ts';
import { instrumentMarks } from './instruments.tables.ts';
import { QueueRow } from './marking.schema.ts';

/** Attempts with open answers that others than `personId` handed in, oldest first; of a course's learners, or of all. */
export const selectMarkingQueue = (
  db: Database,
  key: { schoolId: string; personId: string; courseId: string | null },
): Promise<QueueRow[]> =>
  selectRows(
    db,
    QueueRow,
    sql`select t.id::text as "attemptId", v.definition->'title' as title, t.submitted_at as "submittedAt",
          v.definition->'marking'->'by' as by, (v.definition->'marking'->>'raters')::int as raters,
          coalesce((select jsonb_agg(m.rater_person_id) from instrument_marks m
            where m.school_id = t.school_id and m.attempt_id = t.id), '[]'::jsonb) as "raterIds"
        from instrument_attempts t
        join instrument_versions v on v.school_id = t.school_id and v.instrument_id = t.instrument_id
          and v.version = t.version and v.definition->'marking' is not null
        where t.school_id = ${key.schoolId}::uuid and t.submitted_at is not null
          and t.person_id is not null and t.person_id <> ${key.personId}::uuid
          and ${
            key.courseId === null
              ? sql`true`
              : sql`exists (select 1 from memberships m where m.school_id = t.school_id
                  and m.person_id = t.person_id and m.course_id = ${key.courseId}::uuid
                  and m.role = 'learner' and m.active)`
          }
        order by t.submitted_at, t.id limit 500`,
  );

/** Whether an attempt's person learns in a course now. */
export async function isLearnerIn(
  db: Database,
  key: { schoolId: string; personId: string; courseId: string },
): Promise<boolean> {
  const rows = await selectRows(
    db,
    z.object({ found: z.literal(1) }),
    sql`select 1 as found from memberships where school_id = ${key.schoolId}::uuid
          and person_id = ${key.personId}::uuid and course_id = ${key.courseId}::uuid
          and role = 'learner' and active`,
  );
  return rows.length > 0;
}

/** Who has marked an attempt, sealed, in the order they did. */
export const selectMarks = (db: Database, key: { schoolId: string; attemptId: string }) =>
  db
    .select({
      raterPersonId: instrumentMarks.raterPersonId,
      raterName: people.displayName,
      marksSealed: instrumentMarks.marksSealed,
      markedAt: instrumentMarks.markedAt,
    })
    .from(instrumentMarks)
    .innerJoin(
      people,
      and(eq(people.schoolId, instrumentMarks.schoolId), eq(people.id, instrumentMarks.raterPersonId)),
    )
    .where(and(eq(instrumentMarks.schoolId, key.schoolId), eq(instrumentMarks.attemptId, key.attemptId)))
    .orderBy(asc(instrumentMarks.markedAt), asc(instrumentMarks.raterPersonId));

/** What somebody has marked, for their own "my data". */
export const selectMarkedBy = (db: Database, key: { schoolId: string; personId: string }) =>
  db
    .select({ attemptId: instrumentMarks.attemptId, markedAt: instrumentMarks.markedAt })
    .from(instrumentMarks)
    .where(and(eq(instrumentMarks.schoolId, key.schoolId), eq(instrumentMarks.raterPersonId, key.personId)))
    .orderBy(asc(instrumentMarks.markedAt));
