import type { BindingStore, Registration } from './launch.schema.ts';
import type { SelfTestFacts } from './self-test.rules.ts';

/** Parts of the integration that the status table names; the words are `lti.lms.service.<name>` in views/locales. */
export const SERVICES = ['launch', 'deepLinking', 'nrps', 'ags', 'xapi'] as const;
export type ServiceName = (typeof SERVICES)[number];

export interface ServiceStatus {
  service: ServiceName;
  /** When it was last seen working; null: never yet. */
  lastWorkedAt: Date | null;
  /** How many things of it failed and wait for somebody; null: of this part nothing tells. */
  failing: number | null;
}

/** Asks a registration's token endpoint for a token with these scopes; given by the feature that calls services. */
export type ProbeToken = (registration: Registration, scopes: string[]) => Promise<SelfTestFacts['token']>;

/** What features to the right contribute to the administrator's page. */
export interface LmsPorts {
  probeToken: ProbeToken;
  readStatus(schoolId: string): Promise<ServiceStatus[]>;
}

/** A registration as its administrator sees it. */
export interface SchoolRegistration extends Registration {
  productVersion: string | null;
  platformName: string | null;
  scopesAsked: string[];
  registeredBy: 'manual' | 'dynamic';
  createdAt: Date;
}

export interface SchoolDeployment {
  registrationId: string;
  deploymentId: string;
  approvedAt: Date | null;
  firstSeenAt: Date;
  first: boolean;
  seenIn: string | null;
}

/** A launch as the inspector keeps it. */
export interface RecordedLaunch {
  id: string;
  registrationId: string;
  issuer: string;
  /** null: let in. */
  refusal: string | null;
  messageType: string | null;
  deploymentId: string | null;
  personName: string | null;
  claims: Record<string, unknown>;
  bindingStore: BindingStore | null;
  requestId: string;
  at: Date;
}
