import { and, asc, eq, sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { asJson, selectRows, type Database } from '../../infra/db.ts';
import { homePageAliases, mailboxPlatforms } from './identity.tables.ts';
import { identities } from './roster.tables.ts';

const Resolved = z.object({
  actorKey: z.string(),
  /** null: the actor is ignored. */
  personId: z.string().nullable(),
  erased: z.boolean(),
});
export type ResolvedActor = z.output<typeof Resolved>;

/** The key that an account under an alias has at its platform itself. */
const platformKey = (actorKey: SQL): SQL =>
  sql`'account|' || a.platform || substr(${actorKey}, length('account|' || a.home_page) + 1)`;
const isUnderAlias = (actorKey: SQL): SQL =>
  sql`${actorKey} like 'account|%' and a.home_page = split_part(${actorKey}, '|', 2)`;

/**
 * Who these actors are; those whom nothing is known of are left out. What stands about the very identifier comes first,
 * then that it is ignored, then the account of the same name on the platform whose alias its home page is.
 */
export const resolveActors = (
  db: Database,
  schoolId: string,
  actorKeys: readonly string[],
): Promise<ResolvedActor[]> =>
  actorKeys.length === 0
    ? Promise.resolve([])
    : selectRows(
        db,
        Resolved,
        sql`select k.value as "actorKey", p.id::text as "personId", p.erased_at is not null as erased
            from jsonb_array_elements_text(${asJson(actorKeys)}) k(value)
            left join identities own on own.school_id = ${schoolId}::uuid and own.actor_key = k.value
            left join ignored_actors g on own.actor_key is null
              and g.school_id = ${schoolId}::uuid and g.actor_key = k.value
            left join home_page_aliases a on own.actor_key is null and g.actor_key is null
              and a.school_id = ${schoolId}::uuid and ${isUnderAlias(sql`k.value`)}
            left join identities there on there.school_id = ${schoolId}::uuid
              and there.actor_key = ${platformKey(sql`k.value`)}
            left join people p on p.school_id = ${schoolId}::uuid
              and p.id = coalesce(own.person_id, there.person_id)
            where own.actor_key is not null or g.actor_key is not null or there.actor_key is not null`,
      );

/** Person by actor key, of those actors that are somebody of the school; null: ignored, or somebody who was erased. */
export async function selectIdentities(
  db: Database,
  schoolId: string,
  actorKeys: readonly string[],
): Promise<Map<string, string | null>> {
  const rows = await resolveActors(db, schoolId, actorKeys);
  return new Map(rows.map(({ actorKey, personId, erased }) => [actorKey, erased ? null : personId]));
}

/** Whether something is known of an actor, as a condition on another table's columns; as `resolveActors` finds it. */
export const isResolvable = (schoolId: SQL, actorKey: SQL): SQL => sql`(
  exists (select 1 from identities i where i.school_id = ${schoolId} and i.actor_key = ${actorKey})
  or exists (select 1 from ignored_actors g where g.school_id = ${schoolId} and g.actor_key = ${actorKey})
  or exists (select 1 from home_page_aliases a
    join identities i on i.school_id = a.school_id and i.actor_key = ${platformKey(actorKey)}
    where a.school_id = ${schoolId} and ${isUnderAlias(actorKey)}))`;

const Key = z.object({ actorKey: z.string() });

/** All actors that are one of these people, under aliases too, whether or not statements name them so. */
export async function selectActorsOf(
  db: Database,
  schoolId: string,
  personIds: readonly string[],
): Promise<string[]> {
  if (personIds.length === 0) return [];
  const rows = await selectRows(
    db,
    Key,
    sql`with own as (
          select i.actor_key from identities i
          where i.school_id = ${schoolId}::uuid
            and i.person_id in (select value::uuid from jsonb_array_elements_text(${asJson(personIds)}))
        ), alias as (${underAliases(schoolId, sql`own`)})
        select actor_key as "actorKey" from own union select actor_key from alias`,
  );
  return rows.map(({ actorKey }) => actorKey);
}

/** The keys that accounts of `source(actor_key)` have under their platforms' aliases, where nothing else stands there. */
const underAliases = (schoolId: string, source: SQL): SQL => sql`
  select k.actor_key from ${source} s
  join home_page_aliases a on a.school_id = ${schoolId}::uuid
    and s.actor_key like 'account|%' and a.platform = split_part(s.actor_key, '|', 2)
  cross join lateral (select 'account|' || a.home_page || substr(s.actor_key, length('account|' || a.platform) + 1)) k(actor_key)
  where not exists (select 1 from identities i where i.school_id = ${schoolId}::uuid and i.actor_key = k.actor_key)
    and not exists (select 1 from ignored_actors g where g.school_id = ${schoolId}::uuid and g.actor_key = k.actor_key)`;

/** What these actors' accounts are under their platforms' aliases, where nothing else stands. */
export async function selectUnderAliases(
  db: Database,
  schoolId: string,
  actorKeys: readonly string[],
): Promise<string[]> {
  if (actorKeys.length === 0) return [];
  const given = sql`(select value as actor_key from jsonb_array_elements_text(${asJson(actorKeys)}))`;
  const rows = await selectRows(
    db,
    Key,
    sql`select u.actor_key as "actorKey" from (${underAliases(schoolId, given)}) u`,
  );
  return rows.map(({ actorKey }) => actorKey);
}

const AliasedActor = z.object({ actorKey: z.string(), personId: z.string(), erased: z.boolean() });

/** The actors that are somebody only by this alias, whether or not statements name them so. */
export const selectAliasedActors = (
  db: Database,
  schoolId: string,
  alias: { homePage: string; platform: string },
): Promise<z.output<typeof AliasedActor>[]> =>
  selectRows(
    db,
    AliasedActor,
    sql`select k.actor_key as "actorKey", i.person_id::text as "personId", p.erased_at is not null as erased
        from identities i
        join people p on p.school_id = i.school_id and p.id = i.person_id
        cross join lateral (select 'account|' || ${alias.homePage}::text
          || substr(i.actor_key, length('account|' || ${alias.platform}::text) + 1)) k(actor_key)
        where i.school_id = ${schoolId}::uuid and starts_with(i.actor_key, 'account|' || ${alias.platform}::text || '|')
          and not exists (select 1 from identities o where o.school_id = i.school_id and o.actor_key = k.actor_key)
          and not exists (select 1 from ignored_actors g
            where g.school_id = i.school_id and g.actor_key = k.actor_key)`,
  );

/** Of these actors, those about whom something was ever decided: no rule makes a person of what staff took from one. */
export async function selectJudged(
  db: Database,
  schoolId: string,
  actorKeys: readonly string[],
): Promise<Set<string>> {
  const rows = await selectRows(
    db,
    Key,
    sql`select distinct m.actor_key as "actorKey" from identity_moves m where m.school_id = ${schoolId}::uuid
        and m.actor_key in (select value from jsonb_array_elements_text(${asJson(actorKeys)}))`,
  );
  return new Set(rows.map(({ actorKey }) => actorKey));
}

const Moved = z.object({ actorKey: z.string(), fromPersonId: z.string().nullable() });

/** Takes at most `limit` identifiers whose facts are to be made anew, with the people they were before. */
export const takeMovedActors = (
  tx: Database,
  schoolId: string,
  limit: number,
): Promise<z.output<typeof Moved>[]> =>
  selectRows(
    tx,
    Moved,
    sql`delete from moved_actors m where m.school_id = ${schoolId}::uuid and m.id in (
          select o.id from moved_actors o where o.school_id = ${schoolId}::uuid order by o.id limit ${limit}::int)
        returning m.actor_key as "actorKey", m.from_person_id::text as "fromPersonId"`,
  );

export const selectAliases = (db: Database, schoolId: string) =>
  db
    .select({
      homePage: homePageAliases.homePage,
      platform: homePageAliases.platform,
      createdAt: homePageAliases.createdAt,
    })
    .from(homePageAliases)
    .where(eq(homePageAliases.schoolId, schoolId))
    .orderBy(asc(homePageAliases.platform), asc(homePageAliases.homePage));

/** What stands about the very identifier; null: nothing. */
export async function findIdentity(db: Database, key: { schoolId: string; actorKey: string }) {
  const [row] = await db
    .select({ method: identities.method, confidence: identities.confidence })
    .from(identities)
    .where(and(eq(identities.schoolId, key.schoolId), eq(identities.actorKey, key.actorKey)));
  return row ?? null;
}

export async function findAlias(db: Database, key: { schoolId: string; homePage: string }) {
  const [row] = await db
    .select({ platform: homePageAliases.platform })
    .from(homePageAliases)
    .where(and(eq(homePageAliases.schoolId, key.schoolId), eq(homePageAliases.homePage, key.homePage)));
  return row ?? null;
}

/** Platforms whose e-mail addresses are called verified. */
export async function selectMailboxPlatforms(db: Database, schoolId: string): Promise<string[]> {
  const rows = await db
    .select({ platform: mailboxPlatforms.platform })
    .from(mailboxPlatforms)
    .where(eq(mailboxPlatforms.schoolId, schoolId));
  return rows.map(({ platform }) => platform);
}

/** Schools with a platform whose e-mail addresses are called verified. */
export async function selectSchoolsWithMailboxes(db: Database): Promise<string[]> {
  const rows = await db.selectDistinct({ schoolId: mailboxPlatforms.schoolId }).from(mailboxPlatforms);
  return rows.map(({ schoolId }) => schoolId);
}
