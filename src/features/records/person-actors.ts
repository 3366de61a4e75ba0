import type { Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { selectPersonIdentities, type PersonKey } from '../roster/index.ts';
import { accountKey } from '../xapi/index.ts';

/** Every actor that is this person: as platforms name them, and as our own statements do. */
export async function listActorsOf(
  db: Database,
  deps: Pick<Deps, 'config'>,
  key: PersonKey,
): Promise<string[]> {
  const identities = await selectPersonIdentities(db, key);
  const own = accountKey(deps.config.publicUrl, key.personId);
  return [...new Set([...identities.map(({ actorKey }) => actorKey), own])];
}
