import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { asJson, selectRows } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { readInstruments } from './read-instruments.ts';

/**
 * Gives a school (or, without one, each) the shipped instruments it doesn't have yet, in one statement. A version that
 * is there is never touched; one whose file changed all the same is told in the log, since it needs a new version.
 */
export async function loadInstruments(deps: Deps, schoolId: string | null = null): Promise<void> {
  const shipped = (await readInstruments()).map(({ definition, hash }) => ({
    id: definition.id,
    version: definition.version,
    definition,
    hash,
  }));
  await deps.db.execute(sql`
    insert into instrument_versions (school_id, instrument_id, version, definition, hash, published_at)
    select s.id, r.id, r.version, r.definition, r.hash, ${deps.now().toISOString()}::timestamptz
    from schools s
    cross join jsonb_to_recordset(${asJson(shipped)}) as r(id text, version integer, definition jsonb, hash text)
    where ${schoolId}::uuid is null or s.id = ${schoolId}::uuid
    on conflict do nothing`);
  const changed = await selectRows(
    deps.db,
    z.object({ id: z.string(), version: z.int() }),
    sql`select distinct v.instrument_id as id, v.version from instrument_versions v
        join jsonb_to_recordset(${asJson(shipped)}) as r(id text, version integer, hash text)
          on r.id = v.instrument_id and r.version = v.version and r.hash <> v.hash
        where v.published_by is null`,
  );
  for (const instrument of changed)
    deps.log.error({ instrument }, 'a shipped instrument changed without a new version: the old text stays');
}
