import { DEADLOCK, UNIQUE_VIOLATION, inTransaction, sqlState, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import type { Cookie } from '../../infra/edge.ts';
import { sha256 } from '../../infra/vault.ts';
import { pickLocale } from '../../infra/views.ts';
import { LaunchOvertaken, landingPath, recordLaunch, type RecordedLaunch } from '../roster/index.ts';
import { courseActivityId } from './course-activity.rules.ts';
import { decideLanding, judgeDeployment } from './launch-scene.rules.ts';
import type { Entry } from './launch.schema.ts';
import { takeLoginAndLook, type LaunchScene, type LoginKey } from './launch.queries.ts';
import { recordPlatformWord, rememberDeployment } from './record-platform-word.ts';
import type { Landings, LaunchListener } from './link-kinds.ts';
import { explainUntaken } from './login-taking.rules.ts';
import { findLogin } from './lti.queries.ts';
import { refuse, type Refusal } from './refusal.rules.ts';
import { decideEmbedOrigins } from './url.rules.ts';

export interface EnterPorts {
  landings: Landings;
  onLaunched: LaunchListener;
}

export interface AcceptedLaunch {
  kind: 'accepted';
  sessionId: string;
  /** The visit's base, below the public URL. */
  base: string;
  /** The page it begins with, base included. */
  path: string;
  cookie: Cookie;
}

/** Two launches that make the same person or course: the slower one looks again and finds what the other made. */
const MOST_TRIES = 3;

/**
 * From a checked message to a visit. State and nonce are taken in the transaction that opens the visit: a token that
 * fails a check burns nothing, and of many copies of a good one a single one enters. Three statements: take the login
 * and look; the roster's writes; the platform's word.
 */
export async function enterLaunch(
  deps: Deps,
  ports: EnterPorts,
  entry: Entry,
): Promise<AcceptedLaunch | Refusal> {
  for (let tries = 1; ; tries += 1) {
    try {
      const outcome = await inTransaction(deps.db, (tx) => enterOnce(tx, deps, ports, entry));
      if (outcome.kind === 'refused') return outcome;
      if (outcome.news) ports.onLaunched(outcome.news);
      return outcome.accepted;
    } catch (error) {
      const state = sqlState(error);
      const overtaken = error instanceof LaunchOvertaken || state === UNIQUE_VIOLATION || state === DEADLOCK;
      if (!overtaken || tries === MOST_TRIES) throw error;
    }
  }
}

async function enterOnce(tx: Database, deps: Deps, { landings }: EnterPorts, entry: Entry) {
  const { registration, launch } = entry.checked;
  const key: LoginKey = {
    schoolId: registration.schoolId,
    registrationId: registration.id,
    stateHash: sha256(entry.state),
    nonceHash: sha256(launch.nonce),
    bindingHash: sha256(entry.binding ?? ''),
    targetLinkUri: launch.targetLinkUri,
    deploymentId: launch.deploymentId,
  };
  const scene = await takeLoginAndLook(tx, key, entry.checked, deps.now());
  if (!scene.taken) {
    const untaken = await findLogin(tx, key.stateHash);
    return explainUntaken(untaken, { ...key, hasBinding: entry.binding !== undefined }, deps.now());
  }
  const deployment = judgeDeployment(scene);
  if (deployment === 'new') await rememberDeployment(tx, deps, entry.checked);
  if (deployment === 'new' || deployment === 'waiting') return refuse('deployment_not_approved');

  const landing = decideLanding(entry.checked, scene, landings);
  const recorded = await recordVisit(tx, deps, { entry, scene, landing });
  const firstDeployment = deployment === 'first';
  const news = await recordPlatformWord(tx, deps, { entry, scene, recorded, firstDeployment });
  const start = recorded.claims.privacyAccepted
    ? (landing ?? landingPath(recorded.claims.roles, recorded.courseId !== null))
    : '/privacy';
  return {
    kind: 'entered' as const,
    news,
    accepted: {
      kind: 'accepted' as const,
      sessionId: recorded.claims.sessionId,
      base: recorded.path,
      path: recorded.path + start,
      cookie: recorded.cookie,
    },
  };
}

function recordVisit(
  tx: Database,
  deps: Deps,
  { entry, scene, landing }: { entry: Entry; scene: LaunchScene; landing: string | null },
): Promise<RecordedLaunch> {
  const { registration, launch, role } = entry.checked;
  return recordLaunch(
    tx,
    deps,
    {
      schoolId: registration.schoolId,
      issuer: registration.issuer,
      subject: launch.subject,
      username: launch.username,
      sourcedId: launch.sourcedId,
      customIds: launch.customIds,
      name: launch.name,
      email: launch.email,
      role,
      groups: launch.groups,
      course: launch.context && {
        courseId: scene.context?.courseId ?? null,
        title: launch.context.title,
        activityId: courseActivityId(registration, launch.context.id),
        copiedFromId: scene.ancestorCourseId,
      },
      visit: {
        locale: launch.locale === null ? entry.locale : pickLocale(launch.locale),
        embedOrigins: decideEmbedOrigins([registration.issuer, registration.authLoginUrl, launch.returnUrl]),
        landing,
        store: entry.visit?.store ?? null,
        keyHash: entry.visit?.keyHash ?? null,
      },
    },
    scene.visitor,
  );
}
