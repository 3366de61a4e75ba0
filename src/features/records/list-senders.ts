import type { Deps } from '../../infra/deps.ts';
import { accountKey, selectCredentials, selectNewestByAuthority } from '../xapi/index.ts';
import type { RecordsContributions } from './record-keeper.ts';
import type { Sender } from './records.schema.ts';

/** Every source a school has or had: its credentials, and what other rooms pull from. */
export async function listSenders(
  deps: Pick<Deps, 'db' | 'config'>,
  { senders }: Pick<RecordsContributions, 'senders'>,
  schoolId: string,
): Promise<Sender[]> {
  const credentials = (await selectCredentials(deps.db, schoolId)).map((credential): Sender => {
    const { id, label, revokedAt, lastStoredAt, refusedCount, lastRefusedAt } = credential;
    return {
      credentialId: id,
      label,
      authorityKeys: [accountKey(deps.config.publicUrl, id)],
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
