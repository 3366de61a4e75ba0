import type { Deps } from '../../infra/deps.ts';
import { accountKey, selectBearerAgents, selectCredentials, selectNewestByAuthority } from '../xapi/index.ts';
import type { RecordsContributions } from './record-keeper.ts';
import type { Sender } from './records.schema.ts';

/** Tokens of people without a client make an agent each: the browser follows so many of an issuer at once. */
const MOST_AGENTS = 100;

/** Every source a school has or had: its credentials, and what other rooms pull from. */
export async function listSenders(
  deps: Pick<Deps, 'db' | 'config'>,
  { senders }: Pick<RecordsContributions, 'senders'>,
  schoolId: string,
): Promise<Sender[]> {
  const bearers = await selectBearerAgents(deps.db, schoolId);
  const credentials = (await selectCredentials(deps.db, schoolId)).map((credential): Sender => {
    const { id, label, trust, revokedAt, lastStoredAt, refusedCount, lastRefusedAt } = credential;
    const agents = bearers.filter(({ credentialId }) => credentialId === id).slice(0, MOST_AGENTS);
    return {
      credentialId: id,
      label,
      authorityKeys: trust ? agents.map(({ agentKey }) => agentKey) : [accountKey(deps.config.publicUrl, id)],
      active: revokedAt === null,
      lastStoredAt,
      refused: refusedCount,
      lastRefusedAt,
    };
  });
  const others = (await Promise.all(senders.map((select) => select(schoolId)))).flat();
  const newest = await selectNewestByAuthority(
    deps.db,
    schoolId,
    others.flatMap(({ authorityKeys }) => authorityKeys),
  );
  return [
    ...credentials,
    ...others.map((sender) => ({ ...sender, lastStoredAt: latest(sender.authorityKeys, newest) })),
  ];
}

function latest(keys: readonly string[], newest: ReadonlyMap<string, Date>): Date | null {
  const times = keys.flatMap((key) => newest.get(key)?.getTime() ?? []);
  return times.length === 0 ? null : new Date(Math.max(...times));
}
