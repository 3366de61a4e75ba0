import { sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows, type Database } from '../../infra/db.ts';

/** Which grades of a course; without a column all, without a person the whole column. */
export interface ResendScope {
  schoolId: string;
  courseId: string | null;
  lineItemId: string | null;
  personId: string | null;
}

/** On its way: a sender has it. Its problem is cleared and its lease runs. */
const isUnderway = (now: SQL): SQL =>
  sql`(g.state = 'waiting' and g.attempts > 0 and g.problem is null and g.next_attempt_at > ${now})`;

/**
 * Lets grades that didn't get there be sent now, with a time later than any the platform may have seen. Those on their
 * way, or not tried yet, need nothing. Returns how many.
 */
export async function resendGrades(
  db: Database,
  scope: ResendScope,
  given: { now: Date; problems: readonly string[] | null },
): Promise<number> {
  const now = sql`${given.now.toISOString()}::timestamptz`;
  const only = (column: SQL, value: string | null) =>
    value === null ? sql`` : sql`and ${column} = ${value}::uuid`;
  const rows = await selectRows(
    db,
    z.object({ personId: z.string() }),
    sql`update grades g set state = 'waiting', attempts = 0, problem = null, http_status = null,
        graded_at = greatest(${now}, g.graded_at + interval '1 second'),
        next_attempt_at = greatest(${now}, g.graded_at + interval '1 second')
      from line_items n
      where n.school_id = g.school_id and n.id = g.line_item_id and g.school_id = ${scope.schoolId}::uuid
        ${only(sql`n.course_id`, scope.courseId)} ${only(sql`n.id`, scope.lineItemId)}
        ${only(sql`g.person_id`, scope.personId)}
        and g.state <> 'sent' and (g.state = 'dead' or g.problem is not null) and not ${isUnderway(now)}
        ${given.problems === null ? sql`` : sql`and g.problem in (select jsonb_array_elements_text(${JSON.stringify(given.problems)}::jsonb))`}
      returning g.person_id as "personId"`,
  );
  return rows.length;
}
