import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { asJson } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { PROJECT_ROOT } from '../../infra/paths.ts';
import { LawFile } from './law.schema.ts';

const FILE = join(PROJECT_ROOT, 'catalogue/law/law-and-ethics.json');

export const readLaw = async () => LawFile.parse(JSON.parse(await readFile(FILE, 'utf8')));

/**
 * Gives a school (or, without one, each) the shipped regulations and ethics it doesn't have yet. A regulation that is
 * there is the school's and never touched: it has been checked, or is still to be.
 */
export async function loadLaw(deps: Pick<Deps, 'db'>, schoolId: string | null = null): Promise<void> {
  const { regulations, ethics } = await readLaw();
  const schools = sql`schools s cross join`;
  const wanted = sql`${schoolId}::uuid is null or s.id = ${schoolId}::uuid`;
  await deps.db.execute(sql`
    insert into regulations (school_id, id, name, note, scope, effective_on)
    select s.id, r.id, r.name, r.note, r.scope, r."effectiveOn"
    from ${schools} jsonb_to_recordset(${asJson(regulations)})
      as r(id text, name jsonb, note jsonb, scope text, "effectiveOn" date)
    where ${wanted} on conflict do nothing`);
  await deps.db.execute(sql`
    insert into ethics_items (school_id, id, position, name, description)
    select s.id, r.id, r.position, r.name, r.description
    from ${schools} jsonb_to_recordset(${asJson(ethics.map((item, position) => ({ ...item, position })))})
      as r(id text, position integer, name jsonb, description jsonb)
    where ${wanted}
    on conflict (school_id, id) do update set
      position = excluded.position, name = excluded.name, description = excluded.description
    where (ethics_items.position, ethics_items.name, ethics_items.description)
      is distinct from (excluded.position, excluded.name, excluded.description)`);
}
