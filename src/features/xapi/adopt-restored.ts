import { setImmediate as nextTurn } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';

const BATCH = 5000;

/**
 * Statements keep the number of the transaction that stored them, and a backup restored into another PostgreSQL brings
 * numbers along that its counter may not have reached: what is stored next would seem older than what is there, and
 * never be read. All of an affected school get the number before all others, so that they stand in the order of their
 * sequence. Returns how many; 0 as a rule, for one look at an index per school. Cut short, it goes on at the next start.
 */
export async function adoptRestoredStatements({ db }: Pick<Deps, 'db'>): Promise<number> {
  const affected = await selectRows(
    db,
    z.object({ schoolId: z.string() }),
    sql`select c.id::text as "schoolId" from schools c cross join lateral (
          select s.transaction_id from statements s where s.school_id = c.id
          order by s.transaction_id desc, s.sequence desc limit 1) newest
        where newest.transaction_id >= pg_snapshot_xmax(pg_current_snapshot())`,
  );
  let adopted = 0;
  for (const { schoolId } of affected)
    for (let batch = BATCH; batch === BATCH;) {
      // The newest last: until it is done, the next start sees that there is something left to do.
      const rows = await selectRows(
        db,
        z.object({ sequence: z.coerce.number() }),
        sql`update statements s set transaction_id = '1' from (
              select o.school_id, o.stored_at, o.sequence from statements o
              where o.school_id = ${schoolId}::uuid and o.transaction_id > '1'
              order by o.transaction_id, o.sequence limit ${BATCH}::int) old
            where s.school_id = old.school_id and s.stored_at = old.stored_at and s.sequence = old.sequence
            returning s.sequence`,
      );
      batch = rows.length;
      adopted += batch;
      await nextTurn();
    }
  return adopted;
}
