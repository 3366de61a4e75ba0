import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { selectRows } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { accountKey } from '../xapi/index.ts';
import { authorityName } from './pulled-statement.rules.ts';

const Row = z.object({
  id: z.string(),
  label: z.string(),
  active: z.boolean(),
  fingerprints: z.array(z.string()),
  refused: z.int(),
  lastRefusedAt: z.coerce.date().nullable(),
});

/** LRSs that statements were pulled from, also those deleted since, and whom their statements name as vouching. */
export async function selectPulledSenders({ db, config }: Pick<Deps, 'db' | 'config'>, schoolId: string) {
  const rows = await selectRows(
    db,
    Row,
    sql`select c.id::text as id, c.label, c.deleted_at is null as active, a.fingerprints,
          coalesce(p.refused, 0) as refused, p.last_refused_at as "lastRefusedAt"
        from lrs_connections c
        join (select connection_id, json_agg(fingerprint) as fingerprints from pulled_authorities
          where school_id = ${schoolId}::uuid group by connection_id) a on a.connection_id = c.id
        left join (select connection_id, count(*)::int as refused, max(put_aside_at) as last_refused_at
          from put_aside_statements where school_id = ${schoolId}::uuid group by connection_id) p on p.connection_id = c.id
        where c.school_id = ${schoolId}::uuid
        order by c.created_at, c.id`,
  );
  return rows.map(({ id, fingerprints, ...row }) => ({
    ...row,
    credentialId: id,
    authorityKeys: fingerprints.map((one) => accountKey(config.publicUrl, authorityName(id, one))),
  }));
}
