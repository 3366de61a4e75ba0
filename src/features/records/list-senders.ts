import type { Deps } from '../../infra/deps.ts';
import { accountKey, selectCredentials } from '../xapi/index.ts';
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
  const others = [];
  for (const select of senders) others.push(...(await select(schoolId)));
  return [...credentials, ...others];
}
