import type { Deps } from './infra/deps.ts';
import type { LmsPorts } from './features/lti/index.ts';
import { createPlatformCaller, selectServiceStatus } from './features/lti-services/index.ts';
import { getIngestion } from './features/xapi/index.ts';

/** What the administrator's page about LMSs shows of features to the right of it. */
export const lmsPorts = (deps: Deps): LmsPorts => ({
  probeToken: (registration, scopes) => createPlatformCaller(deps).probeToken(registration, scopes),
  async readStatus(schoolId) {
    const { lastStoredAt } = await getIngestion(deps.db, schoolId);
    const services = await selectServiceStatus(deps.db, schoolId);
    return [...services, { service: 'xapi', lastWorkedAt: lastStoredAt, failing: null }];
  },
});
