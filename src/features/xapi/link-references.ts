import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows, type Database } from '../../infra/db.ts';
import { toKey } from './statement-key.schema.ts';
import { listKeys } from './statement-keys.rules.ts';
import type { StoredStatement } from './statement.schema.ts';
import { idArray } from './storing.queries.ts';

/** How far a chain of statements about statements is followed. */
const LONGEST_CHAIN = 10;

const Link = z.object({ referrerId: z.string(), targetId: z.string() });
const Target = z.object({ id: z.string(), payload: z.unknown() });
type Link = z.output<typeof Link>;

/**
 * Lets statements about other statements be found by what those say (Communication 2.1.3): the new ones among `ids` that
 * refer to others, and stored ones that waited for one of `ids`. The caller holds the storing lock alone.
 */
export async function linkReferences(tx: Database, schoolId: string, ids: readonly string[]): Promise<void> {
  const links = await selectLinks(tx, schoolId, ids);
  if (links.length === 0) return;
  const targets = await selectTargets(tx, schoolId, [...new Set(links.map(({ targetId }) => targetId))]);
  const rows = [...new Set(links.map(({ referrerId }) => referrerId))].flatMap((id) =>
    listReferredKeys(id, links, targets).map((key) => ({ id, key })),
  );
  await tx.execute(sql`
    insert into referred_keys (school_id, key, stored_at, sequence)
    select i.school_id, k.key::bigint, i.stored_at, i.sequence
    from json_to_recordset(${JSON.stringify(rows)}::json) as k(id uuid, key text)
    join statement_ids i on i.school_id = ${schoolId}::uuid and i.id = k.id
    join statements s using (school_id, stored_at, sequence)
    on conflict do nothing`);
}

/**
 * Takes back what statements about others are found by through the ones that are about to be removed, and all that the
 * removed ones are found by through others. The caller holds the storing lock alone.
 */
export async function unlinkReferences(
  tx: Database,
  schoolId: string,
  removedIds: readonly string[],
): Promise<void> {
  const links = await selectLinks(tx, schoolId, removedIds);
  if (links.length === 0) return;
  const targets = await selectTargets(tx, schoolId, [...new Set(links.map(({ targetId }) => targetId))]);
  const removed = new Set(removedIds);
  const linksLeft = links.filter(({ referrerId }) => !removed.has(referrerId));
  const targetsLeft = new Map([...targets].filter(([id]) => !removed.has(id)));
  const rows = [...new Set(links.map(({ referrerId }) => referrerId))].flatMap((id) => {
    const kept = new Set(listReferredKeys(id, linksLeft, targetsLeft));
    return listReferredKeys(id, links, targets).flatMap((key) => (kept.has(key) ? [] : [{ id, key }]));
  });
  await tx.execute(sql`
    delete from referred_keys x
    using json_to_recordset(${JSON.stringify(rows)}::json) as k(id uuid, key text)
    join statement_ids i on i.school_id = ${schoolId}::uuid and i.id = k.id
    where x.school_id = i.school_id and x.key = k.key::bigint and x.stored_at = i.stored_at
      and x.sequence = i.sequence`);
}

/** Every reference on the way up from these statements to those about them, and down to those they are about. */
const selectLinks = (tx: Database, schoolId: string, ids: readonly string[]): Promise<Link[]> =>
  selectRows(
    tx,
    Link,
    sql`with recursive up(id, refers_to, depth) as (
          select r.referrer_id, r.target_id, 1 from statement_references r
          where r.school_id = ${schoolId}::uuid and r.target_id = any(${idArray(ids)})
          union
          select r.referrer_id, r.target_id, up.depth + 1 from up
          join statement_references r on r.school_id = ${schoolId}::uuid and r.target_id = up.id
          where up.depth < ${LONGEST_CHAIN}::int
        ), down(id, refers_to, depth) as (
          select s.id, s.refers_to, 1
          from statement_ids i join statements s using (school_id, stored_at, sequence)
          where i.school_id = ${schoolId}::uuid and i.id = any(${idArray(ids)}) and s.refers_to is not null
          union
          select s.id, s.refers_to, down.depth + 1 from down
          join statement_ids i on i.school_id = ${schoolId}::uuid and i.id = down.refers_to
          join statements s using (school_id, stored_at, sequence)
          where down.depth < ${LONGEST_CHAIN}::int and s.refers_to is not null
        )
        select id::text as "referrerId", refers_to::text as "targetId" from up
        union select id::text, refers_to::text from down`,
  );

async function selectTargets(
  tx: Database,
  schoolId: string,
  ids: readonly string[],
): Promise<Map<string, StoredStatement>> {
  const rows = await selectRows(
    tx,
    Target,
    sql`select s.id::text as id, s.payload
        from statement_ids i join statements s using (school_id, stored_at, sequence)
        where i.school_id = ${schoolId}::uuid and i.id = any(${idArray(ids)})`,
  );
  return new Map(rows.map(({ id, payload }) => [id, payload as StoredStatement]));
}

/** A statement refers to one at most, so that what it is about is a chain. */
function listReferredKeys(
  referrerId: string,
  links: readonly Link[],
  targets: ReadonlyMap<string, StoredStatement>,
): string[] {
  const next = new Map(links.map((link) => [link.referrerId, link.targetId]));
  const keys = new Set<string>();
  let id = next.get(referrerId);
  for (let step = 0; id !== undefined && step < LONGEST_CHAIN; step += 1) {
    const target = targets.get(id);
    if (target) for (const key of listKeys(target)) keys.add(toKey(key));
    id = next.get(id);
  }
  return [...keys];
}
