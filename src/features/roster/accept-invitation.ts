import { and, eq, gt, isNull } from 'drizzle-orm';
import { recordAudit } from '../../infra/audit.ts';
import { inTransaction, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import type { Cookie } from '../../infra/edge.ts';
import { sha256 } from '../../infra/vault.ts';
import type { Locale } from '../../infra/views.ts';
import { judgeInvitation, type InvitationVerdict } from './invitation.rules.ts';
import { openSession } from './open-session.ts';
import { invitations } from './invitations.tables.ts';
import { appointments, courses, identities, people, personKeys, schools } from './roster.tables.ts';

export interface OpenInvitation {
  schoolName: string;
  courseTitle: string | null;
  inviterName: string | null;
  inviteeName: string;
  role: (typeof invitations.$inferSelect)['role'];
  expiresAt: Date;
}

/** What a link's page says before it is used. */
export async function readInvitation(
  db: Database,
  deps: Pick<Deps, 'now'>,
  token: string,
): Promise<{ verdict: InvitationVerdict; invitation: OpenInvitation | null }> {
  const [row] = await db
    .select({
      acceptedAt: invitations.acceptedAt,
      revokedAt: invitations.revokedAt,
      expiresAt: invitations.expiresAt,
      schoolName: schools.name,
      courseTitle: courses.title,
      inviterName: people.displayName,
      inviteeName: invitations.inviteeName,
      role: invitations.role,
    })
    .from(invitations)
    .innerJoin(schools, eq(schools.id, invitations.schoolId))
    .leftJoin(courses, and(eq(courses.schoolId, invitations.schoolId), eq(courses.id, invitations.courseId)))
    .leftJoin(people, and(eq(people.schoolId, invitations.schoolId), eq(people.id, invitations.invitedBy)))
    .where(eq(invitations.tokenHash, sha256(token)));
  const verdict = judgeInvitation(row, deps.now());
  return { verdict, invitation: row && verdict === 'open' ? row : null };
}

/**
 * Uses a link: person, appointment and session in one transaction. The update that marks it used lets only one of
 * several at once through; null for the others, and for a link that doesn't work any more.
 */
export function acceptInvitation(
  deps: Deps,
  token: string,
  given: { name: string; locale: Locale },
): Promise<{ path: string; cookie: Cookie } | null> {
  return inTransaction(deps.db, async (tx) => {
    const now = deps.now();
    const [taken] = await tx
      .update(invitations)
      .set({ acceptedAt: now })
      .where(
        and(
          eq(invitations.tokenHash, sha256(token)),
          isNull(invitations.acceptedAt),
          isNull(invitations.revokedAt),
          gt(invitations.expiresAt, now),
        ),
      )
      .returning();
    if (!taken) return null;
    const { schoolId, courseId, role } = taken;
    const personId = taken.personId ?? (await createInvited(tx, deps, { schoolId, ...given }));
    if (taken.personId === null) {
      await tx
        .update(invitations)
        .set({ personId })
        .where(and(eq(invitations.schoolId, schoolId), eq(invitations.id, taken.id)));
      await tx.insert(appointments).values({
        schoolId,
        id: deps.newId(),
        personId,
        role,
        courseId,
        appointedBy: taken.invitedBy,
        appointedAt: now,
      });
    } else if (!(await isAppointed(tx, { schoolId, personId, role, courseId }))) {
      return null;
    }
    await recordAudit(tx, deps, {
      schoolId,
      actorPersonId: personId,
      action: 'invitation.accept',
      subjectType: 'person',
      subjectId: personId,
      detail: { role, courseId, invitationId: taken.id },
    });
    // A page of its own, never in somebody's frame.
    return openSession(tx, deps, { schoolId, personId, courseId, locale: given.locale, embedOrigins: [] });
  });
}

async function createInvited(
  tx: Database,
  deps: Deps,
  given: { schoolId: string; name: string; locale: Locale },
): Promise<string> {
  const { schoolId } = given;
  const personId = deps.newId();
  const createdAt = deps.now();
  await tx
    .insert(people)
    .values({ schoolId, id: personId, displayName: given.name, locale: given.locale, createdAt });
  await tx.insert(personKeys).values({ schoolId, personId, wrappedKey: deps.vault.newWrappedKey() });
  await tx.insert(identities).values({
    schoolId,
    actorKey: `account|${deps.config.publicUrl}|${personId}`,
    personId,
    method: 'waymark',
    confidence: 'certain',
    createdAt,
  });
  return personId;
}

/** An appointment that ended since the link was made isn't revived by it; nor is an erased person. */
async function isAppointed(
  tx: Database,
  key: { schoolId: string; personId: string; role: OpenInvitation['role']; courseId: string | null },
): Promise<boolean> {
  const rows = await tx
    .select({ id: appointments.id })
    .from(appointments)
    .innerJoin(people, and(eq(people.schoolId, appointments.schoolId), eq(people.id, appointments.personId)))
    .where(
      and(
        eq(appointments.schoolId, key.schoolId),
        eq(appointments.personId, key.personId),
        eq(appointments.role, key.role),
        key.courseId === null ? isNull(appointments.courseId) : eq(appointments.courseId, key.courseId),
        isNull(appointments.endedAt),
        isNull(people.erasedAt),
      ),
    );
  return rows.length > 0;
}
