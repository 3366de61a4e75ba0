import { and, eq, sql, type SQLWrapper } from 'drizzle-orm';
import { frequentWrite, type Database, type FrequentWrite } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { mergeGroups } from './groups.rules.ts';
import { listLikelyNames, normaliseHomePage } from './identity.rules.ts';
import { noteTakenOver, putOwnIdentity, type Visitor } from './launch.queries.ts';
import type { LaunchRecord, LaunchedCourse } from './launch-record.schema.ts';
import { hashAddress } from './mailbox-hash.ts';
import { courses, identities, memberships, people, personKeys, serviceStages } from './roster.tables.ts';
import { sessions } from './sessions.tables.ts';

// The writes of a launch, prepared to be made in one statement (`record-launch.ts`).

/** The first of these writes tells whether the identifier is theirs now. */
export function ownIdentity(tx: Database, deps: Deps, launch: LaunchRecord, personId: string): SQLWrapper[] {
  const own = { schoolId: launch.schoolId, actorKey: accountKey(launch.issuer, launch.subject) };
  return [
    putOwnIdentity(tx, { ...own, personId, method: 'lti', confidence: 'certain', createdAt: deps.now() }),
    noteTakenOver(deps, own.schoolId, [own.actorKey]),
  ];
}

/** Names by which statements may call them, where those are nobody's yet. */
export function likelyNames(
  tx: Database,
  deps: Deps,
  launch: LaunchRecord,
  { takenKeys }: Visitor,
  personId: string,
): SQLWrapper[] {
  const { schoolId, issuer } = launch;
  const free = listLikelyNames(launch)
    .map(({ name, method }) => ({ actorKey: accountKey(issuer, name), method }))
    .filter(({ actorKey }) => !takenKeys.includes(actorKey));
  if (free.length === 0) return [];
  return [
    tx
      .insert(identities)
      .values(
        free.map(({ actorKey, method }) => ({
          schoolId,
          actorKey,
          personId,
          method,
          confidence: 'likely' as const,
          createdAt: deps.now(),
        })),
      )
      .onConflictDoNothing()
      .returning({ actorKey: identities.actorKey }),
  ];
}

/** How an address is kept: sealed, and as a hash that a mailbox in statements can be compared with. */
export const keptAddress = (
  deps: Deps,
  { wrappedKey, email, issuer }: { wrappedKey: string; email: string; issuer: string },
) => ({
  emailSealed: deps.vault.seal(wrappedKey, email),
  mailboxHash: hashAddress(deps, email),
  mailboxToldBy: normaliseHomePage(issuer),
});

export const nameless = (launch: Pick<LaunchRecord, 'username' | 'subject'>) =>
  launch.username ?? `#${launch.subject.slice(0, 12)}`;

export function newPerson(tx: Database, deps: Deps, launch: LaunchRecord, personId: string): SQLWrapper[] {
  const { schoolId } = launch;
  const createdAt = deps.now();
  const wrappedKey = deps.vault.newWrappedKey();
  return [
    tx
      .insert(people)
      .values({
        schoolId,
        id: personId,
        displayName: launch.name ?? nameless(launch),
        ...(launch.email !== null &&
          keptAddress(deps, { wrappedKey, email: launch.email, issuer: launch.issuer })),
        createdAt,
      })
      .returning({ id: people.id }),
    tx
      .insert(personKeys)
      .values({ schoolId, personId, wrappedKey })
      .returning({ personId: personKeys.personId }),
    tx
      .insert(identities)
      .values({
        schoolId,
        // Our own practice names people by their id here.
        actorKey: accountKey(deps.config.publicUrl, personId),
        personId,
        method: 'waymark',
        confidence: 'certain',
        createdAt,
      })
      .returning({ actorKey: identities.actorKey }),
  ];
}

export function personChanges(
  tx: Database,
  deps: Deps,
  launch: LaunchRecord,
  known: NonNullable<Visitor['person']>,
): SQLWrapper[] {
  const changes: Partial<typeof people.$inferInsert> = {};
  if (launch.name !== null && launch.name !== known.displayName) changes.displayName = launch.name;
  if (launch.email !== null && known.wrappedKey !== null) {
    const before = known.emailSealed === null ? null : deps.vault.open(known.wrappedKey, known.emailSealed);
    if (before !== launch.email || known.mailboxHash === null)
      Object.assign(
        changes,
        keptAddress(deps, { wrappedKey: known.wrappedKey, email: launch.email, issuer: launch.issuer }),
      );
  }
  if (Object.keys(changes).length === 0) return [];
  return [
    tx
      .update(people)
      .set(changes)
      .where(and(eq(people.schoolId, launch.schoolId), eq(people.id, known.personId)))
      .returning({ id: people.id }),
  ];
}

export function courseWrites(
  tx: Database,
  deps: Deps,
  { schoolId }: LaunchRecord,
  course: LaunchedCourse,
  { course: known }: Visitor,
  courseId: string,
): SQLWrapper[] {
  const { title, activityId, copiedFromId } = course;
  const activityIds = activityId === null ? [] : [activityId];
  if (!known)
    return [
      tx
        .insert(courses)
        .values({ schoolId, id: courseId, title, activityIds, copiedFromId, createdAt: deps.now() })
        .returning({ id: courses.id }),
    ];
  const missing = activityIds.filter((id) => !known.activityIds.includes(id));
  if (known.title === title && missing.length === 0) return [];
  return [
    tx
      .update(courses)
      .set({ title, activityIds: [...known.activityIds, ...missing] })
      .where(and(eq(courses.schoolId, schoolId), eq(courses.id, courseId)))
      .returning({ id: courses.id }),
  ];
}

type ToldMember = Omit<typeof memberships.$inferSelect, 'talentType' | 'active'>;

const writeMember = frequentWrite('member', (db, told: ToldMember) =>
  db
    .insert(memberships)
    .values({ ...told, active: true })
    .onConflictDoUpdate({
      target: [memberships.schoolId, memberships.courseId, memberships.personId],
      set: {
        role: sql`excluded.role`,
        groups: sql`excluded.groups`,
        toldBy: sql`excluded.told_by`,
        active: true,
        lastLaunchAt: sql`excluded.last_launch_at`,
      },
    })
    .returning({ role: memberships.role }),
);

export const writeSession = frequentWrite('session', (db, session: typeof sessions.$inferSelect) =>
  db.insert(sessions).values(session).returning({ id: sessions.id }),
);

/** A later launch updates the role; a learner's first one begins the stage of teaching (R023). */
export function membershipWrites(
  tx: Database,
  deps: Deps,
  launch: LaunchRecord,
  { membership }: Visitor,
  { personId, courseId }: { personId: string; courseId: string },
): (SQLWrapper | FrequentWrite)[] {
  const { schoolId, role } = launch;
  const groups = mergeGroups(membership?.groups ?? [], launch.groups);
  const now = deps.now();
  const member = writeMember({
    schoolId,
    courseId,
    personId,
    role,
    groups,
    toldBy: 'launch',
    lastLaunchAt: now,
    createdAt: now,
  });
  if (membership?.launched || role !== 'learner') return [member];
  const stage = tx
    .insert(serviceStages)
    .values({ schoolId, personId, stage: 'teaching', startedAt: now, source: 'launch' })
    .onConflictDoNothing()
    .returning({ stage: serviceStages.stage });
  return [member, stage];
}

/** An account as actor keys write it (`xapi/actor.rules.ts` does the same for statements). */
export function accountKey(homePage: string, name: string): string {
  return `account|${homePage.replace(/\/+$/, '')}|${name}`;
}
