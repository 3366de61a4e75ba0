import { and, asc, eq, lt, sql } from 'drizzle-orm';
import { frequentWrite, writeTogether, type Database } from '../../infra/db.ts';
import { schools } from '../roster/roster.tables.ts';
import type { Registration } from './launch.schema.ts';
import { ltiLaunches, ltiLogins } from './login.tables.ts';
import { ltiDeployments, ltiRegistrations } from './lti.tables.ts';

/** Across schools: a login names an issuer and client, and the registration tells the school. */
export async function selectRegistrationsOfIssuer(db: Database, issuer: string): Promise<Registration[]> {
  return db.select().from(ltiRegistrations).where(eq(ltiRegistrations.issuer, issuer));
}

/** The issuers a school's statements may name people by. */
export async function selectIssuers(db: Database, schoolId: string): Promise<string[]> {
  const rows = await db
    .selectDistinct({ issuer: ltiRegistrations.issuer })
    .from(ltiRegistrations)
    .where(eq(ltiRegistrations.schoolId, schoolId));
  return rows.map((row) => row.issuer);
}

/** A school's platforms, each once, as they call themselves; without those whose registration still waits for a word. */
export async function selectPlatforms(
  db: Database,
  schoolId: string,
): Promise<{ issuer: string; name: string | null }[]> {
  return db
    .select({
      issuer: ltiRegistrations.issuer,
      name: sql<string | null>`max(${ltiRegistrations.platformName})`,
    })
    .from(ltiRegistrations)
    .where(and(eq(ltiRegistrations.schoolId, schoolId), eq(ltiRegistrations.pending, false)))
    .groupBy(ltiRegistrations.issuer)
    .orderBy(asc(ltiRegistrations.issuer));
}

/** All registrations of the installation, for its operator. */
export async function selectRegistrations(db: Database) {
  return db
    .select({
      school: schools.name,
      id: ltiRegistrations.id,
      issuer: ltiRegistrations.issuer,
      clientId: ltiRegistrations.clientId,
      family: ltiRegistrations.family,
      active: ltiRegistrations.active,
      pending: ltiRegistrations.pending,
      deploymentId: ltiDeployments.deploymentId,
      approvedAt: ltiDeployments.approvedAt,
    })
    .from(ltiRegistrations)
    .innerJoin(schools, eq(schools.id, ltiRegistrations.schoolId))
    .leftJoin(
      ltiDeployments,
      and(
        eq(ltiDeployments.schoolId, ltiRegistrations.schoolId),
        eq(ltiDeployments.registrationId, ltiRegistrations.id),
      ),
    )
    .orderBy(asc(ltiRegistrations.createdAt), asc(ltiDeployments.firstSeenAt));
}

export type StartedLogin = typeof ltiLogins.$inferSelect;

const writeLogin = frequentWrite('login', (db, login: StartedLogin) =>
  db.insert(ltiLogins).values(login).returning({ stateHash: ltiLogins.stateHash }),
);

export async function insertLogin(db: Database, login: StartedLogin): Promise<void> {
  await writeTogether(db, [writeLogin(login)]);
}

/** The login a state belongs to, in any school: to say why it could not be taken. */
export async function findLogin(db: Database, stateHash: string): Promise<StartedLogin | null> {
  const [login] = await db.select().from(ltiLogins).where(eq(ltiLogins.stateHash, stateHash));
  return login ?? null;
}

export async function insertLaunch(db: Database, launch: typeof ltiLaunches.$inferInsert): Promise<void> {
  await db.insert(ltiLaunches).values(launch);
}

export async function deleteExpiredLogins(db: Database, now: Date): Promise<void> {
  await db.delete(ltiLogins).where(lt(ltiLogins.expiresAt, now));
}

export interface DeploymentKey {
  schoolId: string;
  registrationId: string;
  deploymentId: string;
}

export async function isOnlySchool(db: Database, schoolId: string): Promise<boolean> {
  const found = await db.select({ id: schools.id }).from(schools).limit(2);
  return found.length === 1 && found[0]?.id === schoolId;
}
