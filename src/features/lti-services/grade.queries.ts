import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import { asJson, selectRows, type Database } from '../../infra/db.ts';
import { GRADING_PROGRESS, ACTIVITY_PROGRESS } from './services.schema.ts';
import { grades } from './services.tables.ts';

export type GradeRow = typeof grades.$inferSelect;

export interface Cell {
  lineItemId: string;
  personId: string;
}

/** What the outbox holds of these cells, locked until the transaction ends, in one order for all. */
export const takeGrades = (
  tx: Database,
  schoolId: string,
  cells: { lineItemIds: readonly string[]; personIds: readonly string[] },
): Promise<GradeRow[]> =>
  tx
    .select()
    .from(grades)
    .where(
      and(
        eq(grades.schoolId, schoolId),
        inArray(grades.lineItemId, [...cells.lineItemIds]),
        inArray(grades.personId, [...cells.personIds]),
      ),
    )
    .orderBy(asc(grades.lineItemId), asc(grades.personId))
    .for('update');

export type WrittenGrade = Pick<
  GradeRow,
  | 'lineItemId'
  | 'personId'
  | 'scoreGiven'
  | 'scoreMaximum'
  | 'activityProgress'
  | 'gradingProgress'
  | 'gradedAt'
  | 'nextAttemptAt'
>;

const WRITTEN = sql`line_item_id uuid, person_id uuid, score_given float8, score_maximum float8, activity_progress text,
  grading_progress text, graded_at timestamptz, next_attempt_at timestamptz`;

const asRecords = (rows: readonly WrittenGrade[]) =>
  asJson(
    rows.map((row) => ({
      line_item_id: row.lineItemId,
      person_id: row.personId,
      score_given: row.scoreGiven,
      score_maximum: row.scoreMaximum,
      activity_progress: row.activityProgress,
      grading_progress: row.gradingProgress,
      graded_at: row.gradedAt,
      next_attempt_at: row.nextAttemptAt,
    })),
  );

/** Newer grades in the place of those that `takeGrades` holds; sending starts over. */
export async function updateGrades(
  tx: Database,
  schoolId: string,
  rows: readonly WrittenGrade[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    update grades g set score_given = n.score_given, score_maximum = n.score_maximum,
      activity_progress = n.activity_progress, grading_progress = n.grading_progress, graded_at = n.graded_at,
      next_attempt_at = n.next_attempt_at, state = 'waiting', attempts = 0, problem = null, http_status = null
    from jsonb_to_recordset(${asRecords(rows)}) as n (${WRITTEN})
    where g.school_id = ${schoolId}::uuid and g.line_item_id = n.line_item_id and g.person_id = n.person_id`);
}

const CellRow = z.object({ lineItemId: z.uuid(), personId: z.uuid() });

/** Grades of cells that had none; tells which ones another was quicker to write. */
export async function insertGrades(
  tx: Database,
  schoolId: string,
  rows: readonly WrittenGrade[],
): Promise<{ written: Cell[] }> {
  if (rows.length === 0) return { written: [] };
  const written = await selectRows(
    tx,
    CellRow,
    sql`insert into grades (school_id, line_item_id, person_id, score_given, score_maximum, activity_progress,
          grading_progress, graded_at, next_attempt_at, state, attempts)
        select ${schoolId}::uuid, n.line_item_id, n.person_id, n.score_given, n.score_maximum, n.activity_progress,
          n.grading_progress, n.graded_at, n.next_attempt_at, 'waiting', 0
        from jsonb_to_recordset(${asRecords(rows)}) as n (${WRITTEN})
        order by n.line_item_id, n.person_id
        on conflict do nothing
        returning line_item_id as "lineItemId", person_id as "personId"`,
  );
  return { written };
}

/** A grade given to a sender, with all that sending takes. */
const ClaimedGrade = z.object({
  schoolId: z.uuid(),
  lineItemId: z.uuid(),
  personId: z.uuid(),
  scoreGiven: z.number().nullable(),
  scoreMaximum: z.number(),
  activityProgress: z.enum(ACTIVITY_PROGRESS),
  gradingProgress: z.enum(GRADING_PROGRESS),
  gradedAt: z.coerce.date(),
  attempts: z.number(),
  registrationId: z.uuid(),
  url: z.string(),
  /** Who the learner is to the platform; null: it never told us. */
  subject: z.string().nullable(),
});
export type ClaimedGrade = z.output<typeof ClaimedGrade>;

/**
 * Takes grades that are due, of all schools: nobody else gets them until the lease is over, so what a process that dies
 * had taken is sent later. Their problem is cleared: “on its way”. A grade the platform found too old gets a new time.
 */
export const claimGrades = (
  db: Database,
  given: { now: Date; leaseUntil: Date; limit: number },
): Promise<ClaimedGrade[]> => {
  const now = sql`${given.now.toISOString()}::timestamptz`;
  return selectRows(
    db,
    ClaimedGrade,
    sql`with due as (
        select g.school_id, g.line_item_id, g.person_id, n.registration_id, n.url, r.issuer
        from grades g
        join line_items n on n.school_id = g.school_id and n.id = g.line_item_id
        join lti_registrations r on r.school_id = n.school_id and r.id = n.registration_id
        join people p on p.school_id = g.school_id and p.id = g.person_id
        where g.state = 'waiting' and g.next_attempt_at <= ${now} and r.active and not r.pending
          and p.erased_at is null
        order by g.next_attempt_at
        limit ${given.limit}
        for update of g skip locked)
      update grades g set attempts = g.attempts + 1,
        next_attempt_at = ${given.leaseUntil.toISOString()}::timestamptz, problem = null,
        graded_at = case when g.problem = 'newerThere' then greatest(g.graded_at, ${now}) else g.graded_at end
      from due
      where g.school_id = due.school_id and g.line_item_id = due.line_item_id and g.person_id = due.person_id
      returning g.school_id as "schoolId", g.line_item_id as "lineItemId", g.person_id as "personId",
        g.score_given as "scoreGiven", g.score_maximum as "scoreMaximum",
        g.activity_progress as "activityProgress", g.grading_progress as "gradingProgress",
        g.graded_at as "gradedAt", g.attempts, due.registration_id as "registrationId", due.url,
        (select substr(i.actor_key, length(k.prefix) + 1)
          from identities i, (select 'account|' || rtrim(due.issuer, '/') || '|' as prefix) k
          where i.school_id = g.school_id and i.person_id = g.person_id and i.method = 'lti'
            and starts_with(i.actor_key, k.prefix)
          order by i.created_at desc limit 1) as subject`,
  );
};
