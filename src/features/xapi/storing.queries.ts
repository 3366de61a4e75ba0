import { sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows, type Database } from '../../infra/db.ts';
import type { StatementColumns } from './statement-row.rules.ts';
import { VOIDED_VERB, type StoredStatement } from './statement.schema.ts';

const STORING_LOCK = 7_220_003;

/** An array, not a join: without statistics, as on PGlite, a join would read the whole table. */
export const idArray = (ids: readonly string[]): SQL =>
  sql`array(select value::uuid from json_array_elements_text(${JSON.stringify(ids)}::json))`;

/** Where the statements of these ids stand, for a join on their key; ids of other schools are not found. */
export const placesOf = (schoolId: string, ids: readonly string[]): SQL =>
  sql`(select i.school_id, i.stored_at, i.sequence from statement_ids i
      where i.school_id = ${schoolId}::uuid and i.id = any(${idArray(ids)}))`;

const Existing = z.object({
  existing: z.record(z.string(), z.unknown()),
  removed: z.array(z.string()),
  awaited: z.boolean(),
});

export interface Met {
  /** The statements among the ids that are stored already, by id. */
  existing: ReadonlyMap<string, StoredStatement>;
  /** The ids among them whose statements were removed: only the id was kept (docs/decisions/0021). */
  removed: ReadonlySet<string>;
  /** Whether a stored statement refers to one of the ids. */
  awaited: boolean;
}

/**
 * The school's storing lock until the end of the transaction: shared by all who only add, alone for whoever removes and
 * for statements about statements, so that two that are about each other and arrive at the same moment don't miss each
 * other.
 */
export async function takeStoringLock(
  tx: Database,
  schoolId: string,
  { alone }: { alone: boolean },
): Promise<void> {
  const lock = sql.raw(alone ? 'pg_advisory_xact_lock' : 'pg_advisory_xact_lock_shared');
  await tx.execute(sql`select ${lock}(${STORING_LOCK}, hashtext(${schoolId}::text))`);
}

/** What is stored already of and about `ids`, with the storing lock taken. */
export async function lockAndSelectExisting(
  tx: Database,
  { schoolId, ids, alone }: { schoolId: string; ids: readonly string[]; alone: boolean },
): Promise<Met> {
  await takeStoringLock(tx, schoolId, { alone });
  const [row] = await selectRows(
    tx,
    Existing,
    sql`select coalesce((
            select json_object_agg(s.id::text, s.payload) from ${placesOf(schoolId, ids)} i
            join statements s using (school_id, stored_at, sequence)
          ), '{}'::json) as existing,
          coalesce((
            select json_agg(i.id::text) from statement_ids i
            where i.school_id = ${schoolId}::uuid and i.id = any(${idArray(ids)}) and not exists (
              select 1 from statements s where s.school_id = i.school_id and s.stored_at = i.stored_at
                and s.sequence = i.sequence)
          ), '[]'::json) as removed,
          exists (select 1 from statement_references r
            where r.school_id = ${schoolId}::uuid and r.target_id = any(${idArray(ids)})) as awaited`,
  );
  if (!row) throw new Error('An aggregate gave no row.');
  return {
    existing: new Map(Object.entries(row.existing as Record<string, StoredStatement>)),
    removed: new Set(row.removed),
    awaited: row.awaited,
  };
}

export interface Arrival {
  schoolId: string;
  credentialId: string | null;
  storedAt: Date;
}

/**
 * Adds a batch in one statement, in its order: the rows, their ids and what they can be found by. `json`, not `jsonb`:
 * the payload's text goes into its column as it is. A statement whose voiding arrived before it is voided from the start.
 *
 * @throws unique violation when an id came in meanwhile
 */
export async function insertStatements(
  tx: Database,
  { schoolId, credentialId, storedAt }: Arrival,
  rows: readonly StatementColumns[],
): Promise<void> {
  await tx.execute(sql`
    with incoming as materialized (
      select * from rows from (json_to_recordset(${JSON.stringify(rows)}::json) as (id uuid, "actorKey" text,
        "verbId" text, "activityId" text, "refersTo" uuid, "timestampAt" timestamptz, payload json, keys json))
        with ordinality as r(id, "actorKey", "verbId", "activityId", "refersTo", "timestampAt", payload, keys, position)
    ), stored as (
      insert into statements (school_id, stored_at, id, actor_key, verb_id, activity_id, refers_to, timestamp_at,
        credential_id, payload, voided_by)
      select ${schoolId}::uuid, ${storedAt.toISOString()}::timestamptz, r.id, r."actorKey", r."verbId", r."activityId",
        r."refersTo", r."timestampAt", ${credentialId}::uuid, r.payload,
        case when r."verbId" <> ${VOIDED_VERB} then (
          select v.referrer_id from statement_references v
          where v.school_id = ${schoolId}::uuid and v.target_id = r.id and v.voids limit 1) end
      from incoming r order by r.position
      returning school_id, id, stored_at, sequence
    ), named as (
      insert into statement_ids (school_id, id, stored_at, sequence)
      select s.school_id, s.id, s.stored_at, s.sequence from stored s
    ), referring as (
      insert into statement_references (school_id, target_id, referrer_id, voids)
      select ${schoolId}::uuid, r."refersTo", r.id, r."verbId" = ${VOIDED_VERB} from incoming r
      where r."refersTo" is not null
    )
    insert into statement_keys (school_id, key, stored_at, sequence)
    select s.school_id, k.key::bigint, s.stored_at, s.sequence
    from stored s join incoming r on r.id = s.id cross join lateral json_array_elements_text(r.keys) as k(key)`);
}

/** Marks the targets of voiding statements; a voiding statement itself can't be voided (Data 2.3.2). */
export async function markVoided(
  tx: Database,
  schoolId: string,
  voiding: readonly StatementColumns[],
): Promise<void> {
  const pairs = voiding.map(({ id, refersTo }) => ({ id, refersTo }));
  await tx.execute(sql`
    update statements target set voided_by = v.id
    from json_to_recordset(${JSON.stringify(pairs)}::json) as v(id uuid, "refersTo" uuid)
    join statement_ids i on i.school_id = ${schoolId}::uuid and i.id = v."refersTo"
    where target.school_id = i.school_id and target.stored_at = i.stored_at and target.sequence = i.sequence
      and target.verb_id <> ${VOIDED_VERB} and target.voided_by is null`);
}
