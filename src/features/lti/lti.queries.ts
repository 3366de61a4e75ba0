import { and, asc, count, eq, gt, isNull, lt, or, sql } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import { schools } from '../roster/roster.tables.ts';
import type { Registration } from './launch.schema.ts';
import { ltiContexts, ltiDeployments, ltiKeys, ltiLogins, ltiRegistrations } from './lti.tables.ts';

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

export async function insertLogin(db: Database, login: StartedLogin): Promise<void> {
  await db.insert(ltiLogins).values(login);
}

/** What must fit a started login for it to be taken. */
export interface LoginKey {
  schoolId: string;
  registrationId: string;
  stateHash: string;
  nonceHash: string;
  bindingHash: string;
  targetLinkUri: string;
  /** As the token says it; the login may have hinted at none. */
  deploymentId: string;
}

/** Takes a started login, once: of many that ask at a time one gets the row, and whoever doesn't fit burns nothing. */
export async function takeLogin(db: Database, key: LoginKey, now: Date): Promise<boolean> {
  const taken = await db
    .delete(ltiLogins)
    .where(
      and(
        eq(ltiLogins.schoolId, key.schoolId),
        eq(ltiLogins.stateHash, key.stateHash),
        eq(ltiLogins.nonceHash, key.nonceHash),
        eq(ltiLogins.bindingHash, key.bindingHash),
        eq(ltiLogins.registrationId, key.registrationId),
        eq(ltiLogins.targetLinkUri, key.targetLinkUri),
        or(isNull(ltiLogins.deploymentHint), eq(ltiLogins.deploymentHint, key.deploymentId)),
        gt(ltiLogins.expiresAt, now),
      ),
    )
    .returning({ stateHash: ltiLogins.stateHash });
  return taken.length === 1;
}

/** The login a state belongs to, in any school: to say why it could not be taken. */
export async function findLogin(db: Database, stateHash: string): Promise<StartedLogin | null> {
  const [login] = await db.select().from(ltiLogins).where(eq(ltiLogins.stateHash, stateHash));
  return login ?? null;
}

export async function deleteExpiredLogins(db: Database, now: Date): Promise<void> {
  await db.delete(ltiLogins).where(lt(ltiLogins.expiresAt, now));
}

export interface DeploymentKey {
  schoolId: string;
  registrationId: string;
  deploymentId: string;
}

/** A deployment as a launch finds it, with the course its context stands for; null: never seen. */
export async function findDeployment(
  db: Database,
  key: DeploymentKey,
  contextId: string | null,
): Promise<{ approved: boolean; courseId: string | null } | null> {
  const [row] = await db
    .select({ approvedAt: ltiDeployments.approvedAt, courseId: ltiContexts.courseId })
    .from(ltiDeployments)
    .leftJoin(
      ltiContexts,
      and(
        eq(ltiContexts.schoolId, ltiDeployments.schoolId),
        eq(ltiContexts.registrationId, ltiDeployments.registrationId),
        eq(ltiContexts.deploymentId, ltiDeployments.deploymentId),
        contextId === null ? sql`false` : eq(ltiContexts.contextId, contextId),
      ),
    )
    .where(
      and(
        eq(ltiDeployments.schoolId, key.schoolId),
        eq(ltiDeployments.registrationId, key.registrationId),
        eq(ltiDeployments.deploymentId, key.deploymentId),
      ),
    );
  return row ? { approved: row.approvedAt !== null, courseId: row.courseId } : null;
}

/** Locks the registration's row, so that two launches can't both be its first. */
export async function countDeploymentsLocked(db: Database, key: DeploymentKey): Promise<number> {
  await db
    .select({ id: ltiRegistrations.id })
    .from(ltiRegistrations)
    .where(and(eq(ltiRegistrations.schoolId, key.schoolId), eq(ltiRegistrations.id, key.registrationId)))
    .for('update');
  const [row] = await db
    .select({ known: count() })
    .from(ltiDeployments)
    .where(
      and(eq(ltiDeployments.schoolId, key.schoolId), eq(ltiDeployments.registrationId, key.registrationId)),
    );
  return Number(row?.known ?? 0);
}

/** Returns whether the deployment was new. */
export async function insertDeployment(
  db: Database,
  key: DeploymentKey,
  given: { approvedAt: Date | null; firstSeenAt: Date },
): Promise<boolean> {
  const inserted = await db
    .insert(ltiDeployments)
    .values({ ...key, ...given })
    .onConflictDoNothing()
    .returning({ deploymentId: ltiDeployments.deploymentId });
  return inserted.length > 0;
}

/** Queues first launches from one context behind each other, so that one course is made of it. */
export async function lockContext(db: Database, key: DeploymentKey, contextId: string): Promise<void> {
  const name = ['context', key.schoolId, key.registrationId, key.deploymentId, contextId].join(':');
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`);
}

export async function insertContext(
  db: Database,
  key: DeploymentKey,
  context: { contextId: string; courseId: string },
): Promise<void> {
  await db.insert(ltiContexts).values({ ...key, ...context });
}

/** Public halves of the keys that still count: those in use, and those retired so lately that a platform may have kept them. */
export async function selectPublicKeys(db: Database, retiredAfter: Date): Promise<Record<string, unknown>[]> {
  const rows = await db
    .select({ publicJwk: ltiKeys.publicJwk })
    .from(ltiKeys)
    .where(or(isNull(ltiKeys.retiredAt), gt(ltiKeys.retiredAt, retiredAfter)))
    .orderBy(asc(ltiKeys.createdAt));
  return rows.map((row) => row.publicJwk);
}
