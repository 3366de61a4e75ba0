import type { Deps } from '../../infra/deps.ts';
import type { Connection } from './connection.queries.ts';
import { deletePutAside, selectPutAside } from './put-aside.queries.ts';
import { storePulled } from './store-pulled.ts';

/** More than anybody reads; what is left is tried with the next click. */
const MOST = 500;

/** Gives the store what it refused once more; what it takes now is no longer put aside. Returns how many it took. */
export async function retryPutAside(deps: Deps, connection: Connection): Promise<number> {
  const { schoolId, id: connectionId, label, version } = connection;
  const key = { schoolId, connectionId };
  // Oldest first, as they would have come.
  const kept = (await selectPutAside(deps.db, key, MOST)).toReversed();
  const values = kept.map(({ content }) => JSON.parse(content) as unknown);
  const { storedCount, putAside } = await storePulled(deps, { ...key, label, version }, values);
  const refused = new Set(putAside.map(({ fingerprint }) => fingerprint));
  const taken = kept.map(({ fingerprint }) => fingerprint).filter((one) => !refused.has(one));
  await deletePutAside(deps.db, key, taken);
  return storedCount;
}
