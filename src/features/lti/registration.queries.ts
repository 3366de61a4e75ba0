import { and, asc, eq, gt, isNull, lt, sql } from 'drizzle-orm';
import type { Database } from '../../infra/db.ts';
import { schools } from '../roster/roster.tables.ts';
import { ltiRegistrationInvitations } from './login.tables.ts';
import { ltiRegistrations } from './lti.tables.ts';
import type { RegistrationInvitation } from './registration.schema.ts';

/** The link somebody came with, in any school: it tells the school. */
export async function findRegistrationInvitation(
  db: Database,
  tokenHash: string,
): Promise<RegistrationInvitation | null> {
  const [row] = await db
    .select({
      schoolId: ltiRegistrationInvitations.schoolId,
      id: ltiRegistrationInvitations.id,
      schoolName: schools.name,
      usedAt: ltiRegistrationInvitations.usedAt,
      expiresAt: ltiRegistrationInvitations.expiresAt,
    })
    .from(ltiRegistrationInvitations)
    .innerJoin(schools, eq(schools.id, ltiRegistrationInvitations.schoolId))
    .where(eq(ltiRegistrationInvitations.tokenHash, tokenHash));
  return row ?? null;
}

/** Marks the link used; false for all but one of several that try at once, and for a link that works no more. */
export async function takeRegistrationInvitation(
  db: Database,
  tokenHash: string,
  now: Date,
): Promise<boolean> {
  const taken = await db
    .update(ltiRegistrationInvitations)
    .set({ usedAt: now })
    .where(
      and(
        eq(ltiRegistrationInvitations.tokenHash, tokenHash),
        isNull(ltiRegistrationInvitations.usedAt),
        gt(ltiRegistrationInvitations.expiresAt, now),
      ),
    )
    .returning({ id: ltiRegistrationInvitations.id });
  return taken.length === 1;
}

/** Gives a taken link back after a registration that came to nothing. */
export async function returnRegistrationInvitation(
  db: Database,
  key: { schoolId: string; id: string },
): Promise<void> {
  await db
    .update(ltiRegistrationInvitations)
    .set({ usedAt: null })
    .where(
      and(
        eq(ltiRegistrationInvitations.schoolId, key.schoolId),
        eq(ltiRegistrationInvitations.id, key.id),
        isNull(ltiRegistrationInvitations.registrationId),
      ),
    );
}

/** The school's links that can still be used. */
export async function selectOpenInvitations(
  db: Database,
  schoolId: string,
  now: Date,
): Promise<{ id: string; createdAt: Date; expiresAt: Date }[]> {
  return db
    .select({
      id: ltiRegistrationInvitations.id,
      createdAt: ltiRegistrationInvitations.createdAt,
      expiresAt: ltiRegistrationInvitations.expiresAt,
    })
    .from(ltiRegistrationInvitations)
    .where(
      and(
        eq(ltiRegistrationInvitations.schoolId, schoolId),
        isNull(ltiRegistrationInvitations.usedAt),
        gt(ltiRegistrationInvitations.expiresAt, now),
      ),
    )
    .orderBy(asc(ltiRegistrationInvitations.createdAt));
}

/** How many of the school's registrations name this issuer: a new one may mean to replace one of them. */
export async function countRegistrationsOfIssuer(
  db: Database,
  schoolId: string,
  issuer: string,
): Promise<number> {
  const [row] = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(ltiRegistrations)
    .where(and(eq(ltiRegistrations.schoolId, schoolId), eq(ltiRegistrations.issuer, issuer)));
  return row?.count ?? 0;
}

/** Links that were used or ran out, of all schools. */
export async function deleteOldInvitations(db: Database, createdBefore: Date): Promise<void> {
  await db.delete(ltiRegistrationInvitations).where(lt(ltiRegistrationInvitations.createdAt, createdBefore));
}
