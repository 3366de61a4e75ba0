import { sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows, type Database } from '../../infra/db.ts';
import type { StatementColumns } from './statement-row.rules.ts';
import { VOIDED_VERB, type StoredStatement } from './statement.schema.ts';

const STORING_LOCK = 7_220_003;

/** An array, not a join: without statistics, as on PGlite, a join would read the whole table. */
const idArray = (ids: readonly string[]): SQL =>
  sql`array(select value::uuid from json_array_elements_text(${JSON.stringify(ids)}::json))`;

const Existing = z.object({ existing: z.record(z.string(), z.unknown()) });

/**
 * The statements among `ids` that are stored already, by id. Also takes the school's storing lock until the end of
 * the transaction: shared by all who only add, alone for those who void, so that a voiding statement and its target
 * that arrive at the same moment don't miss each other.
 */
export async function lockAndSelectExisting(
  tx: Database,
  { schoolId, ids, alone }: { schoolId: string; ids: readonly string[]; alone: boolean },
): Promise<ReadonlyMap<string, StoredStatement>> {
  const lock = sql.raw(alone ? 'pg_advisory_xact_lock' : 'pg_advisory_xact_lock_shared');
  const [row] = await selectRows(
    tx,
    Existing,
    sql`select ${lock}(${STORING_LOCK}, hashtext(${schoolId}::text))::text as lock,
          coalesce((
            select json_object_agg(s.id::text, s.payload) from statements s
            where s.school_id = ${schoolId}::uuid and s.id = any(${idArray(ids)})
          ), '{}'::json) as existing`,
  );
  return new Map(Object.entries((row?.existing ?? {}) as Record<string, StoredStatement>));
}

export interface Arrival {
  schoolId: string;
  credentialId: string | null;
  storedAt: Date;
}

/**
 * Adds a batch in one statement, in its order. `json`, not `jsonb`: the payload's text goes into its column as it is.
 * A statement whose voiding arrived before it is voided from the start.
 *
 * @throws unique violation when an id came in meanwhile
 */
export async function insertStatements(
  tx: Database,
  { schoolId, credentialId, storedAt }: Arrival,
  rows: readonly StatementColumns[],
): Promise<void> {
  await tx.execute(sql`
    insert into statements (school_id, id, actor_key, verb_id, activity_id, refers_to, xapi_registration,
      timestamp_at, stored_at, credential_id, payload, voided_by)
    select ${schoolId}::uuid, r.id, r."actorKey", r."verbId", r."activityId", r."refersTo", r."xapiRegistration",
      r."timestampAt", ${storedAt.toISOString()}::timestamptz, ${credentialId}::uuid, r.payload,
      case when r."verbId" <> ${VOIDED_VERB} then (
        select v.id from statements v
        where v.school_id = ${schoolId}::uuid and v.refers_to = r.id and v.verb_id = ${VOIDED_VERB}
        order by v.sequence limit 1) end
    from rows from (json_to_recordset(${JSON.stringify(rows)}::json) as (id uuid, "actorKey" text, "verbId" text,
      "activityId" text, "refersTo" uuid, "xapiRegistration" uuid, "timestampAt" timestamptz, payload json))
      with ordinality as r(id, "actorKey", "verbId", "activityId", "refersTo", "xapiRegistration", "timestampAt",
      payload, position)
    order by r.position`);
}

/** Marks the targets of voiding statements; a voiding statement itself can't be voided (Data 2.3.2). */
export async function markVoided(
  tx: Database,
  schoolId: string,
  voidingIds: readonly string[],
): Promise<void> {
  await tx.execute(sql`
    update statements target set voided_by = v.id
    from statements v
    where v.school_id = ${schoolId}::uuid
      and v.id = any(${idArray(voidingIds)})
      and target.school_id = v.school_id and target.id = v.refers_to
      and target.verb_id <> ${VOIDED_VERB} and target.voided_by is null`);
}
