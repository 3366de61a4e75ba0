import { writeTogether, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import type { Cookie } from '../../infra/edge.ts';
import { forbidden } from '../../infra/errors.ts';
import { listLikelyNames, mayAdopt, type ToldNames } from './identity.rules.ts';
import type { LaunchRecord } from './launch-record.schema.ts';
import {
  accountKey,
  courseWrites,
  likelyNames,
  membershipWrites,
  nameless,
  newPerson,
  ownIdentity,
  personChanges,
  writeSession,
} from './launch-writes.ts';
import type { Visitor } from './launch.queries.ts';
import { PRIVACY_VERSION } from './privacy.rules.ts';
import { presentClaims, presentCookie, prepareSession, sessionPath } from './open-session.ts';
import type { SessionClaims } from './session.rules.ts';

export interface RecordedLaunch {
  personId: string;
  courseId: string | null;
  /** Whether the platform's roster could tell something new: a first time in this course. */
  firstInCourse: boolean;
  path: string;
  cookie: Cookie;
  claims: SessionClaims;
}

/** Another launch of the same person or course was quicker: everything is to be looked at again. */
export class LaunchOvertaken extends Error {}

/** The keys by which a launch's person is looked up; `usernameKey` null: their login name may not stand for them. */
export function launchKeys(issuer: string, subject: string, username: string | null) {
  const adoptable = username !== null && mayAdopt(subject, username);
  return {
    actorKey: accountKey(issuer, subject),
    usernameKey: adoptable ? accountKey(issuer, username) : null,
  };
}

/** The keys of the names that a launch tells besides the subject (`Visitor.takenKeys`). */
export const likelyKeys = (issuer: string, told: ToldNames): string[] =>
  listLikelyNames(told).map(({ name }) => accountKey(issuer, name));

/**
 * Person, course, role and visit as the launch tells them, in one statement inside the launch's transaction; changes
 * only what differs from what `visitor` knows.
 */
export async function recordLaunch(
  tx: Database,
  deps: Deps,
  launch: LaunchRecord,
  visitor: Visitor,
): Promise<RecordedLaunch> {
  if (visitor.person?.erased) throw forbidden('personErased');
  const personId = visitor.person?.personId ?? deps.newId();
  const courseId = launch.course && (launch.course.courseId ?? deps.newId());
  const session = prepareSession(deps, {
    ...launch.visit,
    schoolId: launch.schoolId,
    personId,
    courseId,
    role: launch.role,
  });
  const own = visitor.person?.launched ? [] : ownIdentity(tx, deps, launch, personId);
  const [identityWritten] = await writeTogether(tx, [
    ...own,
    ...(visitor.person
      ? personChanges(tx, deps, launch, visitor.person)
      : newPerson(tx, deps, launch, personId)),
    ...likelyNames(tx, deps, launch, visitor, personId),
    ...(launch.course && courseId !== null
      ? courseWrites(tx, deps, launch, launch.course, visitor, courseId)
      : []),
    ...(courseId === null ? [] : membershipWrites(tx, deps, launch, visitor, { personId, courseId })),
    writeSession(session),
  ]);
  if (own.length > 0 && identityWritten !== 1) throw new LaunchOvertaken();
  const claims = presentClaims(deps, {
    session,
    person: {
      displayName: launch.name ?? visitor.person?.displayName ?? nameless(launch),
      locale: visitor.person?.locale ?? null,
      privacyAccepted: visitor.person?.privacyVersion === PRIVACY_VERSION,
    },
    school: visitor.school,
    courseTitle: launch.course?.title ?? null,
    roles: [...new Set([launch.role, ...visitor.appointed])],
  });
  return {
    personId,
    courseId,
    firstInCourse: courseId !== null && !visitor.membership?.launched,
    path: sessionPath(session.id),
    cookie: presentCookie(deps, claims),
    claims,
  };
}
