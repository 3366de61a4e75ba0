import { familyKey } from './registration.pages.ts';
import type { KeyState, PooledKey } from './key-pool.rules.ts';
import {
  SERVICES,
  type RecordedLaunch,
  type SchoolDeployment,
  type SchoolRegistration,
  type ServiceStatus,
} from './lms.schema.ts';
import { presentLaunchLine } from './lms-launch.pages.ts';
import { toolAddresses } from './tool-config.rules.ts';

/** `waiting` and `refused`: registered by the platform itself, before and after an administrator's no. */
export type RegistrationState = 'waiting' | 'refused' | 'on' | 'off';

export function registrationState({
  pending,
  active,
}: {
  pending: boolean;
  active: boolean;
}): RegistrationState {
  if (pending) return active ? 'waiting' : 'refused';
  return active ? 'on' : 'off';
}

type ListedKey = PooledKey & { state: KeyState };

export interface LmsFacts {
  publicUrl: string;
  registrations: SchoolRegistration[];
  deployments: SchoolDeployment[];
  invitations: { id: string; createdAt: Date; expiresAt: Date }[];
  launches: RecordedLaunch[];
  keys: ListedKey[];
  /** Whether this school's administrator may change them: nobody else's launches hang on them. */
  keepsKeys: boolean;
  statuses: ServiceStatus[];
  saved: boolean;
}

/** The administrator's page about the school's LMSs: what is connected, what waits, what came in. */
export function presentLms(facts: LmsFacts) {
  const { registrations, deployments, keys } = facts;
  return {
    saved: facts.saved,
    statuses: SERVICES.flatMap((service) => facts.statuses.filter((status) => status.service === service)),
    registrations: registrations.map((registration) =>
      presentRegistration(
        registration,
        deployments.filter(({ registrationId }) => registrationId === registration.id),
      ),
    ),
    waiting:
      registrations.filter((one) => registrationState(one) === 'waiting').length +
      deployments.filter(({ approvedAt }) => approvedAt === null).length,
    severalLms: registrations.length > 1,
    invitations: facts.invitations,
    addresses: toolAddresses(facts.publicUrl),
    launches: facts.launches.map(presentLaunchLine),
    keys: keys.map((key) => presentKey(key, facts.keepsKeys)),
    keepsKeys: facts.keepsKeys,
  };
}

function presentRegistration(registration: SchoolRegistration, deployments: SchoolDeployment[]) {
  const { id, issuer, clientId, family, productVersion, platformName, registeredBy, createdAt } =
    registration;
  return {
    id,
    issuer,
    clientId,
    family,
    familyKey: familyKey(family),
    productVersion,
    platformName,
    registeredBy,
    createdAt,
    state: registrationState(registration),
    deployments: deployments.map(({ deploymentId, approvedAt, firstSeenAt, first, seenIn }) => ({
      deploymentId,
      approvedAt,
      firstSeenAt,
      first,
      seenIn,
    })),
  };
}

/** A key and the moment its present state began. */
function presentKey(
  { kid, state, createdAt, activatedAt, retiredAt, revokedAt }: ListedKey,
  keepsKeys: boolean,
) {
  const since = { next: createdAt, active: activatedAt, retired: retiredAt, revoked: revokedAt }[state];
  return { kid, state, since: since ?? createdAt, revocable: keepsKeys && state !== 'revoked' };
}
