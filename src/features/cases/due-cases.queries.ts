import { and, asc, gt, inArray, isNotNull, isNull, lte, or, sql } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import { cases } from './cases.tables.ts';

/** Cases whose time to answer is over and which nobody has acted on. */
export const selectOverdueCases = (
  db: Database,
  now: Date,
): Promise<{ schoolId: string; caseId: string }[]> =>
  db
    .select({ schoolId: cases.schoolId, caseId: cases.id })
    .from(cases)
    .where(
      and(
        isNull(cases.closedAt),
        sql`${cases.dueAt} <= ${now.toISOString()}::timestamptz`,
        sql`${cases.state} in ('raised', 'acknowledged')`,
        sql`(${cases.escalatedAt} is null or (${cases.level} = 'yellow' and ${cases.worsenedAt} is not null))`,
      ),
    )
    .orderBy(asc(cases.dueAt));

/** Cases that nobody has acted on and that are to be answered before `until`; not those that wait on purpose. */
export const selectCasesDue = (db: Database, { now, until }: { now: Date; until: Date }) =>
  db
    .select({
      schoolId: cases.schoolId,
      caseId: cases.id,
      courseId: cases.courseId,
      subjectPersonId: cases.subjectPersonId,
      ownerPersonId: cases.ownerPersonId,
      dueAt: cases.dueAt,
    })
    .from(cases)
    .where(
      and(
        isNull(cases.closedAt),
        isNotNull(cases.ownerPersonId),
        gt(cases.dueAt, now),
        lte(cases.dueAt, until),
        inArray(cases.state, ['raised', 'acknowledged']),
        or(isNull(cases.snoozedUntil), lte(cases.snoozedUntil, now)),
      ),
    )
    .orderBy(asc(cases.dueAt));
