import { recordAudit } from '../../infra/audit.ts';
import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { badRequest } from '../../infra/errors.ts';
import { findCredential, updateSettings, type CredentialKey } from './credential.queries.ts';
import type { CredentialSettings } from './credential.schema.ts';
import { readScopeMap } from './token.rules.ts';

export interface WantedChange extends CredentialKey {
  settings: Partial<CredentialSettings>;
  /** Of a trusted issuer; null leaves it as it is. */
  scopeMap: string | null;
  changedBy: string | null;
}

/** Changes what a credential may do; false when the school has no such credential in use. Running processes notice within 30 s. */
export function changeCredential(
  deps: Pick<Deps, 'db' | 'now' | 'newId'>,
  { settings, scopeMap, changedBy, ...key }: WantedChange,
): Promise<boolean> {
  const read = scopeMap === null ? null : readScopeMap(scopeMap);
  if (read && !read.ok) throw badRequest('xapi.scopeMapWrong', { line: read.line });
  return inTransaction(deps.db, async (tx) => {
    const credential = await findCredential(tx, key);
    if (!credential) return false;
    const { label, scopes, defaultVersion, requestsPerMinute, maxBodyBytes } = credential;
    const changed = { label, scopes, defaultVersion, requestsPerMinute, maxBodyBytes, ...settings };
    const trust = credential.trust && { ...credential.trust, ...(read?.ok ? { scopeMap: read.map } : {}) };
    if (!(await updateSettings(tx, key, { ...changed, trust }))) return false;
    await recordAudit(tx, deps, {
      schoolId: key.schoolId,
      actorPersonId: changedBy,
      action: 'credential.change',
      subjectType: 'credential',
      subjectId: key.credentialId,
      detail: { ...changed, ...(trust ? { scopeMap: trust.scopeMap } : {}) },
    });
    return true;
  });
}
