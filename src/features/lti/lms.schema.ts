import type { Registration } from './launch.schema.ts';
import type { SelfTestFacts } from './self-test.rules.ts';

/** Parts of the integration that the status table names; the words are `lti.lms.service.<name>` in views/locales. */
export const SERVICES = ['launch', 'deepLinking', 'nrps', 'ags', 'xapi'] as const;
export type ServiceName = (typeof SERVICES)[number];

export interface ServiceStatus {
  service: ServiceName;
  /** When it was last seen working; null: never yet. */
  lastWorkedAt: Date | null;
  /** How many things of it failed and wait for somebody. */
  failing: number;
}

/** Asks a registration's token endpoint for a token with these scopes; given by the feature that calls services. */
export type ProbeToken = (registration: Registration, scopes: string[]) => Promise<SelfTestFacts['token']>;

/** What features to the right contribute to the administrator's page. */
export interface LmsPorts {
  probeToken: ProbeToken;
  readStatus(schoolId: string): Promise<ServiceStatus[]>;
}
