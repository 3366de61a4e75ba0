import { and, eq, isNull } from 'drizzle-orm';
import { recordAudit } from '../../infra/audit.ts';
import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import { newToken, sha256 } from '../../infra/vault.ts';
import { ltiRegistrationInvitations } from './login.tables.ts';
import { REGISTRATION_INVITATION_DAYS } from './registration-invitation.rules.ts';

export interface PlatformInvitation {
  /** Shown this once: only its hash is kept. */
  url: string;
  expiresAt: Date;
}

/**
 * A one-time link by which an LMS registers itself with the school.
 *
 * @param by the administrator; null: the operator, from the command line
 */
export function invitePlatform(
  deps: Deps,
  { schoolId, by }: { schoolId: string; by: string | null },
): Promise<PlatformInvitation> {
  return inTransaction(deps.db, async (tx) => {
    const token = newToken();
    const id = deps.newId();
    const createdAt = deps.now();
    const expiresAt = new Date(createdAt.getTime() + REGISTRATION_INVITATION_DAYS * 86_400_000);
    await tx
      .insert(ltiRegistrationInvitations)
      .values({ schoolId, id, tokenHash: sha256(token), invitedBy: by, createdAt, expiresAt });
    await recordAudit(tx, deps, {
      schoolId,
      actorPersonId: by,
      action: 'lti.platformInvited',
      subjectType: 'ltiRegistrationInvitation',
      subjectId: id,
    });
    return { url: `${deps.config.publicUrl}/lti/register/${token}`, expiresAt };
  });
}

/** Makes an unused link useless. */
export async function withdrawPlatformInvitation(
  deps: Deps,
  key: { schoolId: string; personId: string },
  invitationId: string,
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const deleted = await tx
      .delete(ltiRegistrationInvitations)
      .where(
        and(
          eq(ltiRegistrationInvitations.schoolId, key.schoolId),
          eq(ltiRegistrationInvitations.id, invitationId),
          isNull(ltiRegistrationInvitations.usedAt),
        ),
      )
      .returning({ id: ltiRegistrationInvitations.id });
    if (deleted.length === 0) throw notFound();
    await recordAudit(tx, deps, {
      schoolId: key.schoolId,
      actorPersonId: key.personId,
      action: 'lti.platformInvitationWithdrawn',
      subjectType: 'ltiRegistrationInvitation',
      subjectId: invitationId,
    });
  });
}
