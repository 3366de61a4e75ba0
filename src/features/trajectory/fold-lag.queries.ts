import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows, type Database } from '../../infra/db.ts';

/**
 * Seconds since the oldest statement came in that no school's facts hold yet; 0 when all hold all. Asks each school for
 * one statement beyond its cursor.
 */
export async function getFoldLagSeconds(db: Database, now: Date): Promise<number> {
  const [row] = await selectRows(
    db,
    z.object({ lag: z.coerce.number() }),
    sql`select coalesce(max(extract(epoch from ${now.toISOString()}::timestamptz - waiting.stored_at)), 0)::float8 as lag
        from schools sc
        left join fold_cursors f on f.school_id = sc.id
        cross join lateral (
          select s.stored_at from statements s
          where s.school_id = sc.id
            and (s.transaction_id, s.sequence)
              > (coalesce(f.transaction_id, '0'::xid8), coalesce(f.sequence, 0))
            and s.stored_at > coalesce(f.stored_at - interval '1 day', '-infinity'::timestamptz)
          order by s.transaction_id, s.sequence limit 1) waiting`,
  );
  return Math.max(0, row?.lag ?? 0);
}
