import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import { createOutbound } from '../../infra/outbound.ts';
import { findSchoolRegistration, selectLaunches, selectSchoolDeployments } from './lms.queries.ts';
import type { ProbeToken, SchoolRegistration } from './lms.schema.ts';
import { probeKeySet } from './self-test.client.ts';
import { judgeSelfTest, type TestLine } from './self-test.rules.ts';
import { SCOPES } from './tool-config.rules.ts';

const LAUNCHES_LOOKED_AT = 50;

export interface SelfTestResult {
  registration: SchoolRegistration;
  lines: TestLine[];
}

/** Tries a registration's connection from here, and reads from its last launches what can't be tried. */
export async function runSelfTest(
  deps: Deps,
  probeToken: ProbeToken,
  key: { schoolId: string; registrationId: string },
): Promise<SelfTestResult> {
  const registration = await findSchoolRegistration(deps.db, key);
  if (!registration) throw notFound();
  // Registered by hand, nothing was asked for in so many words: all that we use.
  const scopesAsked = registration.scopesAsked.length > 0 ? registration.scopesAsked : [...SCOPES];
  const outbound = createOutbound(deps.config.allowedPrivateHosts);
  const [keySet, token] = await Promise.all([
    probeKeySet(outbound, registration.jwksUrl),
    probeToken(registration, scopesAsked),
  ]);
  const launches = await selectLaunches(deps.db, { ...key, limit: LAUNCHES_LOOKED_AT });
  const deployments = (await selectSchoolDeployments(deps.db, key.schoolId)).filter(
    ({ registrationId }) => registrationId === key.registrationId,
  );
  const approved = deployments.filter(({ approvedAt }) => approvedAt !== null).length;
  const lines = judgeSelfTest({
    now: deps.now(),
    registration: { ...registration, scopesAsked },
    keySet,
    token,
    launches,
    deployments: { approved, waiting: deployments.length - approved },
  });
  return { registration, lines };
}
