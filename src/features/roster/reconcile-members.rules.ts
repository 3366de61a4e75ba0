import { mayAdopt } from './identity.rules.ts';
import { decideLeavers, decideMembership, roleAfter } from './reconcile-memberships.rules.ts';
import type {
  Candidates,
  KnownCourse,
  KnownMembership,
  KnownPerson,
  LikelyName,
  MembershipChange,
  PersonChange,
  Reconciliation,
  RosterSnapshot,
  ToldMember,
} from './reconcile-members.schema.ts';
import { COURSE_ROLES } from './roster.schema.ts';

/** A member and who that is; `known` null: somebody new. */
interface Recognised {
  told: ToldMember;
  known: KnownPerson | null;
  adopted: boolean;
}

/**
 * Everything that a roster's reading changes in a course. The same reading twice changes nothing the second time; the
 * order of members means nothing.
 */
export function decideReconciliation(snapshot: RosterSnapshot, course: KnownCourse): Reconciliation {
  const members = recognise(mergeSubjects(snapshot.members), course.candidates);
  const byPerson = new Map(course.memberships.map((membership) => [membership.personId, membership]));
  const people = mergePeople(members).map((one) => ({
    ...one,
    membership: one.known ? byPerson.get(one.known.personId) : undefined,
  }));
  const memberships = people.flatMap((one) => membershipChange(one));
  const changes = people.flatMap(({ told, known }) => (known ? personChange(told, known) : []));
  const listed = new Set(people.flatMap(({ known }) => (known ? [known.personId] : [])));
  const { leavers, doubt } = decideLeavers(snapshot, course.memberships, listed);
  const joined = memberships.filter(({ of }) => 'subject' in of || !byPerson.get(of.personId)?.active);
  const stayed = new Set([
    ...memberships.flatMap(({ of }) => ('personId' in of ? [of.personId] : [])),
    ...changes.map(({ personId }) => personId),
  ]);
  for (const { of } of joined) if ('personId' in of) stayed.delete(of.personId);
  return {
    newPeople: members.filter(({ known }) => known === null).map(({ told }) => told),
    adopted: members.flatMap(({ told, known, adopted }) =>
      adopted && known ? [{ personId: known.personId, subject: told.subject }] : [],
    ),
    people: changes,
    memberships,
    leavers,
    names: likelyNames(members, course.takenNames),
    staff: people.flatMap(({ told, known, membership }) =>
      known && roleAfter(told, membership ?? null) === 'instructor' ? [known.personId] : [],
    ),
    counts: { joined: joined.length, left: leavers.length, changed: stayed.size, members: people.length },
    doubt,
  };
}

/** One entry per subject, by subject: a page may repeat what another said. */
function mergeSubjects(members: readonly ToldMember[]): ToldMember[] {
  const merged = new Map<string, ToldMember>();
  const inOrder = [...members].sort((a, b) => compare(a.subject, b.subject) || compare(asText(a), asText(b)));
  for (const member of inOrder) {
    const before = merged.get(member.subject);
    merged.set(member.subject, before ? mergeTold(before, member) : member);
  }
  return [...merged.values()];
}

const mergeTold = (a: ToldMember, b: ToldMember): ToldMember => ({
  subject: a.subject,
  role: rank(b.role) > rank(a.role) ? b.role : a.role,
  name: a.name ?? b.name,
  email: a.email ?? b.email,
  username: a.username ?? b.username,
  sourcedId: a.sourcedId ?? b.sourcedId,
  groups: {
    group: union(a.groups.group, b.groups.group),
    section: union(a.groups.section, b.groups.section),
  },
});

const union = (a: string[] | null, b: string[] | null) => (a && b ? [...new Set([...a, ...b])] : (a ?? b));
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const asText = ({ role, name, email, username, sourcedId, groups }: ToldMember): string =>
  JSON.stringify([role, name, email, username, sourcedId, groups.group, groups.section]);
const rank = (role: ToldMember['role']): number => COURSE_ROLES.indexOf(role);

/** Whoever was erased is passed over: they stay so. A login name that two could mean finds nobody. */
function recognise(members: ToldMember[], candidates: ReadonlyMap<string, Candidates>): Recognised[] {
  const own = new Set<string>();
  const claims = new Map<string, number>();
  for (const { subject } of members) {
    const found = candidates.get(subject);
    if (found?.own) own.add(found.own.personId);
    else if (found?.byUsername)
      claims.set(found.byUsername.personId, (claims.get(found.byUsername.personId) ?? 0) + 1);
  }
  return members.flatMap((told): Recognised[] => {
    const found = candidates.get(told.subject);
    if (found?.own) return found.own.erased ? [] : [{ told, known: found.own, adopted: false }];
    const guess = found?.byUsername ?? null;
    const sure = guess !== null && claims.get(guess.personId) === 1 && !own.has(guess.personId);
    if (sure && guess.erased) return [];
    return [{ told, known: sure ? guess : null, adopted: sure }];
  });
}

/** One person can have two accounts there; they are one member. */
function mergePeople(members: Recognised[]): { told: ToldMember; known: KnownPerson | null }[] {
  const merged = new Map<string, { told: ToldMember; known: KnownPerson | null }>();
  for (const { told, known } of members) {
    const key = known ? `person:${known.personId}` : `subject:${told.subject}`;
    const before = merged.get(key);
    merged.set(key, { told: before ? mergeTold(before.told, told) : told, known });
  }
  return [...merged.values()];
}

function membershipChange(one: {
  told: ToldMember;
  known: KnownPerson | null;
  membership: KnownMembership | undefined;
}): MembershipChange[] {
  const change = decideMembership(one.told, one.membership ?? null);
  const of = one.known ? { personId: one.known.personId } : { subject: one.told.subject };
  return change ? [{ of, ...change }] : [];
}

/** What the platform doesn't tell stays as it is. */
function personChange(told: ToldMember, known: KnownPerson): PersonChange[] {
  const displayName = told.name !== null && told.name !== known.displayName ? told.name : null;
  const email = told.email !== null && told.email !== known.email ? told.email : null;
  return displayName === null && email === null ? [] : [{ personId: known.personId, displayName, email }];
}

/**
 * Login names and school numbers by which statements may call members. One that could be somebody else's — another
 * member's subject or name, or one that looks like a subject — stands for nobody.
 */
function likelyNames(members: Recognised[], taken: ReadonlySet<string>): LikelyName[] {
  const subjects = new Set(members.map(({ told }) => told.subject));
  const wanted = members.flatMap(({ told, known }): LikelyName[] => {
    const of = known ? { personId: known.personId } : { subject: told.subject };
    const { subject, username, sourcedId } = told;
    const numbered = sourcedId !== null && sourcedId !== username && mayAdopt(subject, sourcedId);
    return [
      ...(username !== null ? [{ of, name: username, method: 'username' as const }] : []),
      ...(numbered ? [{ of, name: sourcedId, method: 'sourcedid' as const }] : []),
    ];
  });
  const times = new Map<string, number>();
  for (const { name } of wanted) times.set(name, (times.get(name) ?? 0) + 1);
  return wanted.filter(({ name }) => times.get(name) === 1 && !subjects.has(name) && !taken.has(name));
}
