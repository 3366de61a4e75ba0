import { and, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { recordAudit } from '../../infra/audit.ts';
import type { Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { conflict, notFound } from '../../infra/errors.ts';
import { ltiDeployments, ltiRegistrations } from './lti.tables.ts';

export const NewRegistration = z.object({
  schoolId: z.uuid(),
  /** Compared letter by letter with tokens: as the platform writes it, with or without a last slash. */
  issuer: z.url().max(255),
  clientId: z.string().min(1).max(255),
  authLoginUrl: z.url(),
  tokenUrl: z.url(),
  jwksUrl: z.url(),
  family: z.string().min(1).max(64),
  /** Known beforehand on Moodle; else the first launch tells it. */
  deploymentId: z.string().min(1).max(255).optional(),
});
export type NewRegistration = z.input<typeof NewRegistration>;

/** Trusts one LMS client for one school; 409 when another registration has this issuer and client. */
export async function createRegistration(
  tx: Database,
  deps: Deps,
  wanted: NewRegistration,
): Promise<{ registrationId: string }> {
  const { deploymentId, ...registration } = NewRegistration.parse(wanted);
  const { schoolId } = registration;
  const registrationId = deps.newId();
  const now = deps.now();
  const inserted = await tx
    .insert(ltiRegistrations)
    .values({ ...registration, id: registrationId, active: true, createdAt: now })
    .onConflictDoNothing()
    .returning({ id: ltiRegistrations.id });
  if (inserted.length === 0) throw conflict('lti.registrationExists');
  if (deploymentId !== undefined)
    await tx
      .insert(ltiDeployments)
      .values({ schoolId, registrationId, deploymentId, approvedAt: now, firstSeenAt: now, first: true });
  await recordAudit(tx, deps, {
    schoolId,
    actorPersonId: null,
    action: 'lti.registrationCreated',
    subjectType: 'ltiRegistration',
    subjectId: registrationId,
    detail: {
      issuer: registration.issuer,
      clientId: registration.clientId,
      deploymentId: deploymentId ?? null,
    },
  });
  return { registrationId };
}

/** Lets a deployment in that was seen at a launch; 404 when none waits by that name. */
export async function approveDeployment(
  tx: Database,
  deps: Deps,
  wanted: { registrationId: string; deploymentId: string; actorPersonId: string | null },
): Promise<void> {
  const [approved] = await tx
    .update(ltiDeployments)
    .set({ approvedAt: deps.now() })
    .where(
      and(
        eq(ltiDeployments.registrationId, wanted.registrationId),
        eq(ltiDeployments.deploymentId, wanted.deploymentId),
        isNull(ltiDeployments.approvedAt),
      ),
    )
    .returning({ schoolId: ltiDeployments.schoolId });
  if (!approved) throw notFound('lti.deploymentUnknown');
  await recordAudit(tx, deps, {
    schoolId: approved.schoolId,
    actorPersonId: wanted.actorPersonId,
    action: 'lti.deploymentApproved',
    subjectType: 'ltiRegistration',
    subjectId: wanted.registrationId,
    detail: { deploymentId: wanted.deploymentId },
  });
}
