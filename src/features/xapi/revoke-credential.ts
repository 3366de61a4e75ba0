import { recordAudit } from '../../infra/audit.ts';
import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { updateRevokedAt } from './credential.queries.ts';

/** Ends a credential for good; false when the school has no such credential in use. Running processes notice within 30 s. */
export function revokeCredential(
  deps: Pick<Deps, 'db' | 'now' | 'newId'>,
  wanted: { schoolId: string; credentialId: string; revokedBy: string | null },
): Promise<boolean> {
  const { schoolId, credentialId, revokedBy } = wanted;
  return inTransaction(deps.db, async (tx) => {
    if (!(await updateRevokedAt(tx, { schoolId, credentialId }, deps.now()))) return false;
    await recordAudit(tx, deps, {
      schoolId,
      actorPersonId: revokedBy,
      action: 'credential.revoke',
      subjectType: 'credential',
      subjectId: credentialId,
    });
    return true;
  });
}
