import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows, type Database } from '../../infra/db.ts';

const Status = z.object({
  service: z.enum(['nrps', 'ags']),
  lastWorkedAt: z.coerce.date().nullable(),
  failing: z.number(),
});
export type ServiceStatusRow = z.output<typeof Status>;

/** When rosters were last read and grades last sent, and how many courses and grades wait for somebody to look. */
export async function selectServiceStatus(db: Database, schoolId: string): Promise<ServiceStatusRow[]> {
  return selectRows(
    db,
    Status,
    sql`select 'nrps' as service, max(synced_at) as "lastWorkedAt",
          (count(*) filter (where problem is not null))::int as failing
        from roster_syncs where school_id = ${schoolId}::uuid
        union all
        select 'ags', max(sent_at), (count(*) filter (where state = 'dead'))::int
        from grades where school_id = ${schoolId}::uuid`,
  );
}
