import { and, eq, sql } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { forbidden } from '../../infra/errors.ts';
import { mayAdopt } from './identity.rules.ts';
import { findPerson, hasLaunched, putOwnIdentity, type KnownPerson } from './launch.queries.ts';
import type { CourseRole } from './roster.schema.ts';
import { courses, identities, memberships, people, personKeys, serviceStages } from './roster.tables.ts';

/** What a verified launch says about somebody, in this house's words. */
export interface LaunchRecord {
  schoolId: string;
  issuer: string;
  subject: string;
  /** The LMS's login name: statements of some senders name people by it. */
  username: string | null;
  name: string | null;
  email: string | null;
  role: CourseRole;
  course: LaunchedCourse | null;
}

export interface LaunchedCourse {
  /** null: this course was never launched from before. */
  courseId: string | null;
  title: string;
  /** How statements name the course, where that is known of the LMS. */
  activityId: string | null;
}

/** Person, course, role and stage as the launch tells them, inside the launch's transaction; changes only what differs. */
export async function recordLaunch(
  tx: Database,
  deps: Deps,
  launch: LaunchRecord,
): Promise<{ personId: string; courseId: string | null }> {
  const personId = await recordPerson(tx, deps, launch);
  if (!launch.course) return { personId, courseId: null };
  const courseId = await recordCourse(tx, deps, launch.schoolId, launch.course);
  const firstLaunch = await recordMembership(tx, deps, { ...launch, personId, courseId });
  if (firstLaunch && launch.role === 'learner') {
    await tx
      .insert(serviceStages)
      .values({
        schoolId: launch.schoolId,
        personId,
        stage: 'teaching',
        startedAt: deps.now(),
        source: 'launch',
      })
      .onConflictDoNothing();
  }
  return { personId, courseId };
}

async function recordPerson(tx: Database, deps: Deps, launch: LaunchRecord): Promise<string> {
  const actorKey = accountKey(launch.issuer, launch.subject);
  let known = await findPerson(tx, launch.schoolId, actorKey);
  if (!known) {
    // Two first launches of one person queue here; the second finds what the first made.
    await tx.execute(
      sql`select pg_advisory_xact_lock(hashtextextended(${`person:${launch.schoolId}:${actorKey}`}, 0))`,
    );
    known = await findPerson(tx, launch.schoolId, actorKey);
  }
  known ??= await adoptPerson(tx, deps, launch, actorKey);
  if (!known) return createPerson(tx, deps, launch);
  if (known.erasedAt) throw forbidden('personErased');
  await updatePerson(tx, deps, launch, known);
  return known.personId;
}

/**
 * Some senders name people by login name, and may have told of this one before their first launch: then that person is
 * the one who launches now, and the platform's word joins the two names.
 */
async function adoptPerson(
  tx: Database,
  deps: Deps,
  launch: LaunchRecord,
  actorKey: string,
): Promise<KnownPerson | undefined> {
  const { schoolId, username } = launch;
  if (username === null || !mayAdopt(launch.subject, username)) return undefined;
  const told = await findPerson(tx, schoolId, accountKey(launch.issuer, username), 'statement');
  if (!told || (await hasLaunched(tx, schoolId, told.personId))) return undefined;
  await putOwnIdentity(tx, {
    schoolId,
    actorKey,
    personId: told.personId,
    method: 'lti',
    confidence: 'certain',
    createdAt: deps.now(),
  });
  return told;
}

async function createPerson(tx: Database, deps: Deps, launch: LaunchRecord): Promise<string> {
  const { schoolId } = launch;
  const personId = deps.newId();
  const createdAt = deps.now();
  const wrappedKey = deps.vault.newWrappedKey();
  await tx.insert(people).values({
    schoolId,
    id: personId,
    displayName: launch.name ?? launch.username ?? `#${launch.subject.slice(0, 12)}`,
    emailSealed: launch.email === null ? null : deps.vault.seal(wrappedKey, launch.email),
    createdAt,
  });
  await tx.insert(personKeys).values({ schoolId, personId, wrappedKey });
  const identity = (homePage: string, name: string) => ({
    schoolId,
    actorKey: accountKey(homePage, name),
    personId,
    createdAt,
  });
  await putOwnIdentity(tx, {
    ...identity(launch.issuer, launch.subject),
    method: 'lti',
    confidence: 'certain',
  });
  const others: (typeof identities.$inferInsert)[] = [
    // Our own practice names people by their id here.
    { ...identity(deps.config.publicUrl, personId), method: 'waymark', confidence: 'certain' },
  ];
  if (launch.username !== null)
    others.push({ ...identity(launch.issuer, launch.username), method: 'username', confidence: 'likely' });
  await tx.insert(identities).values(others).onConflictDoNothing();
  return personId;
}

async function updatePerson(
  tx: Database,
  deps: Deps,
  launch: LaunchRecord,
  known: KnownPerson,
): Promise<void> {
  const changes: Partial<typeof people.$inferInsert> = {};
  if (launch.name !== null && launch.name !== known.displayName) changes.displayName = launch.name;
  if (launch.email !== null && known.wrappedKey !== null) {
    const before = known.emailSealed === null ? null : deps.vault.open(known.wrappedKey, known.emailSealed);
    if (before !== launch.email) changes.emailSealed = deps.vault.seal(known.wrappedKey, launch.email);
  }
  if (Object.keys(changes).length === 0) return;
  await tx
    .update(people)
    .set(changes)
    .where(and(eq(people.schoolId, launch.schoolId), eq(people.id, known.personId)));
}

async function recordCourse(
  tx: Database,
  deps: Deps,
  schoolId: string,
  course: LaunchedCourse,
): Promise<string> {
  const activityIds = course.activityId === null ? [] : [course.activityId];
  if (course.courseId === null) {
    const id = deps.newId();
    await tx
      .insert(courses)
      .values({ schoolId, id, title: course.title, activityIds, createdAt: deps.now() });
    return id;
  }
  const key = and(eq(courses.schoolId, schoolId), eq(courses.id, course.courseId));
  const [known] = await tx.select().from(courses).where(key);
  const missing = activityIds.filter((id) => !known?.activityIds.includes(id));
  if (known && (known.title !== course.title || missing.length > 0)) {
    await tx
      .update(courses)
      .set({ title: course.title, activityIds: [...known.activityIds, ...missing] })
      .where(key);
  }
  return course.courseId;
}

/** A later launch updates the role. Returns whether it is the person's first launch into this course. */
async function recordMembership(
  tx: Database,
  deps: Deps,
  given: { schoolId: string; courseId: string; personId: string; role: CourseRole },
): Promise<boolean> {
  const { schoolId, courseId, personId, role } = given;
  const now = deps.now();
  const [before] = await tx
    .select({ lastLaunchAt: memberships.lastLaunchAt })
    .from(memberships)
    .where(
      and(
        eq(memberships.schoolId, schoolId),
        eq(memberships.courseId, courseId),
        eq(memberships.personId, personId),
      ),
    );
  await tx
    .insert(memberships)
    .values({ schoolId, courseId, personId, role, lastLaunchAt: now, createdAt: now })
    .onConflictDoUpdate({
      target: [memberships.schoolId, memberships.courseId, memberships.personId],
      set: { role, active: true, lastLaunchAt: now },
    });
  return !before?.lastLaunchAt;
}

/** An account as actor keys write it (`xapi/actor.rules.ts` does the same for statements). */
function accountKey(homePage: string, name: string): string {
  return `account|${homePage.replace(/\/+$/, '')}|${name}`;
}
