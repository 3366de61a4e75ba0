import { sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows, type Database } from '../../infra/db.ts';
import { toKey, type NamedKey, type StatementKey } from './statement-key.schema.ts';
import type { Place } from './statement-query.rules.ts';
import type { StoredStatement } from './statement.schema.ts';
import { placesOf } from './storing.queries.ts';

/** Which statements of a school are to go: those that meet all that is given. */
export interface RemovalCriteria {
  schoolId: string;
  /** One of these keys will do; null: whatever they say. */
  keys: readonly NamedKey[] | null;
  /** Sent with this credential; null: by whomever. */
  credentialId: string | null;
  /** Stored at or after this, and before that; null: no bound. */
  from: Date | null;
  until: Date | null;
}

const Removable = z.object({
  id: z.string(),
  storedAt: z.coerce.date(),
  sequence: z.coerce.number(),
  actorKey: z.string().nullable(),
  refersTo: z.string().nullable(),
  payload: z.unknown(),
});
export type Removable = z.output<typeof Removable> & { payload: StoredStatement };

const at = (time: Date) => sql`${time.toISOString()}::timestamptz`;

/** The places that meet the criteria, each once. */
function placesToRemove({ schoolId, keys, credentialId, from, until }: RemovalCriteria): SQL {
  const conditions = (row: SQL) =>
    sql.join(
      [
        sql`${row}.school_id = ${schoolId}::uuid`,
        ...(from === null ? [] : [sql`${row}.stored_at >= ${at(from)}`]),
        ...(until === null ? [] : [sql`${row}.stored_at < ${at(until)}`]),
      ],
      sql` and `,
    );
  const sent = credentialId === null ? sql`` : sql` and ${sentWith(schoolId, credentialId)}`;
  if (keys === null)
    return sql`(select s.school_id, s.stored_at, s.sequence from statements s where ${conditions(sql`s`)}${sent})`;
  const wanted = JSON.stringify(keys.map(toKey));
  return sql`(select distinct k.school_id, k.stored_at, k.sequence from statement_keys k
      join statements s using (school_id, stored_at, sequence)
      where ${conditions(sql`k`)} and k.key = any(array(select value::bigint
        from json_array_elements_text(${wanted}::json)))${sent})`;
}

/** With the credential itself, or with a token of the issuer it trusts. */
const sentWith = (schoolId: string, credentialId: string): SQL =>
  sql`s.credential_id in (select ${credentialId}::uuid union all select b.id from token_bearers b
      where b.school_id = ${schoolId}::uuid and b.credential_id = ${credentialId}::uuid)`;

/** The oldest statements that meet the criteria, behind a place where all before it are done. */
export const selectRemovable = async (
  db: Database,
  criteria: RemovalCriteria,
  { after, limit }: { after: Place | null; limit: number },
): Promise<Removable[]> =>
  (await selectRows(
    db,
    Removable,
    sql`select s.id::text as id, s.stored_at as "storedAt", s.sequence, s.actor_key as "actorKey",
          s.refers_to::text as "refersTo", s.payload
        from (select p.* from ${placesToRemove(criteria)} p
          where ${after === null ? sql`true` : sql`(p.stored_at, p.sequence) > (${at(after.storedAt)}, ${after.sequence}::bigint)`}
          order by p.stored_at, p.sequence limit ${limit}::int) p
        join statements s using (school_id, stored_at, sequence)
        order by s.stored_at, s.sequence`,
  )) as Removable[];

const Extent = z.object({
  statements: z.coerce.number(),
  firstStoredAt: z.coerce.date().nullable(),
  lastStoredAt: z.coerce.date().nullable(),
});
export type Extent = z.output<typeof Extent>;

/** How many statements meet the criteria, and when they came in. */
export async function countRemovable(db: Database, criteria: RemovalCriteria): Promise<Extent> {
  const [row] = await selectRows(
    db,
    Extent,
    sql`select count(*)::text as statements, min(p.stored_at) as "firstStoredAt", max(p.stored_at) as "lastStoredAt"
        from ${placesToRemove(criteria)} p`,
  );
  if (!row) throw new Error('An aggregate gave no row.');
  return row;
}

/** Who made the statements of these ids. */
export async function selectActorsOfStatements(
  db: Database,
  schoolId: string,
  ids: readonly string[],
): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await selectRows(
    db,
    z.object({ actorKey: z.string() }),
    sql`select distinct s.actor_key as "actorKey"
        from ${placesOf(schoolId, ids)} i join statements s using (school_id, stored_at, sequence)
        where s.actor_key is not null`,
  );
  return rows.map(({ actorKey }) => actorKey);
}

/**
 * Deletes statements and what they are found by. Their ids stay, and which others they voided: what is voided stays so,
 * whenever it arrives.
 */
export async function deleteStatements(
  tx: Database,
  schoolId: string,
  rows: readonly { id: string; storedAt: Date; sequence: number; keys: readonly StatementKey[] }[],
): Promise<void> {
  const keys = rows.flatMap(({ storedAt, sequence, keys: own }) =>
    own.map((key) => ({ storedAt, sequence, key })),
  );
  await tx.execute(sql`
    delete from statement_keys x
    using json_to_recordset(${JSON.stringify(keys)}::json) as k("storedAt" timestamptz, sequence bigint, key text)
    where x.school_id = ${schoolId}::uuid and x.key = k.key::bigint and x.stored_at = k."storedAt"
      and x.sequence = k.sequence`);
  const ids = rows.map(({ id }) => id);
  const places = rows.map(({ storedAt, sequence }) => ({ storedAt, sequence }));
  await tx.execute(sql`
    delete from statement_references r using ${placesOf(schoolId, ids)} i join statements s using (school_id, stored_at, sequence)
    where r.school_id = ${schoolId}::uuid and r.target_id = s.refers_to and r.referrer_id = s.id and not r.voids`);
  await tx.execute(sql`
    delete from statements s
    using json_to_recordset(${JSON.stringify(places)}::json) as p("storedAt" timestamptz, sequence bigint)
    where s.school_id = ${schoolId}::uuid and s.stored_at = p."storedAt" and s.sequence = p.sequence`);
}

/** Deletes those contents that no statement names any more; returns how many. */
export async function deleteUnnamedAttachments(
  tx: Database,
  schoolId: string,
  sha2s: readonly string[],
): Promise<number> {
  if (sha2s.length === 0) return 0;
  const wanted = sha2s.map((sha2) => ({ sha2, key: toKey({ kind: 'attachment', name: sha2 }) }));
  const rows = await selectRows(
    tx,
    z.object({ sha2: z.string() }),
    sql`delete from statement_attachments a
        using json_to_recordset(${JSON.stringify(wanted)}::json) as w(sha2 text, key text)
        where a.school_id = ${schoolId}::uuid and a.sha2 = w.sha2 and not exists (
          select 1 from statement_keys k where k.school_id = a.school_id and k.key = w.key::bigint)
        returning a.sha2`,
  );
  return rows.length;
}
