import { and, eq, isNull, sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows, type Database } from '../../infra/db.ts';
import { stoodInFor } from './delegations.queries.ts';
import type { ListedNotice } from './inbox.schema.ts';
import { notices } from './inbox.tables.ts';

export interface InboxReader {
  schoolId: string;
  personId: string;
  now: Date;
}

/** A reader's own notices, and those of whom they stand in for. */
const isFor = (reader: InboxReader): SQL =>
  sql`(n.person_id = ${reader.personId}::uuid or (n.for_deputy and exists (
        select 1 from ${stoodInFor(reader)} s where s.person_id = n.person_id
          and (s.course_id is null or s.course_id = n.course_id))))`;

const Notice = z.object({
  id: z.string(),
  kind: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
  dueAt: z.coerce.date().nullable(),
  createdAt: z.coerce.date(),
  readAt: z.coerce.date().nullable(),
  doneAt: z.coerce.date().nullable(),
  aboutName: z.string().nullable(),
  courseTitle: z.string().nullable(),
  forName: z.string().nullable(),
});

const INBOX_SHOWN = 300;

/** What waits, soonest first and without a day last; or what is done, newest first. */
export const selectNotices = (
  db: Database,
  reader: InboxReader,
  show: 'open' | 'done',
): Promise<ListedNotice[]> =>
  selectRows(
    db,
    Notice,
    sql`select n.id::text, n.kind, n."values", n.due_at as "dueAt", n.created_at as "createdAt", n.read_at as "readAt",
          n.done_at as "doneAt", a.display_name as "aboutName", c.title as "courseTitle",
          case when n.person_id = ${reader.personId}::uuid then null else o.display_name end as "forName"
        from notices n
        join people o on o.school_id = n.school_id and o.id = n.person_id
        left join people a on a.school_id = n.school_id and a.id = n.about_person_id
        left join courses c on c.school_id = n.school_id and c.id = n.course_id
        where n.school_id = ${reader.schoolId}::uuid and ${isFor(reader)}
          and n.done_at is ${show === 'open' ? sql`null` : sql`not null`}
        order by ${show === 'open' ? sql`n.due_at nulls last, n.urgent desc, n.created_at, n.id` : sql`n.done_at desc, n.id`}
        limit ${INBOX_SHOWN}`,
  );

/** How many of what waits somebody hasn't looked at. */
export async function countUnread(db: Database, reader: InboxReader): Promise<number> {
  const [row] = await selectRows(
    db,
    z.object({ count: z.number() }),
    sql`select count(*)::int as count from notices n
        where n.school_id = ${reader.schoolId}::uuid and n.done_at is null and n.read_at is null
          and ${isFor(reader)}`,
  );
  return row?.count ?? 0;
}

/** Marks a notice as looked at and returns where it leads; undefined where it is nobody's the reader answers for. */
export const takeNotice = async (
  db: Database,
  reader: InboxReader,
  noticeId: string,
): Promise<string | undefined> =>
  (
    await selectRows(
      db,
      z.object({ link: z.string() }),
      sql`update notices n set read_at = coalesce(n.read_at, ${reader.now.toISOString()}::timestamptz)
          where n.school_id = ${reader.schoolId}::uuid and n.id = ${noticeId}::uuid and ${isFor(reader)}
          returning n.link`,
    )
  )[0]?.link;

/** Puts away what was only to be known; a duty ends when it is done. */
export async function putAwayNotice(db: Database, reader: InboxReader, noticeId: string): Promise<boolean> {
  const gone = await db
    .update(notices)
    .set({ doneAt: reader.now })
    .where(
      and(
        eq(notices.schoolId, reader.schoolId),
        eq(notices.personId, reader.personId),
        eq(notices.id, noticeId),
        isNull(notices.dueAt),
        isNull(notices.doneAt),
      ),
    )
    .returning({ id: notices.id });
  return gone.length > 0;
}

export const selectOwnNotices = (db: Database, key: { schoolId: string; personId: string }) =>
  db
    .select({
      kind: notices.kind,
      values: notices.values,
      dueAt: notices.dueAt,
      createdAt: notices.createdAt,
      readAt: notices.readAt,
      doneAt: notices.doneAt,
    })
    .from(notices)
    .where(and(eq(notices.schoolId, key.schoolId), eq(notices.personId, key.personId)))
    .orderBy(notices.createdAt);
