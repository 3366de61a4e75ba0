import { calculateJwkThumbprint, exportJWK, exportPKCS8, generateKeyPair } from 'jose';
import { sql } from 'drizzle-orm';
import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { selectPublicKeys } from './lti.queries.ts';
import { ltiKeys } from './login.tables.ts';

/** Longer than any platform keeps a fetched key set. */
const PUBLISHED_AFTER_RETIREMENT_MS = 14 * 24 * 3_600_000;

/** Our public keys for platforms; makes the first one when none was made yet. */
export async function publishKeys(deps: Deps): Promise<{ keys: Record<string, unknown>[] }> {
  const retiredAfter = new Date(deps.now().getTime() - PUBLISHED_AFTER_RETIREMENT_MS);
  const keys = await selectPublicKeys(deps.db, retiredAfter);
  if (keys.length > 0) return { keys };
  await makeFirstKey(deps);
  return { keys: await selectPublicKeys(deps.db, retiredAfter) };
}

/** Generated off the event loop; processes that start together agree on one. */
async function makeFirstKey(deps: Deps): Promise<void> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', {
    modulusLength: 2048,
    extractable: true,
  });
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  const privateSealed = deps.vault.sealWithMaster(await exportPKCS8(privateKey));
  await inTransaction(deps.db, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('lti_keys', 0))`);
    const present = await tx.select({ kid: ltiKeys.kid }).from(ltiKeys).limit(1);
    if (present.length > 0) return;
    await tx.insert(ltiKeys).values({
      kid,
      publicJwk: { ...jwk, kid, alg: 'RS256', use: 'sig' },
      privateSealed,
      createdAt: deps.now(),
    });
  });
}
