import { and, asc, eq, isNotNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows, type Database } from '../../infra/db.ts';
import { ltiItems } from '../lti/lti.tables.ts';
import { ACTIVITY_PROGRESS, GRADE_STATES, GRADING_PROGRESS } from './services.schema.ts';
import { lineItems } from './services.tables.ts';

export interface GradesScope {
  schoolId: string;
  /** null: the whole school. */
  courseId: string | null;
}

const Column = z.object({
  id: z.uuid(),
  label: z.string(),
  kind: z.string(),
  ref: z.string(),
  courseTitle: z.string(),
  platform: z.string(),
  active: z.boolean(),
  sent: z.number(),
  waiting: z.number(),
  dead: z.number(),
  lastSentAt: z.coerce.date().nullable(),
});
export type Column = z.output<typeof Column>;

/** Who left the course or had their data erased needs no grade any more; what was sent stays counted. */
const COUNTS = sql`(g.state = 'sent' or (p.erased_at is null and exists (select 1 from memberships m
  where m.school_id = g.school_id and m.course_id = n.course_id and m.person_id = g.person_id and m.active)))`;

const inScope = ({ schoolId, courseId }: GradesScope) =>
  courseId === null
    ? sql`n.school_id = ${schoolId}::uuid`
    : sql`n.school_id = ${schoolId}::uuid and n.course_id = ${courseId}::uuid`;

/** The columns we fill, with how many of their grades got there. */
export const selectColumns = (db: Database, scope: GradesScope): Promise<Column[]> =>
  selectRows(
    db,
    Column,
    sql`select n.id, n.label, i.kind, i.ref, c.title as "courseTitle", coalesce(r.platform_name, r.issuer) as platform,
        r.active and not r.pending as active,
        count(p.id) filter (where g.state = 'sent' and ${COUNTS})::int as sent,
        count(p.id) filter (where g.state = 'waiting' and ${COUNTS})::int as waiting,
        count(p.id) filter (where g.state = 'dead' and ${COUNTS})::int as dead,
        max(g.sent_at)::text as "lastSentAt"
      from line_items n
      join courses c on c.school_id = n.school_id and c.id = n.course_id
      join lti_registrations r on r.school_id = n.school_id and r.id = n.registration_id
      join lti_items i on i.school_id = n.school_id and i.id = n.item_id
      left join grades g on g.school_id = n.school_id and g.line_item_id = n.id
      left join people p on p.school_id = g.school_id and p.id = g.person_id
      where ${inScope(scope)}
      group by n.id, n.school_id, n.label, n.created_at, i.kind, i.ref, c.title, r.platform_name, r.issuer, r.active, r.pending
      order by c.title, n.created_at, n.id`,
  );

const OpenCell = z.object({
  lineItemId: z.uuid(),
  personId: z.uuid(),
  name: z.string(),
  scoreGiven: z.number().nullable(),
  scoreMaximum: z.number(),
  activityProgress: z.enum(ACTIVITY_PROGRESS),
  gradingProgress: z.enum(GRADING_PROGRESS),
  state: z.enum(GRADE_STATES).exclude(['sent']),
  attempts: z.number(),
  problem: z.string().nullable(),
  httpStatus: z.number().nullable(),
  nextAttemptAt: z.coerce.date(),
});
export type OpenCell = z.output<typeof OpenCell>;

/** Grades that haven't got there, the given-up ones first. */
export const selectOpenCells = (db: Database, scope: GradesScope, limit: number): Promise<OpenCell[]> =>
  selectRows(
    db,
    OpenCell,
    sql`select g.line_item_id as "lineItemId", g.person_id as "personId", p.display_name as name,
        g.score_given as "scoreGiven", g.score_maximum as "scoreMaximum",
        g.activity_progress as "activityProgress", g.grading_progress as "gradingProgress", g.state, g.attempts,
        g.problem, g.http_status as "httpStatus", g.next_attempt_at::text as "nextAttemptAt"
      from grades g
      join line_items n on n.school_id = g.school_id and n.id = g.line_item_id
      join people p on p.school_id = g.school_id and p.id = g.person_id
      where ${inScope(scope)} and g.state <> 'sent' and ${COUNTS}
      order by g.state = 'dead' desc, p.display_name, g.person_id
      limit ${limit}`,
  );

/** Graded things of a course that nobody has opened from the LMS yet, or for which it gives no column. */
export const selectItemsWithoutColumn = (
  db: Database,
  { schoolId, courseId }: { schoolId: string; courseId: string },
): Promise<{ title: string }[]> =>
  db
    .select({ title: ltiItems.title })
    .from(ltiItems)
    .where(
      and(
        eq(ltiItems.schoolId, schoolId),
        eq(ltiItems.courseId, courseId),
        isNotNull(ltiItems.scoreMaximum),
        sql`not exists (select 1 from line_items n where n.school_id = ${ltiItems.schoolId}
          and n.item_id = ${ltiItems.id})`,
      ),
    )
    .orderBy(asc(ltiItems.title), asc(ltiItems.id));

/** The title of a column of this school (and course, where one is given); undefined: there is none. */
export async function findLineItemTitle(
  db: Database,
  key: { schoolId: string; courseId: string | null; lineItemId: string },
): Promise<string | undefined> {
  const [row] = await db
    .select({ label: lineItems.label })
    .from(lineItems)
    .where(
      and(
        eq(lineItems.schoolId, key.schoolId),
        eq(lineItems.id, key.lineItemId),
        key.courseId === null ? undefined : eq(lineItems.courseId, key.courseId),
      ),
    );
  return row?.label;
}
