import { recordAudit } from '../../infra/audit.ts';
import type { Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { newToken } from '../../infra/vault.ts';
import { insertCredential } from './credential.queries.ts';
import { DEFAULT_LIMITS, type CredentialSettings, type NewCredential } from './credential.schema.ts';
import { OWN_VERSION } from './xapi-version.rules.ts';

/** Under which name the vault hashes secrets of credentials. */
export const SECRET_PURPOSE = 'xapi-secret';

export type WantedCredential = Pick<CredentialSettings, 'label' | 'scopes'> &
  Partial<CredentialSettings> & {
    schoolId: string;
    /** Person; null or absent for the command line. */
    createdBy?: string | null;
  };

/** What isn't said: generous limits, and the version we speak of ourselves. */
export const DEFAULT_SETTINGS = { ...DEFAULT_LIMITS, defaultVersion: OWN_VERSION.answered };

/**
 * A Basic credential for one source of statements. The key is the user name, the secret the password.
 *
 * @param db preferably a transaction: the audit entry belongs to it
 */
export async function createCredential(
  db: Database,
  deps: Pick<Deps, 'now' | 'newId' | 'vault'>,
  { createdBy = null, ...wanted }: WantedCredential,
): Promise<NewCredential> {
  const credentialId = deps.newId();
  const key = `wm-${newToken().slice(0, 22)}`;
  const secret = newToken();
  await insertCredential(db, {
    ...DEFAULT_SETTINGS,
    ...wanted,
    id: credentialId,
    key,
    secretHash: deps.vault.fingerprint(SECRET_PURPOSE, secret),
    createdAt: deps.now(),
  });
  await recordAudit(db, deps, {
    schoolId: wanted.schoolId,
    actorPersonId: createdBy,
    action: 'credential.create',
    subjectType: 'credential',
    subjectId: credentialId,
    detail: { label: wanted.label, scopes: wanted.scopes },
  });
  return { credentialId, key, secret };
}
