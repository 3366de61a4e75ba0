export const INVITATION_DAYS = 14;

export interface InvitationState {
  acceptedAt: Date | null;
  revokedAt: Date | null;
  expiresAt: Date;
}

export type InvitationVerdict = 'open' | 'accepted' | 'revoked' | 'expired' | 'unknown';

/** Whether a link still works, and if not, why. */
export function judgeInvitation(invitation: InvitationState | undefined, now: Date): InvitationVerdict {
  if (!invitation) return 'unknown';
  if (invitation.acceptedAt) return 'accepted';
  if (invitation.revokedAt) return 'revoked';
  return now < invitation.expiresAt ? 'open' : 'expired';
}
