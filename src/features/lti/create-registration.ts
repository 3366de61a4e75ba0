import { z } from 'zod';
import { recordAudit } from '../../infra/audit.ts';
import type { Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { conflict } from '../../infra/errors.ts';
import { releaseHomePage } from '../roster/index.ts';
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

/**
 * Trusts one LMS client for one school; 409 when another registration has this issuer and client.
 *
 * @param actorPersonId the administrator; null for the command line
 */
export async function createRegistration(
  tx: Database,
  deps: Deps,
  wanted: NewRegistration,
  actorPersonId: string | null = null,
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
  await releaseHomePage(tx, deps, { schoolId, personId: actorPersonId }, registration.issuer);
  await recordAudit(tx, deps, {
    schoolId,
    actorPersonId,
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
