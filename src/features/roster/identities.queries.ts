import { and, desc, eq, isNull, sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows, type Database } from '../../infra/db.ts';
import { CHANGE_KINDS, MATCH_METHODS } from './identity.schema.ts';
import { ignoredActors } from './identity.tables.ts';
import { classes, people } from './roster.tables.ts';

interface Window {
  limit: number;
  offset: number;
}

const at = z.coerce.date();
const Confidence = z.enum(['certain', 'likely']);

const LikelyRow = z.object({
  actorKey: z.string(),
  personId: z.string(),
  displayName: z.string(),
  method: z.enum(MATCH_METHODS),
  since: at,
});

/** Identifiers that are only likely somebody's, newest first. */
export const selectLikely = (db: Database, schoolId: string, { limit, offset }: Window) =>
  selectRows(
    db,
    LikelyRow,
    sql`select i.actor_key as "actorKey", p.id::text as "personId", p.display_name as "displayName", i.method,
          i.created_at as since
        from ${likely(schoolId)}
        order by i.created_at desc, i.actor_key collate "C" limit ${limit}::int offset ${offset}::int`,
  );

export async function countLikely(db: Database, schoolId: string): Promise<number> {
  const [row] = await selectRows(
    db,
    z.object({ count: z.int() }),
    sql`select count(*)::int as count from ${likely(schoolId)}`,
  );
  return row?.count ?? 0;
}

const likely = (schoolId: string): SQL => sql`identities i
  join people p on p.school_id = i.school_id and p.id = i.person_id and p.erased_at is null
  where i.school_id = ${schoolId}::uuid and i.confidence = 'likely'`;

const FoundRow = z.object({
  personId: z.string(),
  name: z.string(),
  className: z.string().nullable(),
  courses: z.array(z.string()),
  identifiers: z.array(z.string()),
});

/**
 * People whose name contains `find`, or one of whose identifiers ends with it whole (an account's name); those who were
 * erased or merged into others are no longer there.
 */
export const findPeople = (
  db: Database,
  wanted: { schoolId: string; find: string; except?: string; limit: number },
) =>
  selectRows(
    db,
    FoundRow,
    sql`select p.id::text as "personId", p.display_name as name, c.name as "className",
          coalesce((select jsonb_agg(distinct k.title) from memberships m
            join courses k on k.school_id = m.school_id and k.id = m.course_id
            where m.school_id = p.school_id and m.person_id = p.id and m.active), '[]') as courses,
          coalesce((select jsonb_agg(i.actor_key order by i.created_at, i.actor_key) from identities i
            where i.school_id = p.school_id and i.person_id = p.id and i.method <> 'waymark'), '[]') as identifiers
        from people p
        left join classes c on c.school_id = p.school_id and c.id = p.class_id
        where p.school_id = ${wanted.schoolId}::uuid and p.erased_at is null and p.merged_into_id is null
          and p.id is distinct from ${wanted.except ?? null}::uuid
          and (p.display_name ilike ${`%${wanted.find.replace(/[\\%_]/g, '\\$&')}%`} or exists (
            select 1 from identities i where i.school_id = p.school_id and i.person_id = p.id
              and i.actor_key like ${`%|${wanted.find.replace(/[\\%_]/g, '\\$&')}`}))
        order by p.display_name, p.id limit ${wanted.limit}::int`,
  );
export type FoundPerson = z.output<typeof FoundRow>;

export async function findPerson(db: Database, key: { schoolId: string; personId: string }) {
  const [row] = await db
    .select({
      personId: people.id,
      name: people.displayName,
      className: classes.name,
      mergedIntoId: people.mergedIntoId,
      createdAt: people.createdAt,
    })
    .from(people)
    .leftJoin(classes, and(eq(classes.schoolId, people.schoolId), eq(classes.id, people.classId)))
    .where(and(eq(people.schoolId, key.schoolId), eq(people.id, key.personId), isNull(people.erasedAt)));
  return row ?? null;
}

const IdentityRow = z.object({
  actorKey: z.string(),
  method: z.enum(MATCH_METHODS),
  confidence: Confidence,
  since: at,
  decidedByName: z.string().nullable(),
});

/** A person's identifiers, surest first. */
export const selectIdentitiesOf = (db: Database, key: { schoolId: string; personId: string }) =>
  selectRows(
    db,
    IdentityRow,
    sql`select i.actor_key as "actorKey", i.method, i.confidence, i.created_at as since,
          d.display_name as "decidedByName"
        from identities i
        left join people d on d.school_id = i.school_id and d.id = i.decided_by
        where i.school_id = ${key.schoolId}::uuid and i.person_id = ${key.personId}::uuid
        order by i.confidence, i.created_at, i.actor_key collate "C"`,
  );
export type PersonIdentity = z.output<typeof IdentityRow>;

const ChangeRow = z.object({
  id: z.string(),
  kind: z.enum(CHANGE_KINDS),
  detail: z.object({ platform: z.string().optional(), homePage: z.string().optional() }),
  madeAt: at,
  madeByName: z.string().nullable(),
  undoneAt: at.nullable(),
  undoneByName: z.string().nullable(),
  identifiers: z.int(),
  /** The first by name, to tell of one what it is. */
  actorKey: z.string().nullable(),
  namesBefore: z.array(z.string()),
  namesAfter: z.array(z.string()),
});

/** Changes of the school, or only those about one person; newest first. */
export const selectChanges = (db: Database, wanted: { schoolId: string; personId: string | null } & Window) =>
  selectRows(
    db,
    ChangeRow,
    sql`select c.id::text, c.kind, c.detail, c.made_at as "madeAt", maker.display_name as "madeByName",
          c.undone_at as "undoneAt", undoer.display_name as "undoneByName", moved.identifiers, moved."actorKey",
          moved."namesBefore", moved."namesAfter"
        from identity_changes c
        left join people maker on maker.school_id = c.school_id and maker.id = c.made_by
        left join people undoer on undoer.school_id = c.school_id and undoer.id = c.undone_by
        cross join lateral (
          select count(*)::int as identifiers, min(m.actor_key) as "actorKey",
            coalesce(jsonb_agg(distinct b.display_name) filter (where b.id is not null), '[]') as "namesBefore",
            coalesce(jsonb_agg(distinct a.display_name) filter (where a.id is not null), '[]') as "namesAfter"
          from identity_moves m
          left join people b on b.school_id = m.school_id and b.id = m.person_before and b.erased_at is null
          left join people a on a.school_id = m.school_id and a.id = m.person_after and a.erased_at is null
          where m.school_id = c.school_id and m.change_id = c.id
        ) moved
        where c.school_id = ${wanted.schoolId}::uuid and (${wanted.personId}::uuid is null or exists (
          select 1 from identity_moves m where m.school_id = c.school_id and m.change_id = c.id
            and ${wanted.personId}::uuid in (m.person_before, m.person_after)))
        order by c.made_at desc, c.id desc limit ${wanted.limit}::int offset ${wanted.offset}::int`,
  );
export type IdentityChangeRow = z.output<typeof ChangeRow>;

/** Actors that are said to be nobody, newest first. */
export const selectIgnored = (db: Database, schoolId: string, { limit, offset }: Window) =>
  db
    .select({ actorKey: ignoredActors.actorKey, since: ignoredActors.createdAt })
    .from(ignoredActors)
    .where(eq(ignoredActors.schoolId, schoolId))
    .orderBy(desc(ignoredActors.createdAt), ignoredActors.actorKey)
    .limit(limit)
    .offset(offset);
