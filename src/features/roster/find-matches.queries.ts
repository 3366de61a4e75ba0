import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { asJson, selectRows, type Database } from '../../infra/db.ts';
import { MATCH_METHODS } from './identity.schema.ts';

const Known = z.object({
  key: z.string(),
  personId: z.string(),
  displayName: z.string(),
  method: z.enum(MATCH_METHODS),
});

/** Whose these identifiers are: people who are there and weren't merged into others. */
export const selectKnownKeys = (db: Database, schoolId: string, keys: readonly string[]) =>
  selectRows(
    db,
    Known,
    sql`select i.actor_key as key, p.id::text as "personId", p.display_name as "displayName", i.method
        from jsonb_array_elements_text(${asJson(keys)}) k(value)
        join identities i on i.school_id = ${schoolId}::uuid and i.actor_key = k.value
        join people p on p.school_id = i.school_id and p.id = i.person_id and p.erased_at is null`,
  );

const Owner = z.object({
  hash: z.string(),
  personId: z.string(),
  displayName: z.string(),
  platform: z.string(),
});

/** Whose addresses have these hashes; only of people whom the platform that told the address still knows. */
export const selectMailboxOwners = (db: Database, schoolId: string, hashes: readonly string[]) =>
  selectRows(
    db,
    Owner,
    sql`select p.mailbox_hash as hash, p.id::text as "personId", p.display_name as "displayName",
          p.mailbox_told_by as platform
        from jsonb_array_elements_text(${asJson(hashes)}) h(value)
        join people p on p.school_id = ${schoolId}::uuid and p.mailbox_hash = h.value
        where p.erased_at is null and p.merged_into_id is null and p.mailbox_told_by is not null`,
  );

/** Names of people by id. */
export async function selectNames(
  db: Database,
  schoolId: string,
  personIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await selectRows(
    db,
    z.object({ id: z.string(), name: z.string() }),
    sql`select p.id::text, p.display_name as name from people p where p.school_id = ${schoolId}::uuid
        and p.erased_at is null and p.id in (select value::uuid from jsonb_array_elements_text(${asJson(personIds)}))`,
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
