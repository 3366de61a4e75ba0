import { DEADLOCK, UNIQUE_VIOLATION, inTransaction, sqlState, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { LaunchOvertaken, reconcileMembers, takeCourseRosterLock } from '../roster/index.ts';
import { fetchMemberships, type MembershipsRead } from './memberships.client.ts';
import { judgeEntries } from './memberships.rules.ts';
import type { RosterProblem } from './roster-problem.rules.ts';
import { doubtSince, expectedLeaving } from './roster-schedule.rules.ts';
import {
  findContextToRead,
  findRosterSync,
  upsertRosterSync,
  type ContextKey,
  type ContextToRead,
} from './roster.queries.ts';
import { createPlatformCaller } from './service-token.client.ts';
import type { RosterChanges } from './services.schema.ts';

export interface SyncWish {
  /** Whoever asked; null: nobody did, it was time. */
  actorPersonId: string | null;
  /** They say that the course really got so much smaller. */
  trusted: boolean;
}

/** `notOffered`: there is nothing to be read. */
export type RosterOutcome = { kind: 'read'; problem: RosterProblem | null } | { kind: 'notOffered' };

const running = new WeakMap<Deps, Map<string, Promise<RosterOutcome>>>();

const runningOf = (deps: Deps): Map<string, Promise<RosterOutcome>> => {
  const present = running.get(deps) ?? new Map<string, Promise<RosterOutcome>>();
  running.set(deps, present);
  return present;
};
const flightOf = (key: ContextKey): string =>
  JSON.stringify([key.schoolId, key.registrationId, key.deploymentId, key.contextId]);

export const isRosterBeingRead = (deps: Deps, key: ContextKey): boolean => runningOf(deps).has(flightOf(key));

/** Reads a course's roster and brings the course to it. Whoever asks while it is read gets that reading's outcome. */
export function syncRoster(deps: Deps, key: ContextKey, wish: SyncWish): Promise<RosterOutcome> {
  const flights = runningOf(deps);
  const flight = flightOf(key);
  const present = flights.get(flight);
  // What somebody confirms isn't answered by a reading that doesn't know of it.
  if (present && wish.trusted) return present.then(() => syncRoster(deps, key, wish));
  if (present) return present;
  const started = readOnce(deps, key, wish).finally(() => flights.delete(flight));
  flights.set(flight, started);
  return started;
}

async function readOnce(deps: Deps, key: ContextKey, wish: SyncWish): Promise<RosterOutcome> {
  const context = await findContextToRead(deps.db, key);
  if (!context) return { kind: 'notOffered' };
  const readAt = deps.now();
  const { registration, membershipsUrl, resourceLinkId } = context;
  const read = await fetchMemberships(createPlatformCaller(deps), registration, {
    url: membershipsUrl,
    // Moodle tells a link's type there, and nothing that is customised.
    resourceLinkId: registration.family === 'canvas' ? resourceLinkId : null,
  });
  if (read.kind === 'problem') {
    await recordFailure(deps, { ...key, courseId: context.courseId }, read.problem);
    return { kind: 'read', problem: read.problem };
  }
  return saveReading(deps, key, { context, read, readAt, wish });
}

const NOTHING: RosterChanges = {
  joined: 0,
  left: 0,
  changed: 0,
  members: 0,
  observers: 0,
  testUsers: 0,
  nameless: 0,
  staff: [],
  doubt: null,
  failures: 0,
};

/** What was read before stays told; only the problem is new. */
async function recordFailure(
  deps: Deps,
  key: ContextKey & { courseId: string },
  problem: RosterProblem,
): Promise<void> {
  const last = await findRosterSync(deps.db, key);
  const changes = last?.changes ?? NOTHING;
  await upsertRosterSync(deps.db, {
    ...key,
    syncedAt: last?.syncedAt ?? null,
    triedAt: deps.now(),
    problem,
    changes: { ...changes, failures: changes.failures + 1 },
  });
  deps.log.warn({ ...idsOf(key), problem }, 'a roster could not be read');
}

const idsOf = ({ schoolId, registrationId, contextId }: ContextKey) => ({
  schoolId,
  registrationId,
  contextId,
});

interface Reading {
  context: ContextToRead;
  read: Extract<MembershipsRead, { kind: 'read' }>;
  readAt: Date;
  wish: SyncWish;
}

/** A launch can make the same people meanwhile; then the course is looked at again. */
const MOST_TRIES = 3;

async function saveReading(deps: Deps, key: ContextKey, reading: Reading): Promise<RosterOutcome> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await inTransaction(deps.db, (tx) => saveOnce(tx, deps, key, reading));
    } catch (error) {
      const state = sqlState(error);
      const overtaken = error instanceof LaunchOvertaken || state === UNIQUE_VIOLATION || state === DEADLOCK;
      if (!overtaken || tries === MOST_TRIES) throw error;
    }
  }
}

async function saveOnce(
  tx: Database,
  deps: Deps,
  key: ContextKey,
  { context, read, readAt, wish }: Reading,
): Promise<RosterOutcome> {
  const { courseId, registration } = context;
  await takeCourseRosterLock(tx, { schoolId: key.schoolId, courseId });
  const last = await findRosterSync(tx, key);
  // Another process has read it since this reading began: that one is newer.
  if (last?.syncedAt && last.syncedAt > readAt) return { kind: 'read', problem: null };
  const { members, observers, testUsers } = judgeEntries(read.entries);
  const before = last?.changes ?? NOTHING;
  const { counts, doubt, staff } = await reconcileMembers(
    tx,
    deps,
    { schoolId: key.schoolId, courseId, issuer: registration.issuer, actorPersonId: wish.actorPersonId },
    {
      members,
      complete: read.nameless === 0,
      readAt,
      staffBefore: before.staff,
      trusted: wish.trusted,
      expectedLeaving: expectedLeaving(before.doubt, readAt),
    },
  );
  const problem = doubt ? 'rosterShrank' : null;
  await upsertRosterSync(tx, {
    ...key,
    courseId,
    syncedAt: readAt,
    triedAt: readAt,
    problem,
    changes: {
      ...counts,
      observers,
      testUsers,
      nameless: read.nameless,
      staff,
      doubt: doubt && { ...doubt, since: doubtSince(before.doubt, doubt, readAt) },
      failures: 0,
    },
  });
  return { kind: 'read', problem };
}
