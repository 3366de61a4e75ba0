import { recordAudit } from '../../infra/audit.ts';
import type { Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { newToken } from '../../infra/vault.ts';
import { insertCredential } from './credential.queries.ts';
import type { NewCredential, Scope } from './credential.schema.ts';
import type { XapiVersion } from './xapi-version.rules.ts';

/** Under which name the vault hashes secrets of credentials. */
export const SECRET_PURPOSE = 'xapi-secret';

export interface WantedCredential {
  schoolId: string;
  label: string;
  scopes: Scope[];
  /** What is said to requests that name no version we speak; 2.0.0 where absent. */
  defaultVersion?: XapiVersion;
  /** Person; null or absent for the command line. */
  createdBy?: string | null;
}

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
