import { z } from 'zod';
import type { Deps } from '../../infra/deps.ts';
import { Saved } from '../../infra/forms.ts';
import { page, redirect, route, type Route } from '../../infra/http.ts';
import { requireAdministrator } from '../roster/index.ts';
import { invitePlatform, withdrawPlatformInvitation } from './invite-platform.ts';
import {
  DEPLOYMENT_VERDICTS,
  REGISTRATION_VERDICTS,
  judgeDeploymentOf,
  judgeRegistration,
} from './judge-registration.ts';
import { presentLaunch } from './lms-launch.pages.ts';
import { presentLms } from './lms.pages.ts';
import {
  findLaunch,
  getMessageTimes,
  selectLaunches,
  selectSchoolDeployments,
  selectSchoolRegistrations,
} from './lms.queries.ts';
import type { LmsPorts } from './lms.schema.ts';
import type { Registrations } from './registration-cache.ts';
import { REGISTRATION_INVITATION_DAYS } from './registration-invitation.rules.ts';
import { selectOpenInvitations } from './registration.queries.ts';
import { lmsRegistrationRoutes } from './lms-registration.routes.ts';
import { runSelfTest } from './run-self-test.ts';
import { isOnlySchool } from './lti.queries.ts';
import { revokeKey, rotateKeys, selectKeys } from './tool-keys.ts';
import { notFound } from '../../infra/errors.ts';

const RegistrationParams = z.object({ registrationId: z.uuid() });
const LAUNCHES_SHOWN = 20;
const DONE = '/lms?saved=1';

/** What an administrator sees and decides about the school's LMSs. */
export const lmsRoutes = (deps: Deps, registrations: Registrations, ports: LmsPorts): Route[] => [
  route({
    method: 'get',
    path: '/s/:sessionId/lms',
    guard: requireAdministrator,
    query: Saved,
    handle: async ({ who, query }) =>
      page('lti/lms', presentLms(await readLms(deps, ports, who.schoolId, query.saved))),
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/lms/invitations',
    guard: requireAdministrator,
    async handle({ who }) {
      const { url, expiresAt } = await invitePlatform(deps, { schoolId: who.schoolId, by: who.personId });
      // No redirect: the link is shown now or never.
      return page('lti/lms-invited', { url, expiresAt, days: REGISTRATION_INVITATION_DAYS });
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/lms/invitations/:invitationId/withdraw',
    guard: requireAdministrator,
    params: z.object({ invitationId: z.uuid() }),
    async handle({ who, params }) {
      await withdrawPlatformInvitation(deps, who, params.invitationId);
      return redirect(`${DONE}#connect`);
    },
  }),
  ...lmsRegistrationRoutes(deps, registrations),
  route({
    method: 'post',
    path: '/s/:sessionId/lms/registrations/:registrationId/:verdict',
    guard: requireAdministrator,
    params: RegistrationParams.extend({ verdict: z.enum(REGISTRATION_VERDICTS) }),
    async handle({ who, params }) {
      registrations.forget((await judgeRegistration(deps, who, params)).issuer);
      return redirect(`${DONE}#registration-${params.registrationId}`);
    },
  }),
  route({
    // A deployment's id is the platform's text, so it travels in the form.
    method: 'post',
    path: '/s/:sessionId/lms/registrations/:registrationId/deployments/:verdict',
    guard: requireAdministrator,
    params: RegistrationParams.extend({ verdict: z.enum(DEPLOYMENT_VERDICTS) }),
    body: z.object({ deploymentId: z.string().min(1).max(255) }),
    async handle({ who, params, body }) {
      await judgeDeploymentOf(deps, who, { ...params, ...body });
      return redirect(`${DONE}#registration-${params.registrationId}`);
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/lms/self-test',
    guard: requireAdministrator,
    body: RegistrationParams,
    async handle({ who, body, headers }) {
      const result = await runSelfTest(deps, ports.probeToken, { schoolId: who.schoolId, ...body });
      const { issuer, clientId } = result.registration;
      const content = { lines: result.lines, issuer, clientId, testedAt: deps.now() };
      // Into the page it was asked from, or as a page of its own where scripts don't run.
      return headers['hx-request'] === undefined
        ? page('lti/lms-self-test', content)
        : page('lti/lms-self-test-result', content, { layout: 'fragment' });
    },
  }),
  route({
    method: 'get',
    path: '/s/:sessionId/lms/launches/:launchId',
    guard: requireAdministrator,
    params: z.object({ launchId: z.uuid() }),
    async handle({ who, params }) {
      const launch = await findLaunch(deps.db, { schoolId: who.schoolId, ...params });
      if (!launch) throw notFound();
      return page('lti/lms-launch', presentLaunch(launch));
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/lms/keys/rotate',
    guard: requireAdministrator,
    async handle({ who }) {
      await rotateKeys(deps, who);
      return redirect(`${DONE}#keys`);
    },
  }),
  route({
    method: 'post',
    path: '/s/:sessionId/lms/keys/:kid/revoke',
    guard: requireAdministrator,
    params: z.object({ kid: z.string().min(1).max(100) }),
    async handle({ who, params }) {
      await revokeKey(deps, who, params.kid);
      return redirect(`${DONE}#keys`);
    },
  }),
];

async function readLms(deps: Deps, ports: LmsPorts, schoolId: string, saved: boolean) {
  const { db } = deps;
  const { launchedAt, linkedAt, refused } = await getMessageTimes(db, schoolId);
  return {
    publicUrl: deps.config.publicUrl,
    registrations: await selectSchoolRegistrations(db, schoolId),
    deployments: await selectSchoolDeployments(db, schoolId),
    invitations: await selectOpenInvitations(db, schoolId, deps.now()),
    launches: await selectLaunches(db, { schoolId, limit: LAUNCHES_SHOWN }),
    keys: await selectKeys(db),
    keepsKeys: await isOnlySchool(db, schoolId),
    statuses: [
      { service: 'launch' as const, lastWorkedAt: launchedAt, failing: refused },
      { service: 'deepLinking' as const, lastWorkedAt: linkedAt, failing: null },
      ...(await ports.readStatus(schoolId)),
    ],
    saved,
  };
}
