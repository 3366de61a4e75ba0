import { and, eq } from 'drizzle-orm';
import { recordAudit } from '../../infra/audit.ts';
import type { Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { scopesToAsk, type PlatformAnswer } from './dynamic-registration.rules.ts';
import { ltiRegistrationInvitations } from './login.tables.ts';
import { ltiDeployments, ltiRegistrations } from './lti.tables.ts';
import type { OpenIdConfiguration } from './openid-configuration.rules.ts';
import type { SavedRegistration } from './registration.schema.ts';

/** Keeps what a platform and we agreed on; null when its client belongs to another school. */
export async function savePlatformRegistration(
  tx: Database,
  deps: Deps,
  given: {
    invitation: { schoolId: string; id: string };
    configuration: OpenIdConfiguration;
    answer: PlatformAnswer;
  },
): Promise<SavedRegistration | null> {
  const { invitation, configuration, answer } = given;
  const { schoolId } = invitation;
  const { issuer } = configuration;
  const told = {
    authLoginUrl: configuration.authorizationEndpoint,
    tokenUrl: configuration.tokenEndpoint,
    jwksUrl: configuration.jwksUri,
    authorizationServer: configuration.authorizationServer,
    family: configuration.family,
    productVersion: configuration.productVersion,
    platformName: configuration.platformName,
    scopesAsked: scopesToAsk(configuration),
  };
  const now = deps.now();
  const [created] = await tx
    .insert(ltiRegistrations)
    .values({
      schoolId,
      id: deps.newId(),
      issuer,
      clientId: answer.clientId,
      ...told,
      registeredBy: 'dynamic',
      pending: true,
      active: true,
      createdAt: now,
    })
    .onConflictDoNothing()
    .returning({ registrationId: ltiRegistrations.id, pending: ltiRegistrations.pending });
  if (created && answer.deploymentId !== null)
    await tx.insert(ltiDeployments).values({
      schoolId,
      registrationId: created.registrationId,
      deploymentId: answer.deploymentId,
      approvedAt: now,
      firstSeenAt: now,
      first: true,
    });
  const [saved] = created
    ? [created]
    : await tx
        .update(ltiRegistrations)
        .set(told)
        .where(
          and(
            eq(ltiRegistrations.schoolId, schoolId),
            eq(ltiRegistrations.issuer, issuer),
            eq(ltiRegistrations.clientId, answer.clientId),
          ),
        )
        .returning({ registrationId: ltiRegistrations.id, pending: ltiRegistrations.pending });
  if (!saved) return null;
  await tx
    .update(ltiRegistrationInvitations)
    .set({ registrationId: saved.registrationId })
    .where(
      and(
        eq(ltiRegistrationInvitations.schoolId, schoolId),
        eq(ltiRegistrationInvitations.id, invitation.id),
      ),
    );
  await recordAudit(tx, deps, {
    schoolId,
    actorPersonId: null,
    action: created ? 'lti.registrationCreated' : 'lti.registrationUpdated',
    subjectType: 'ltiRegistration',
    subjectId: saved.registrationId,
    detail: {
      issuer,
      clientId: answer.clientId,
      deploymentId: answer.deploymentId,
      invitationId: invitation.id,
    },
  });
  return { ...saved, outcome: created ? 'created' : 'updated' };
}
