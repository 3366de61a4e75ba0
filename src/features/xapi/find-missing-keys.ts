import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { inTransaction, selectRows, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { linkReferences } from './link-references.ts';
import { noteDefinitions } from './note-definitions.ts';
import { toKey } from './statement-key.schema.ts';
import { listKeys } from './statement-keys.rules.ts';
import type { StoredStatement } from './statement.schema.ts';

const BATCH = 1000;

const Missing = z.object({
  schoolId: z.string(),
  id: z.string(),
  storedAt: z.string(),
  sequence: z.string(),
  isReferring: z.boolean(),
  payload: z.unknown(),
});

/**
 * Makes statements from before the index of keys findable, and notes what they say of activities; returns how many. A
 * batch per transaction, so that a start which is cut short goes on where it was.
 */
export async function findMissingKeys(deps: Pick<Deps, 'db' | 'now'>): Promise<number> {
  for (let done = 0; ;) {
    const rows = await inTransaction(deps.db, findBatch);
    for (const schoolId of new Set(rows.map((row) => row.schoolId)))
      await noteDefinitions(
        deps.db,
        { schoolId, at: deps.now() },
        rows.filter((row) => row.schoolId === schoolId).map(({ payload }) => payload as StoredStatement),
      );
    if (rows.length === 0) return done;
    done += rows.length;
  }
}

async function findBatch(tx: Database): Promise<z.output<typeof Missing>[]> {
  const rows = await selectRows(
    tx,
    Missing,
    sql`with taken as (
          delete from statements_without_keys w using (
            select m.school_id, m.stored_at, m.sequence from statements_without_keys m
            order by m.school_id, m.stored_at, m.sequence limit ${BATCH}::int for update skip locked) next
          where w.school_id = next.school_id and w.stored_at = next.stored_at and w.sequence = next.sequence
          returning w.school_id, w.stored_at, w.sequence)
        select s.school_id::text as "schoolId", s.id::text as id, s.stored_at::text as "storedAt",
          s.sequence::text as sequence, s.refers_to is not null as "isReferring", s.payload
        from taken join statements s using (school_id, stored_at, sequence)
        order by s.stored_at, s.sequence`,
  );
  const keys = rows.flatMap(({ schoolId, storedAt, sequence, payload }) =>
    listKeys(payload as StoredStatement).map((key) => ({
      schoolId,
      storedAt,
      sequence,
      key: toKey(key),
    })),
  );
  await tx.execute(sql`
    insert into statement_keys (school_id, key, stored_at, sequence)
    select k."schoolId", k.key::bigint, k."storedAt", k.sequence
    from json_to_recordset(${JSON.stringify(keys)}::json)
      as k("schoolId" uuid, "storedAt" timestamptz, sequence bigint, key text)
    on conflict do nothing`);
  for (const { schoolId, id } of rows.filter(({ isReferring }) => isReferring))
    await linkReferences(tx, schoolId, [id]);
  return rows;
}
