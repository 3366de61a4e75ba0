import { and, eq, isNull } from 'drizzle-orm';
import { recordAudit } from '../../infra/audit.ts';
import { inTransaction, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { conflict, forbidden, notFound } from '../../infra/errors.ts';
import { newToken, sha256 } from '../../infra/vault.ts';
import { appointableRoles, mayEndAppointment } from './appointment.rules.ts';
import { INVITATION_DAYS } from './invitation.rules.ts';
import { holdsElsewhere, selectAppointments } from './people.queries.ts';
import type { SignedIn } from './roster.guards.ts';
import type { AppointedRole } from './roster.schema.ts';
import { invitations } from './invitations.tables.ts';

/** What the inviter is shown once: only the token's hash is kept. */
export interface IssuedInvitation {
  url: string;
  name: string;
  role: AppointedRole;
  expiresAt: Date;
}

/** A link for somebody without an LMS account, into the inviter's course (or school, where there is none). */
export function invitePerson(
  deps: Deps,
  who: SignedIn,
  wanted: { name: string; role: AppointedRole },
): Promise<IssuedInvitation> {
  const scope = who.courseId === null ? 'school' : 'course';
  if (!appointableRoles(who.roles, scope, who.courseId !== null).includes(wanted.role))
    throw forbidden('appointmentRefused');
  return inTransaction(deps.db, (tx) =>
    issueInvitation(tx, deps, who, { ...wanted, courseId: who.courseId, personId: null }),
  );
}

/** Lets somebody who came by invitation in again; people with an LMS account come from there. */
export function inviteAgain(deps: Deps, who: SignedIn, appointmentId: string): Promise<IssuedInvitation> {
  return inTransaction(deps.db, async (tx) => {
    const inForce = await selectAppointments(tx, who);
    const appointment = inForce.find(({ id }) => id === appointmentId);
    if (!appointment) throw notFound();
    if (!mayEndAppointment(who.roles, appointment, who.courseId)) throw forbidden('appointmentRefused');
    if (!appointment.invited) throw conflict('hasLmsAccount');
    // Whoever opens the link is that person: only an administrator may make one for more than the own course.
    const isAdministrator = who.roles.includes('administrator');
    if (!isAdministrator && (await holdsElsewhere(tx, { ...who, personId: appointment.personId })))
      throw forbidden('appointmentRefused');
    return issueInvitation(tx, deps, who, appointment);
  });
}

async function issueInvitation(
  tx: Database,
  deps: Deps,
  who: SignedIn,
  wanted: { name: string; role: AppointedRole; courseId: string | null; personId: string | null },
): Promise<IssuedInvitation> {
  const token = newToken();
  const id = deps.newId();
  const createdAt = deps.now();
  const expiresAt = new Date(createdAt.getTime() + INVITATION_DAYS * 86_400_000);
  await tx.insert(invitations).values({
    schoolId: who.schoolId,
    id,
    tokenHash: sha256(token),
    role: wanted.role,
    courseId: wanted.courseId,
    inviteeName: wanted.name,
    invitedBy: who.personId,
    createdAt,
    expiresAt,
    personId: wanted.personId,
  });
  await recordAudit(tx, deps, {
    schoolId: who.schoolId,
    actorPersonId: who.personId,
    action: 'invitation.create',
    subjectType: wanted.personId === null ? 'invitation' : 'person',
    subjectId: wanted.personId ?? id,
    detail: { role: wanted.role, courseId: wanted.courseId, invitationId: id },
  });
  const url = `${deps.config.publicUrl}/invitations/${token}`;
  return { url, name: wanted.name, role: wanted.role, expiresAt };
}

/** Makes an unused link useless. */
export async function revokeInvitation(deps: Deps, who: SignedIn, invitationId: string): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const [invitation] = await tx
      .select({ role: invitations.role, courseId: invitations.courseId })
      .from(invitations)
      .where(and(eq(invitations.schoolId, who.schoolId), eq(invitations.id, invitationId)));
    if (!invitation || invitation.courseId !== who.courseId) throw notFound();
    if (!mayEndAppointment(who.roles, invitation, who.courseId)) throw forbidden('appointmentRefused');
    const revoked = await tx
      .update(invitations)
      .set({ revokedAt: deps.now() })
      .where(
        and(
          eq(invitations.schoolId, who.schoolId),
          eq(invitations.id, invitationId),
          isNull(invitations.acceptedAt),
          isNull(invitations.revokedAt),
        ),
      )
      .returning({ id: invitations.id });
    if (revoked.length === 0) throw notFound();
    await recordAudit(tx, deps, {
      schoolId: who.schoolId,
      actorPersonId: who.personId,
      action: 'invitation.revoke',
      subjectType: 'invitation',
      subjectId: invitationId,
    });
  });
}
