import { auditWrite } from '../../infra/audit.ts';
import { writeTogether, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { accountKey } from './launch-writes.ts';
import { selectAllMemberships, selectTakenKeys, selectToldPeople } from './reconcile-members.queries.ts';
import { decideReconciliation } from './reconcile-members.rules.ts';
import type {
  Candidates,
  KnownCourse,
  ReconcileCounts,
  RosterDoubt,
  RosterSnapshot,
} from './reconcile-members.schema.ts';
import {
  likelyNameWrites,
  membershipWrites,
  newPeopleWrites,
  openKnown,
  ownIdentityWrites,
  personWrites,
  type ReconcileKey,
} from './reconcile-writes.ts';
import { LaunchOvertaken, launchKeys } from './record-launch.ts';

export interface Reconciled {
  counts: ReconcileCounts;
  doubt: RosterDoubt | null;
  /** Staff among the listed, for the next reading. */
  staff: string[];
}

/**
 * Brings a course's people, memberships and identities to what the LMS's roster says: three reads and one write,
 * however many members. Call `takeCourseRosterLock` first in the same transaction. Throws LaunchOvertaken when a launch
 * made one of the new people meanwhile: then everything is to be looked at again.
 */
export async function reconcileMembers(
  tx: Database,
  deps: Deps,
  key: ReconcileKey & { actorPersonId: string | null },
  snapshot: RosterSnapshot,
): Promise<Reconciled> {
  const { course, wrappedKeys } = await loadCourse(tx, deps, key, snapshot);
  const decided = decideReconciliation(snapshot, course);
  const ids = new Map(decided.newPeople.map(({ subject }) => [subject, deps.newId()]));
  const own = [...[...ids].map(([subject, personId]) => ({ subject, personId })), ...decided.adopted];
  const launchedAt = new Map(
    course.memberships.map(({ personId, lastLaunchAt }) => [personId, lastLaunchAt]),
  );
  const { counts, doubt } = decided;
  const changed = counts.joined + counts.left + counts.changed > 0;
  const written = await writeTogether(tx, [
    ...ownIdentityWrites(deps, key, own),
    ...newPeopleWrites(deps, key, decided, ids),
    ...likelyNameWrites(deps, key, decided, ids),
    ...personWrites(deps, key, decided, wrappedKeys),
    ...membershipWrites(deps, key, decided, { ids, launchedAt }),
    ...(changed || snapshot.trusted
      ? [
          auditWrite(tx, deps, {
            schoolId: key.schoolId,
            actorPersonId: key.actorPersonId,
            action: 'roster.read',
            subjectType: 'course',
            subjectId: key.courseId,
            detail: { ...counts, trusted: snapshot.trusted },
          }),
        ]
      : []),
  ]);
  if (own.length > 0 && written[0] !== own.length) throw new LaunchOvertaken();
  return { counts, doubt, staff: decided.staff };
}

async function loadCourse(
  tx: Database,
  deps: Deps,
  key: ReconcileKey,
  { members }: RosterSnapshot,
): Promise<{ course: KnownCourse; wrappedKeys: Map<string, string | null> }> {
  const { schoolId, issuer } = key;
  const rows = await selectToldPeople(
    tx,
    schoolId,
    members.map(({ subject, username }) => ({ subject, ...launchKeys(issuer, subject, username) })),
  );
  const candidates = new Map<string, Candidates>();
  for (const row of rows) {
    const person = openKnown(deps, row);
    candidates.set(
      row.subject,
      row.byUsername ? { own: null, byUsername: person } : { own: person, byUsername: null },
    );
  }
  const names = [...new Set(members.flatMap(({ username, sourcedId }) => [username, sourcedId]))].filter(
    (name) => name !== null,
  );
  const keys = new Map(names.map((name) => [accountKey(issuer, name), name]));
  const taken = await selectTakenKeys(tx, schoolId, [...keys.keys()]);
  return {
    course: {
      candidates,
      memberships: await selectAllMemberships(tx, key),
      takenNames: new Set(taken.flatMap((actorKey) => keys.get(actorKey) ?? [])),
    },
    wrappedKeys: new Map(rows.map(({ personId, wrappedKey }) => [personId, wrappedKey])),
  };
}
