import { sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { asJson, selectRows, type Database } from '../../infra/db.ts';
import { isResolvable } from '../roster/index.ts';

/** Something that an actor whom nobody knows did in a course. */
export interface UnknownEvent {
  actorKey: string;
  courseId: string;
  name: string | null;
  at: Date;
}

/** Adds events, in fold order, to what is known of unknown actors. */
export async function noteUnknownActors(
  tx: Database,
  schoolId: string,
  events: readonly UnknownEvent[],
): Promise<void> {
  if (events.length === 0) return;
  await tx.execute(
    sql`insert into unknown_actors as u (school_id, actor_key, course_id, name, statements, last_at)
        select ${schoolId}::uuid, e.event->>'actorKey', (e.event->>'courseId')::uuid,
          (array_agg(e.event->>'name' order by e.place desc) filter (where e.event->>'name' is not null))[1],
          count(*)::int, max((e.event->>'at')::timestamptz)
        from jsonb_array_elements(${asJson(events)}) with ordinality as e(event, place)
        group by 2, 3
        on conflict (school_id, actor_key, course_id) do update set name = coalesce(excluded.name, u.name),
          statements = u.statements + excluded.statements, last_at = greatest(u.last_at, excluded.last_at)`,
  );
}

/** Actors whose statements wait for a person and who are still nobody. */
const waiting = (schoolId: string): SQL => sql`
  select distinct r.actor_key from refold_actors r
  where r.school_id = ${schoolId}::uuid and r.waits_for = 'person'
    and not ${isResolvable(sql`r.school_id`, sql`r.actor_key`)}`;

const ActorRow = z.object({
  actorKey: z.string(),
  name: z.string().nullable(),
  statements: z.int(),
  courses: z.array(z.string()),
  lastAt: z.coerce.date().nullable(),
});

export interface UnknownActorsWanted {
  schoolId: string;
  /** Part of an identifier or name; '': all. */
  find: string;
  /** Only mailboxes. */
  mailboxes?: boolean;
  limit: number;
  offset: number;
}

/** Unknown actors with what their courses have of them, those with most statements first. */
export const selectUnknownActors = (
  db: Database,
  { schoolId, find, mailboxes = false, limit, offset }: UnknownActorsWanted,
): Promise<z.output<typeof ActorRow>[]> =>
  selectRows(
    db,
    ActorRow,
    sql`select w.actor_key as "actorKey", max(u.name) as name, coalesce(sum(u.statements), 0)::int as statements,
          coalesce(jsonb_agg(c.title order by c.title) filter (where c.id is not null), '[]') as courses,
          max(u.last_at) as "lastAt"
        from (${waiting(schoolId)}) w
        left join unknown_actors u on u.school_id = ${schoolId}::uuid and u.actor_key = w.actor_key
        left join courses c on c.school_id = u.school_id and c.id = u.course_id
        group by w.actor_key
        having ${isMeant(find, mailboxes)}
        order by coalesce(sum(u.statements), 0) desc, w.actor_key collate "C"
        limit ${limit}::int offset ${offset}::int`,
  );

export async function countUnknownActors(
  db: Database,
  { schoolId, find }: { schoolId: string; find: string },
): Promise<number> {
  const [row] = await selectRows(
    db,
    z.object({ count: z.int() }),
    sql`select count(*)::int as count from (
          select w.actor_key from (${waiting(schoolId)}) w
          left join unknown_actors u on u.school_id = ${schoolId}::uuid and u.actor_key = w.actor_key
          group by w.actor_key having ${isMeant(find, false)}) found`,
  );
  return row?.count ?? 0;
}

function isMeant(find: string, mailboxes: boolean): SQL {
  const like = `%${find.replace(/[\\%_]/g, '\\$&')}%`;
  const found = find === '' ? sql`true` : sql`(w.actor_key ilike ${like} or bool_or(u.name ilike ${like}))`;
  return mailboxes ? sql`${found} and (w.actor_key like 'mbox|%' or w.actor_key like 'sha1|%')` : found;
}

/** Of these actors those that wait for a person, with the names that senders give them. */
export async function selectWaitingActors(
  db: Database,
  schoolId: string,
  actorKeys: readonly string[],
): Promise<Map<string, string | null>> {
  const rows = await selectRows(
    db,
    z.object({ actorKey: z.string(), name: z.string().nullable() }),
    sql`select w.actor_key as "actorKey", max(u.name) as name from (${waiting(schoolId)}) w
        left join unknown_actors u on u.school_id = ${schoolId}::uuid and u.actor_key = w.actor_key
        where w.actor_key in (select value from jsonb_array_elements_text(${asJson(actorKeys)}))
        group by w.actor_key`,
  );
  return new Map(rows.map(({ actorKey, name }) => [actorKey, name]));
}

/** A sender that names each account's home page anew could fill a page. */
const HOME_PAGES = 20;
const HomePageRow = z.object({
  homePage: z.string(),
  actors: z.int(),
  known: z.array(z.object({ platform: z.string(), actors: z.int() })),
});

/**
 * Home pages of accounts that are nobody yet, most accounts first, and for each of these platforms how many of the
 * accounts somebody has there; also of those whose courses aren't known either, as where an LMS moved to another address.
 */
export const selectUnknownHomePages = (
  db: Database,
  schoolId: string,
  platforms: readonly string[],
): Promise<z.output<typeof HomePageRow>[]> =>
  selectRows(
    db,
    HomePageRow,
    sql`with actors as (
          select distinct split_part(r.actor_key, '|', 2) as home_page, r.actor_key from refold_actors r
          where r.school_id = ${schoolId}::uuid and r.actor_key like 'account|%'
            and not ${isResolvable(sql`r.school_id`, sql`r.actor_key`)}
        ), pages as (
          select home_page, count(*)::int as actors from actors group by 1 order by 2 desc, 1 limit ${HOME_PAGES}::int
        )
        select p.home_page as "homePage", p.actors, coalesce((
            select jsonb_agg(jsonb_build_object('platform', t.value, 'actors', (
              select count(*)::int from actors a join identities i on i.school_id = ${schoolId}::uuid
                and i.actor_key = 'account|' || t.value || substr(a.actor_key, length('account|' || a.home_page) + 1)
              where a.home_page = p.home_page)) order by t.value)
            from jsonb_array_elements_text(${asJson(platforms)}) t(value)), '[]') as known
        from pages p order by p.actors desc, p.home_page`,
  );
