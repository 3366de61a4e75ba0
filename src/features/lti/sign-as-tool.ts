import { and, desc, isNotNull, isNull } from 'drizzle-orm';
import { SignJWT, importPKCS8 } from 'jose';
import type { Deps } from '../../infra/deps.ts';
import { newToken } from '../../infra/vault.ts';
import { ltiKeys } from './login.tables.ts';
import { tendKeys } from './tool-keys.ts';

/** Moodle's token endpoint allows no clock to run behind ours. */
const BACKDATED_SECONDS = 5;

/** A token of ours for a platform: an assertion for an access token, or an answer to deep linking. */
export async function signAsTool(
  deps: Deps,
  claims: Record<string, unknown>,
  { expiresInSeconds }: { expiresInSeconds: number },
): Promise<string> {
  const { kid, privateSealed } = await findSigningKey(deps);
  const key = await importPKCS8(deps.vault.openWithMaster(privateSealed), 'RS256');
  const nowSeconds = Math.floor(deps.now().getTime() / 1000);
  return new SignJWT({
    jti: newToken(),
    ...claims,
    iat: nowSeconds - BACKDATED_SECONDS,
    exp: nowSeconds + expiresInSeconds,
  })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid })
    .sign(key);
}

async function findSigningKey(deps: Deps): Promise<{ kid: string; privateSealed: string }> {
  const select = async () => {
    const [key] = await deps.db
      .select({ kid: ltiKeys.kid, privateSealed: ltiKeys.privateSealed })
      .from(ltiKeys)
      .where(and(isNotNull(ltiKeys.activatedAt), isNull(ltiKeys.retiredAt), isNull(ltiKeys.revokedAt)))
      .orderBy(desc(ltiKeys.activatedAt))
      .limit(1);
    return key;
  };
  let key = await select();
  if (!key) {
    await tendKeys(deps);
    key = await select();
  }
  if (!key) throw new Error('There is no key to sign with.');
  return key;
}
