import { mergeGroups } from './groups.rules.ts';
import type {
  KnownMembership,
  MembershipChange,
  RosterDoubt,
  RosterSnapshot,
  ToldMember,
} from './reconcile-members.schema.ts';
import { COURSE_ROLES, type CourseRole } from './roster.schema.ts';
import { SESSION_HOURS } from './session.rules.ts';

/** From so many members on, losing more than half of them at once is doubted. */
const DOUBT_FROM = 10;
const HOUR_MS = 3_600_000;

const rank = (role: CourseRole): number => COURSE_ROLES.indexOf(role);

/** A member's place in the course after a reading; null: as it was. */
export function decideMembership(
  told: ToldMember,
  known: KnownMembership | null,
): Omit<MembershipChange, 'of'> | null {
  const groups = mergeGroups(known?.groups ?? [], told.groups);
  if (!known?.active) return { role: told.role, toldBy: 'roster', groups, first: known === null };
  const word = keepsLaunchWord(told, known)
    ? { role: known.role, toldBy: known.toldBy }
    : { role: told.role, toldBy: 'roster' as const };
  const same =
    word.role === known.role && word.toldBy === known.toldBy && groups.join() === known.groups.join();
  return same ? null : { ...word, groups, first: false };
}

export const roleAfter = (told: ToldMember, known: KnownMembership | null): CourseRole =>
  known?.active && keepsLaunchWord(told, known) ? known.role : told.role;

/**
 * A launch knows better than a roster: whoever launched as instructor isn't made a learner by it (Moodle lists
 * non-editing teachers so), nor an administrator of the whole site a mere member. More than a launch said it may say.
 */
const keepsLaunchWord = (told: ToldMember, known: KnownMembership): boolean =>
  isByLaunch(known) && rank(told.role) <= rank(known.role);

const isByLaunch = ({ toldBy, lastLaunchAt }: KnownMembership): boolean =>
  toldBy === 'launch' && lastLaunchAt !== null;

/** Who is no longer in the course: active members that a complete reading doesn't list. */
export function decideLeavers(
  snapshot: RosterSnapshot,
  memberships: readonly KnownMembership[],
  listed: ReadonlySet<string>,
): { leavers: string[]; doubt: RosterDoubt | null } {
  const judged = memberships.filter((membership) => membership.active && isListable(membership));
  const leavers = judged
    .filter((membership) => !listed.has(membership.personId) && !isPresent(membership, snapshot))
    .map(({ personId }) => personId)
    .sort();
  if (!snapshot.complete || leavers.length === 0) return { leavers: [], doubt: null };
  const staying = judged.length - leavers.length;
  const shrank =
    snapshot.members.length === 0 || (judged.length >= DOUBT_FROM && staying < judged.length / 2);
  return shrank && !snapshot.trusted && leavers.length > snapshot.expectedLeaving
    ? { leavers: [], doubt: { leaving: leavers.length, known: judged.length } }
    : { leavers, doubt: null };
}

/**
 * Whose absence from a roster says something: not theirs whom only statements told of (the roster may list them by an
 * account we don't know), nor theirs who administer the site without being enrolled in each course.
 */
const isListable = (membership: KnownMembership): boolean =>
  (membership.toldBy === 'roster' || membership.lastLaunchAt !== null) &&
  !(membership.role === 'administrator' && isByLaunch(membership));

/**
 * Let in by the platform itself since the reading began or, as staff that no reading ever listed, within the length of
 * a visit: who manages a category of courses teaches in them without being enrolled (Moodle).
 */
function isPresent(membership: KnownMembership, { readAt, staffBefore }: RosterSnapshot): boolean {
  const { personId, role, lastLaunchAt } = membership;
  if (lastLaunchAt === null) return false;
  const sinceMs = readAt.getTime() - lastLaunchAt.getTime();
  const unlistedStaff = role === 'instructor' && isByLaunch(membership) && !staffBefore.includes(personId);
  return sinceMs <= (unlistedStaff ? SESSION_HOURS * HOUR_MS : 0);
}
