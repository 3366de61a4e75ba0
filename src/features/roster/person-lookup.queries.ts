import { and, asc, eq, ilike, isNotNull, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { asJson, selectRows, type Database } from '../../infra/db.ts';
import type { PersonKey } from './my-data.queries.ts';
import { identities, people } from './roster.tables.ts';

/** People of the school whose name contains `find`, by name. For administrators: learners are among them. */
export const selectPeopleNamed = (
  db: Database,
  { schoolId, find, limit }: { schoolId: string; find: string; limit: number },
): Promise<{ personId: string; name: string }[]> =>
  db
    .select({ personId: people.id, name: people.displayName })
    .from(people)
    .where(
      and(
        eq(people.schoolId, schoolId),
        isNull(people.erasedAt),
        ilike(people.displayName, `%${find.replace(/[\\%_]/g, '\\$&')}%`),
      ),
    )
    .orderBy(asc(people.displayName), asc(people.id))
    .limit(limit);

/** null: no such person in the school, or erased. */
export async function findPersonName(db: Database, key: PersonKey): Promise<string | null> {
  const [row] = await db
    .select({ name: people.displayName })
    .from(people)
    .where(and(eq(people.schoolId, key.schoolId), eq(people.id, key.personId), isNull(people.erasedAt)));
  return row?.name ?? null;
}

const Named = z.object({ actorKey: z.string(), personId: z.string(), name: z.string(), erased: z.boolean() });

/** Who the actors of statements are, of those that are somebody of the school. */
export async function selectPeopleOfActors(
  db: Database,
  schoolId: string,
  actorKeys: readonly string[],
): Promise<Map<string, { personId: string; name: string; erased: boolean }>> {
  const rows = await selectRows(
    db,
    Named,
    sql`select i.actor_key as "actorKey", i.person_id::text as "personId", p.display_name as name,
          p.erased_at is not null as erased
        from identities i join people p on p.school_id = i.school_id and p.id = i.person_id
        where i.school_id = ${schoolId}::uuid
          and i.actor_key in (select value from jsonb_array_elements_text(${asJson(actorKeys)}))`,
  );
  return new Map(rows.map(({ actorKey, ...person }) => [actorKey, person]));
}

/** Identifiers of people who were erased, by school: they are kept so that nobody becomes somebody again. */
export const selectErasedActors = (db: Database): Promise<{ schoolId: string; actorKey: string }[]> =>
  db
    .select({ schoolId: identities.schoolId, actorKey: identities.actorKey })
    .from(identities)
    .innerJoin(people, and(eq(people.schoolId, identities.schoolId), eq(people.id, identities.personId)))
    .where(isNotNull(people.erasedAt))
    .orderBy(asc(identities.schoolId), asc(identities.actorKey));
