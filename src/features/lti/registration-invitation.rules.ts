/** So long a link may lie in somebody's mail before the LMS's administrator gets to it. */
export const REGISTRATION_INVITATION_DAYS = 7;

export interface RegistrationInvitationState {
  usedAt: Date | null;
  expiresAt: Date;
}

export type InvitationVerdict = 'open' | 'used' | 'expired' | 'unknown';

/** Whether a registration link still works, and if not, why. */
export function judgeRegistrationInvitation(
  invitation: RegistrationInvitationState | null,
  now: Date,
): InvitationVerdict {
  if (!invitation) return 'unknown';
  if (invitation.usedAt) return 'used';
  return now < invitation.expiresAt ? 'open' : 'expired';
}
