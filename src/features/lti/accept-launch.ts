import { recordAudit } from '../../infra/audit.ts';
import { inTransaction, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import type { Cookie } from '../../infra/edge.ts';
import { sha256 } from '../../infra/vault.ts';
import { pickLocale, type Locale } from '../../infra/views.ts';
import { openSession, recordLaunch, type CourseRole } from '../roster/index.ts';
import { courseActivityId } from './course-activity.rules.ts';
import type { Launch, Registration } from './launch.schema.ts';
import { parseLaunch } from './launch.rules.ts';
import { explainUntaken } from './login-taking.rules.ts';
import {
  countDeploymentsLocked,
  findDeployment,
  findLogin,
  insertContext,
  insertDeployment,
  lockContext,
  takeLogin,
  type DeploymentKey,
} from './lti.queries.ts';
import type { PlatformKeys } from './platform-keys.client.ts';
import { refuse, type Refusal } from './refusal.rules.ts';
import type { Registrations } from './registration-cache.ts';
import { decideCourseRole } from './roles.rules.ts';
import { bindingCookie, bindingCookieName } from './start-login.ts';
import { decideEmbedOrigins } from './url.rules.ts';
import { verifyToken } from './verify-token.ts';

export interface LaunchAttempt {
  token: string;
  state: string;
  cookies: Record<string, string>;
  /** The browser's language, where the platform tells none. */
  locale: Locale;
}

export interface LaunchPorts {
  registrations: Registrations;
  platformKeys: PlatformKeys;
}

export interface AcceptedLaunch {
  kind: 'accepted';
  path: string;
  cookies: Cookie[];
}

/**
 * The whole way from an authentication response to a session. State and nonce are taken last, inside the transaction
 * that opens the session: a token that fails a check burns nothing, and of many copies of a good one a single one enters.
 */
export async function acceptLaunch(
  deps: Deps,
  ports: LaunchPorts,
  attempt: LaunchAttempt,
): Promise<AcceptedLaunch | Refusal> {
  const verified = await verifyToken(attempt.token, ports.registrations, ports.platformKeys);
  if (verified.kind === 'refused') return verified;
  const { registration } = verified;
  const launch = parseLaunch(
    verified.claims,
    {
      issuer: registration.issuer,
      clientId: registration.clientId,
      publicUrl: deps.config.publicUrl,
    },
    deps.now(),
  );
  if (launch.kind === 'refused') return launch;
  const decided = decideCourseRole(launch.roles);
  if (decided.kind === 'refused') return decided;

  const stateHash = sha256(attempt.state);
  const binding = attempt.cookies[bindingCookieName(stateHash)];
  const key = {
    schoolId: registration.schoolId,
    registrationId: registration.id,
    stateHash,
    nonceHash: sha256(launch.nonce),
    bindingHash: sha256(binding ?? ''),
    targetLinkUri: launch.targetLinkUri,
    deploymentId: launch.deploymentId,
  };
  return inTransaction(deps.db, async (tx) => {
    if (!(await takeLogin(tx, key, deps.now()))) {
      const untaken = await findLogin(tx, stateHash);
      return explainUntaken(untaken, { ...key, hasBinding: binding !== undefined }, deps.now());
    }
    return enter(tx, deps, { registration, launch, role: decided.role, stateHash, attempt });
  });
}

interface Entry {
  registration: Registration;
  launch: Launch;
  role: CourseRole;
  stateHash: string;
  attempt: LaunchAttempt;
}

async function enter(tx: Database, deps: Deps, entry: Entry): Promise<AcceptedLaunch | Refusal> {
  const { registration, launch, role } = entry;
  const { schoolId } = registration;
  const key = { schoolId, registrationId: registration.id, deploymentId: launch.deploymentId };
  const deployment = await admitDeployment(tx, deps, key, launch.context?.id ?? null);
  if (deployment.kind === 'refused') return deployment;

  const { personId, courseId } = await recordLaunch(tx, deps, {
    schoolId,
    issuer: registration.issuer,
    subject: launch.subject,
    username: launch.username,
    name: launch.name,
    email: launch.email,
    role,
    course: launch.context && {
      courseId: deployment.courseId,
      title: launch.context.title,
      activityId: courseActivityId(registration, launch.context.id),
    },
  });
  if (launch.context && courseId !== null && deployment.courseId === null)
    await insertContext(tx, key, { contextId: launch.context.id, courseId });

  const session = await openSession(tx, deps, {
    schoolId,
    personId,
    courseId,
    locale: launch.locale === null ? entry.attempt.locale : pickLocale(launch.locale),
    embedOrigins: decideEmbedOrigins([registration.issuer, registration.authLoginUrl, launch.returnUrl]),
    ...(courseId === null ? { toldRole: role } : {}),
  });
  const spent = bindingCookie(deps, { stateHash: entry.stateHash, value: '', maxAgeSeconds: 0 });
  return { kind: 'accepted', path: `${session.path}/`, cookies: [session.cookie, spent] };
}

/** A registration's first deployment is approved by its launch; any further one waits for an administrator. */
async function admitDeployment(
  tx: Database,
  deps: Deps,
  key: DeploymentKey,
  contextId: string | null,
): Promise<{ kind: 'admitted'; courseId: string | null } | Refusal> {
  const known = await findDeployment(tx, key, contextId);
  if (known && !known.approved) return refuse('deployment_not_approved');
  if (!known) {
    const first = (await countDeploymentsLocked(tx, key)) === 0;
    const now = deps.now();
    const isNew = await insertDeployment(tx, key, { approvedAt: first ? now : null, firstSeenAt: now });
    if (isNew)
      await recordAudit(tx, deps, {
        schoolId: key.schoolId,
        actorPersonId: null,
        action: first ? 'lti.deploymentApproved' : 'lti.deploymentSeen',
        subjectType: 'ltiRegistration',
        subjectId: key.registrationId,
        detail: { deploymentId: key.deploymentId },
      });
    // Somebody else's launch may have been first while this one waited.
    const settled = isNew ? first : ((await findDeployment(tx, key, null))?.approved ?? false);
    if (!settled) return refuse('deployment_not_approved');
  }
  if (contextId === null) return { kind: 'admitted', courseId: null };
  if (known?.courseId) return { kind: 'admitted', courseId: known.courseId };
  await lockContext(tx, key, contextId);
  return { kind: 'admitted', courseId: (await findDeployment(tx, key, contextId))?.courseId ?? null };
}
