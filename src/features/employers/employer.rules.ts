import type { AgreementKind, Verification } from './employers.schema.ts';

/** So long before its end an agreement is called due. */
export const DUE_DAYS = 60;
export const LINK_DAYS = 60;
/** Of one link, and of one address with links that don't exist. */
export const LINK_REQUESTS_PER_MINUTE = 60;
export const UNKNOWN_LINKS_PER_MINUTE = 20;

export interface Agreement {
  kind: AgreementKind;
  /** YYYY-MM-DD, both days included. */
  signedOn: string;
  endsOn: string;
  settledAt: Date | null;
}

export type AgreementState = 'inForce' | 'due' | 'overdue' | 'settled' | 'toCome';

/** @param dueFrom the day from which an end counts as near: DUE_DAYS after today */
export function judgeAgreement(
  { signedOn, endsOn, settledAt }: Agreement,
  today: string,
  dueFrom: string,
): AgreementState {
  if (settledAt) return 'settled';
  if (endsOn < today) return 'overdue';
  if (signedOn > today) return 'toCome';
  return endsOn <= dueFrom ? 'due' : 'inForce';
}

/** R040: takes part in training (§5.2.3) by an agreement that is in force today. */
export const isCooperating = (agreements: readonly Agreement[], today: string): boolean =>
  agreements.some(
    ({ kind, signedOn, endsOn }) => kind === 'training' && signedOn <= today && today <= endsOn,
  );

const STEPS: Record<Verification, readonly Verification[]> = {
  unverified: ['pending', 'verified', 'suspended'],
  pending: ['verified', 'unverified', 'suspended'],
  verified: ['pending', 'suspended'],
  suspended: ['pending'],
};

/** Where a verification may go from here; whoever was suspended is looked at again first. */
export const stepsFrom = (state: Verification): readonly Verification[] => STEPS[state];

export interface LinkState {
  expiresAt: Date;
  revokedAt: Date | null;
  verification: Verification;
}
export type LinkVerdict = 'open' | 'unknown' | 'expired' | 'revoked';

/** What an employer's link opens; a suspended employer's opens nothing. */
export function judgeLink(link: LinkState | null, now: Date): LinkVerdict {
  if (!link) return 'unknown';
  if (link.revokedAt || link.verification === 'suspended') return 'revoked';
  return now >= link.expiresAt ? 'expired' : 'open';
}
