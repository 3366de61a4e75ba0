import { and, eq, isNotNull, isNull } from 'drizzle-orm';
import { recordAudit } from '../../infra/audit.ts';
import { inTransaction, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import { releaseHomePage } from '../roster/index.ts';
import { ltiDeployments, ltiRegistrations } from './lti.tables.ts';

export const REGISTRATION_VERDICTS = ['approve', 'refuse', 'switch-off', 'switch-on'] as const;
export type RegistrationVerdict = (typeof REGISTRATION_VERDICTS)[number];

/** From which state a verdict leads to which, and how the audit names it. */
const VERDICTS: Record<
  RegistrationVerdict,
  { from: Partial<RegistrationFlags>; to: RegistrationFlags; action: string }
> = {
  approve: {
    from: { pending: true },
    to: { pending: false, active: true },
    action: 'lti.registrationApproved',
  },
  // Stays pending: whoever changes their mind approves it after all.
  refuse: {
    from: { pending: true, active: true },
    to: { pending: true, active: false },
    action: 'lti.registrationRefused',
  },
  'switch-off': {
    from: { pending: false, active: true },
    to: { pending: false, active: false },
    action: 'lti.registrationSwitchedOff',
  },
  'switch-on': {
    from: { pending: false, active: false },
    to: { pending: false, active: true },
    action: 'lti.registrationSwitchedOn',
  },
};

interface RegistrationFlags {
  pending: boolean;
  active: boolean;
}

/** Whose word it is; null: the operator's, from the command line. */
export interface Judge {
  schoolId: string;
  personId: string | null;
}

/** Returns the issuer, whose cached registrations are now out of date; 404 when the verdict doesn't fit the state. */
export function judgeRegistration(
  deps: Deps,
  by: Judge,
  { registrationId, verdict }: { registrationId: string; verdict: RegistrationVerdict },
): Promise<{ issuer: string }> {
  const { from, to, action } = VERDICTS[verdict];
  return inTransaction(deps.db, async (tx) => {
    const [changed] = await tx
      .update(ltiRegistrations)
      .set(to)
      .where(
        and(
          eq(ltiRegistrations.schoolId, by.schoolId),
          eq(ltiRegistrations.id, registrationId),
          ...(from.pending === undefined ? [] : [eq(ltiRegistrations.pending, from.pending)]),
          ...(from.active === undefined ? [] : [eq(ltiRegistrations.active, from.active)]),
        ),
      )
      .returning({ issuer: ltiRegistrations.issuer });
    if (!changed) throw notFound('lti.registrationNotSo');
    if (verdict === 'approve') await releaseHomePage(tx, deps, by, changed.issuer);
    await audit(tx, deps, by, { action, registrationId });
    return changed;
  });
}

export const DEPLOYMENT_VERDICTS = ['approve', 'refuse', 'withdraw'] as const;
export type DeploymentVerdict = (typeof DEPLOYMENT_VERDICTS)[number];

interface DeploymentKey {
  registrationId: string;
  deploymentId: string;
}

/** Lets a deployment in that was seen at a launch, strikes it off the list, or takes its approval back. */
export function judgeDeploymentOf(
  deps: Deps,
  by: Judge,
  { verdict, ...key }: DeploymentKey & { verdict: DeploymentVerdict },
): Promise<void> {
  return inTransaction(deps.db, async (tx) => {
    const of = (approved: boolean) =>
      and(
        eq(ltiDeployments.schoolId, by.schoolId),
        eq(ltiDeployments.registrationId, key.registrationId),
        eq(ltiDeployments.deploymentId, key.deploymentId),
        approved ? isNotNull(ltiDeployments.approvedAt) : isNull(ltiDeployments.approvedAt),
      );
    const { deploymentId } = ltiDeployments;
    const changed = await {
      approve: () =>
        tx
          .update(ltiDeployments)
          .set({ approvedAt: deps.now() })
          .where(of(false))
          .returning({ deploymentId }),
      // The first one's row stays: without it the next deployment would be let in as the first.
      refuse: () =>
        tx
          .delete(ltiDeployments)
          .where(and(of(false), eq(ltiDeployments.first, false)))
          .returning({ deploymentId }),
      withdraw: () =>
        tx.update(ltiDeployments).set({ approvedAt: null }).where(of(true)).returning({ deploymentId }),
    }[verdict]();
    if (changed.length === 0) throw notFound('lti.deploymentUnknown');
    const action = {
      approve: 'lti.deploymentApproved',
      refuse: 'lti.deploymentRefused',
      withdraw: 'lti.deploymentWithdrawn',
    }[verdict];
    await audit(tx, deps, by, { action, ...key });
  });
}

function audit(
  tx: Database,
  deps: Deps,
  by: Judge,
  { action, registrationId, deploymentId }: { action: string; registrationId: string; deploymentId?: string },
): Promise<void> {
  return recordAudit(tx, deps, {
    schoolId: by.schoolId,
    actorPersonId: by.personId,
    action,
    subjectType: 'ltiRegistration',
    subjectId: registrationId,
    detail: deploymentId === undefined ? {} : { deploymentId },
  });
}
