import { sql, type SQL } from 'drizzle-orm';
import { asJson, type Database } from '../../infra/db.ts';
import type { ClaimedGrade } from './grade.queries.ts';

/** What became of one sending; written only where the grade is still the one that was sent. */
export interface Outcome {
  grade: ClaimedGrade;
  state: 'sent' | 'waiting' | 'dead';
  problem: string | null;
  httpStatus: number | null;
  sentAt: Date | null;
  gradedAt: Date;
  nextAttemptAt: Date;
  attempts: number;
}

const time = (at: Date): SQL => sql`${at.toISOString()}::timestamptz`;

/**
 * Writes what became of a sending. Where a newer grade was recorded meanwhile it waited for this one: now it is due.
 */
export async function saveOutcome(db: Database, outcome: Outcome, now: Date): Promise<void> {
  const { grade, sentAt } = outcome;
  const isCell = sql`school_id = ${grade.schoolId}::uuid and line_item_id = ${grade.lineItemId}::uuid
    and person_id = ${grade.personId}::uuid and state = 'waiting'`;
  const sentOne = time(grade.gradedAt);
  await db.execute(sql`
    update grades set
      state = case when graded_at = ${sentOne} then ${outcome.state}::text else state end,
      problem = case when graded_at = ${sentOne} then ${outcome.problem}::text else problem end,
      http_status = case when graded_at = ${sentOne} then ${outcome.httpStatus}::int else http_status end,
      sent_at = case when ${outcome.state}::text = 'sent' then ${sentAt?.toISOString() ?? null}::timestamptz
        else sent_at end,
      attempts = case when graded_at = ${sentOne} then ${outcome.attempts}::int else attempts end,
      next_attempt_at = case when graded_at = ${sentOne} then ${time(outcome.nextAttemptAt)}
        when attempts = 0 then greatest(graded_at, ${time(now)}) else next_attempt_at end,
      graded_at = case when graded_at = ${sentOne} then ${time(outcome.gradedAt)} else graded_at end
    where ${isCell} and graded_at >= ${sentOne}`);
}

const KEYS = sql`school_id uuid, line_item_id uuid, person_id uuid, graded_at timestamptz`;
const asKeys = (grades: readonly ClaimedGrade[]): SQL =>
  asJson(
    grades.map((grade) => ({
      school_id: grade.schoolId,
      line_item_id: grade.lineItemId,
      person_id: grade.personId,
      graded_at: grade.gradedAt,
    })),
  );

/** Gives grades back that were taken and not tried; `dead`: it would have been in vain. */
export async function releaseGrades(
  db: Database,
  untried: readonly ClaimedGrade[],
  given: { state: 'waiting' | 'dead'; problem: string; until: Date },
): Promise<void> {
  if (untried.length === 0) return;
  await db.execute(sql`
    update grades g set attempts = greatest(g.attempts - 1, 0), state = ${given.state}, problem = ${given.problem},
      http_status = null, next_attempt_at = ${time(given.until)}
    from jsonb_to_recordset(${asKeys(untried)}) as k (${KEYS})
    where g.school_id = k.school_id and g.line_item_id = k.line_item_id and g.person_id = k.person_id
      and g.graded_at = k.graded_at and g.state = 'waiting'`);
}

/** Nothing else is sent to a platform that needs a rest: whatever is due before its end waits too. */
export async function postponeGrades(
  db: Database,
  registration: { schoolId: string; registrationId: string },
  given: { problem: string; until: Date; now: Date },
): Promise<void> {
  await db.execute(sql`
    update grades g set next_attempt_at = ${time(given.until)}, problem = ${given.problem}, http_status = null
    from line_items n
    where n.school_id = g.school_id and n.id = g.line_item_id and g.school_id = ${registration.schoolId}::uuid
      and n.registration_id = ${registration.registrationId}::uuid and g.state = 'waiting'
      and g.next_attempt_at <= ${time(given.now)}`);
}
