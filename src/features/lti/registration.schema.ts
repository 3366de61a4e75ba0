import type { OpenIdConfiguration } from './openid-configuration.rules.ts';
import type { InvitationVerdict } from './registration-invitation.rules.ts';

/** A one-time link, with the school it stands for. */
export interface RegistrationInvitation {
  schoolId: string;
  id: string;
  schoolName: string;
  usedAt: Date | null;
  expiresAt: Date;
}

/** Nothing goes on with this link. */
export interface NoInvitation {
  kind: 'noInvitation';
  verdict: Exclude<InvitationVerdict, 'open'>;
}

export interface ReadyToRegister {
  kind: 'ready';
  invitation: RegistrationInvitation;
  configuration: OpenIdConfiguration;
  /** Registrations of this school that name the issuer already. */
  known: number;
}

export interface SavedRegistration {
  registrationId: string;
  /** updated: the same client of the same school registered again; its approval stands. */
  outcome: 'created' | 'updated';
  pending: boolean;
}

export interface Registered extends SavedRegistration {
  kind: 'registered';
  invitation: RegistrationInvitation;
  configuration: OpenIdConfiguration;
}
