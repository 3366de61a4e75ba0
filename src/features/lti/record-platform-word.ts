import { and, eq, isNull, type SQLWrapper } from 'drizzle-orm';
import { auditWrite } from '../../infra/audit.ts';
import { frequentWrite, writeTogether, type Database, type FrequentWrite } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import type { RecordedLaunch } from '../roster/index.ts';
import { linkChange, mergeServices, servicesDiffer } from './launch-scene.rules.ts';
import type { CheckedLaunch, Entry } from './launch.schema.ts';
import type { Item, LaunchScene } from './launch.queries.ts';
import type { LaunchNews } from './link-kinds.ts';
import { ltiDeepLinkings, ltiLaunches } from './login.tables.ts';
import { ltiContexts, ltiDeployments, ltiItems, ltiRegistrations, ltiResourceLinks } from './lti.tables.ts';
import { redactClaims } from './redact-claims.rules.ts';

/** A deployment that has to wait for an administrator's word. */
export async function rememberDeployment(tx: Database, deps: Deps, checked: CheckedLaunch): Promise<void> {
  await writeTogether(tx, deploymentWrites(tx, deps, checked, { first: false }));
}

function deploymentWrites(
  tx: Database,
  deps: Deps,
  { registration, launch }: CheckedLaunch,
  { first }: { first: boolean },
): SQLWrapper[] {
  const now = deps.now();
  const { schoolId, id: registrationId } = registration;
  return [
    tx
      .insert(ltiDeployments)
      .values({
        schoolId,
        registrationId,
        deploymentId: launch.deploymentId,
        approvedAt: first ? now : null,
        firstSeenAt: now,
        first,
        seenIn: launch.context?.title ?? launch.platform.name,
      })
      .returning({ deploymentId: ltiDeployments.deploymentId }),
    auditWrite(tx, deps, {
      schoolId,
      actorPersonId: null,
      action: first ? 'lti.deploymentApproved' : 'lti.deploymentSeen',
      subjectType: 'ltiRegistration',
      subjectId: registrationId,
      detail: { deploymentId: launch.deploymentId },
    }),
  ];
}

interface Accepted {
  entry: Entry;
  scene: LaunchScene;
  recorded: RecordedLaunch;
  firstDeployment: boolean;
}

/**
 * What the launch tells of deployment, course, link and services, as far as it is new, and a line for the inspector.
 * Returns what others should hear of.
 */
export async function recordPlatformWord(
  tx: Database,
  deps: Deps,
  accepted: Accepted,
): Promise<LaunchNews | null> {
  const { entry, scene, recorded } = accepted;
  const { registration, launch } = entry.checked;
  const context = contextWrites(tx, accepted);
  const link = linkWrites(tx, deps, accepted);
  await writeTogether(tx, [
    ...(accepted.firstDeployment ? deploymentWrites(tx, deps, entry.checked, { first: true }) : []),
    ...platformWrites(tx, accepted),
    ...context,
    ...link.writes,
    ...deepLinkingWrites(tx, deps, accepted),
    ...launchWrites(deps, accepted),
  ]);
  if (!launch.context || recorded.courseId === null) return null;
  if (context.length === 0 && link.writes.length === 0) return null;
  return {
    schoolId: registration.schoolId,
    registrationId: registration.id,
    deploymentId: launch.deploymentId,
    contextId: launch.context.id,
    courseId: recorded.courseId,
    personId: recorded.personId,
    tiedLineItem: link.tied,
    newContext: context.length > 0,
    copiedFromCourseId: scene.context === null ? scene.ancestorCourseId : null,
  };
}

/** Registered by hand, a platform has no name until a launch tells it. */
function platformWrites(tx: Database, { entry }: Accepted): SQLWrapper[] {
  const { registration, launch } = entry.checked;
  const { name, version } = launch.platform;
  if (registration.platformName !== null || name === null) return [];
  return [
    tx
      .update(ltiRegistrations)
      .set({ platformName: name, productVersion: version })
      .where(
        and(
          eq(ltiRegistrations.schoolId, registration.schoolId),
          eq(ltiRegistrations.id, registration.id),
          isNull(ltiRegistrations.platformName),
        ),
      )
      .returning({ id: ltiRegistrations.id }),
  ];
}

function contextWrites(tx: Database, { entry, scene, recorded }: Accepted): SQLWrapper[] {
  const { registration, launch } = entry.checked;
  const { courseId } = recorded;
  if (!launch.context || courseId === null || !servicesDiffer({ ...scene }, launch)) return [];
  const told = mergeServices({ ...scene }, launch.services);
  const row = {
    schoolId: registration.schoolId,
    registrationId: registration.id,
    deploymentId: launch.deploymentId,
    contextId: launch.context.id,
    courseId,
    ...told,
  };
  const inserted = tx.insert(ltiContexts).values(row);
  // A context that wasn't there when we looked, and now is, belongs to another course: the unique key says so.
  const written = scene.context
    ? inserted.onConflictDoUpdate({
        target: [
          ltiContexts.schoolId,
          ltiContexts.registrationId,
          ltiContexts.deploymentId,
          ltiContexts.contextId,
        ],
        set: told,
      })
    : inserted;
  return [written.returning({ contextId: ltiContexts.contextId })];
}

function linkWrites(
  tx: Database,
  deps: Deps,
  { entry, scene, recorded }: Accepted,
): { writes: SQLWrapper[]; tied: LaunchNews['tiedLineItem'] } {
  const nothing = { writes: [], tied: null };
  const { registration, launch } = entry.checked;
  const { message } = launch;
  const { courseId } = recorded;
  if (!('resourceLink' in message) || !launch.context || courseId === null) return nothing;
  const { schoolId } = registration;
  const item = findItem(deps, scene, courseId);
  const told = linkChange(scene, {
    title: message.resourceLink.title,
    itemId: item?.id ?? null,
    lineItemUrl: launch.services.lineItemUrl,
  });
  if (!told) return nothing;
  const { id: resourceLinkId } = message.resourceLink;
  const seen = { ...told, contextId: launch.context.id, courseId, seenAt: deps.now() };
  const copied =
    item && item.courseId !== courseId
      ? [
          tx
            .insert(ltiItems)
            .values({ ...item, schoolId, courseId, createdAt: deps.now() })
            .returning({ id: ltiItems.id }),
        ]
      : [];
  const link = tx
    .insert(ltiResourceLinks)
    .values({
      schoolId,
      registrationId: registration.id,
      deploymentId: launch.deploymentId,
      resourceLinkId,
      ...seen,
    })
    .onConflictDoUpdate({
      target: [
        ltiResourceLinks.schoolId,
        ltiResourceLinks.registrationId,
        ltiResourceLinks.deploymentId,
        ltiResourceLinks.resourceLinkId,
      ],
      set: seen,
    })
    .returning({ id: ltiResourceLinks.resourceLinkId });
  const { itemId, lineItemUrl: url } = told;
  return {
    writes: [...copied, link],
    tied: itemId !== null && url !== null ? { itemId, url, resourceLinkId } : null,
  };
}

/**
 * The item a link shows, as this course's own. A copied course brings links that name the old course's items: the
 * first launch of such a link makes the new course's item of it (still under the old `courseId` here).
 */
function findItem(deps: Deps, { item, ownItem }: LaunchScene, courseId: string): Item | null {
  if (!item || item.courseId === courseId) return item;
  return ownItem ?? { ...item, id: deps.newId() };
}

function deepLinkingWrites(tx: Database, deps: Deps, { entry, recorded }: Accepted): SQLWrapper[] {
  const { registration, launch } = entry.checked;
  if (launch.message.type !== 'LtiDeepLinkingRequest' || recorded.courseId === null) return [];
  return [
    tx
      .insert(ltiDeepLinkings)
      .values({
        schoolId: registration.schoolId,
        sessionId: recorded.claims.sessionId,
        registrationId: registration.id,
        deploymentId: launch.deploymentId,
        courseId: recorded.courseId,
        settings: launch.message.settings,
        createdAt: deps.now(),
      })
      .returning({ sessionId: ltiDeepLinkings.sessionId }),
  ];
}

const writeLaunch = frequentWrite('launch', (db, launch: typeof ltiLaunches.$inferSelect) =>
  db.insert(ltiLaunches).values(launch).returning({ id: ltiLaunches.id }),
);

function launchWrites(deps: Deps, { entry, recorded }: Accepted): FrequentWrite[] {
  const { registration, launch, claims } = entry.checked;
  return [
    writeLaunch({
      schoolId: registration.schoolId,
      id: deps.newId(),
      registrationId: registration.id,
      refusal: null,
      messageType: launch.message.type,
      deploymentId: launch.deploymentId,
      personId: recorded.personId,
      courseId: recorded.courseId,
      claims: redactClaims(claims),
      bindingStore: entry.bindingStore,
      requestId: entry.requestId,
      at: deps.now(),
    }),
  ];
}
