import type { Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { selectActorsOf, type PersonKey } from '../roster/index.ts';
import { accountKey } from '../xapi/index.ts';

/** Every actor that is this person: as platforms name them, under their other addresses too, and as our own statements do. */
export async function listActorsOf(
  db: Database,
  deps: Pick<Deps, 'config'>,
  key: PersonKey,
): Promise<string[]> {
  const actors = await selectActorsOf(db, key.schoolId, [key.personId]);
  const own = accountKey(deps.config.publicUrl, key.personId);
  return [...new Set([...actors, own])];
}
