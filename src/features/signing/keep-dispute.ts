import { and, eq, isNull } from 'drizzle-orm';
import { recordAudit } from '../../infra/audit.ts';
import { inTransaction } from '../../infra/db.ts';
import { dayIn } from '../../infra/day.rules.ts';
import type { Deps } from '../../infra/deps.ts';
import { badRequest, conflict, forbidden } from '../../infra/errors.ts';
import { sealForPerson, type SignedIn } from '../roster/index.ts';
import { assessDispute } from './dispute.rules.ts';
import { requireDispute } from './find-mine.ts';
import { selectSteps } from './signing.queries.ts';
import type { DisputeForm, DisputeOutcome, DisputeStep } from './signing.schema.ts';
import { disputeSteps, disputes } from './signing.tables.ts';

/** Begins a case that only its owner sees, and their career teacher where they say so. Returns its id. */
export async function openDispute(deps: Deps, who: SignedIn, form: DisputeForm): Promise<string> {
  const { schoolId, personId } = who;
  const now = deps.now();
  if (form.aroseOn > dayIn(who.timeZone, now)) throw badRequest('signing.inFuture');
  const id = deps.newId();
  await inTransaction(deps.db, async (tx) => {
    await tx.insert(disputes).values({
      ...{ schoolId, id, personId, kind: form.kind, aroseOn: form.aroseOn },
      storySealed: await sealForPerson(tx, deps, who, form.story),
      sharedAt: form.shared ? now : null,
      createdAt: now,
    });
  });
  return id;
}

/** Notes what was done about it; a step the law doesn't come to yet is refused. */
export async function addStep(
  deps: Deps,
  who: SignedIn,
  id: string,
  step: { kind: DisputeStep; day: string; note: string },
): Promise<void> {
  const { schoolId } = who;
  const now = deps.now();
  const today = dayIn(who.timeZone, now);
  if (step.day > today) throw badRequest('signing.inFuture');
  const dispute = await requireDispute(deps, who, id);
  await inTransaction(deps.db, async (tx) => {
    await lockOpen(tx, schoolId, id);
    const steps = await selectSteps(tx, { schoolId, disputeId: id });
    if (!assessDispute({ ...dispute, closed: false, steps }, today).next.includes(step.kind))
      throw conflict('signing.stepOutOfOrder');
    const owner = { schoolId, personId: dispute.personId };
    await tx.insert(disputeSteps).values({
      ...{ schoolId, id: deps.newId(), disputeId: id, kind: step.kind, day: step.day },
      noteSealed: await sealForPerson(tx, deps, owner, step.note),
      byPersonId: who.personId,
      createdAt: now,
    });
    if (who.personId !== dispute.personId)
      await recordAudit(tx, deps, {
        ...{ schoolId, actorPersonId: who.personId, action: 'signing.dispute.step' },
        subjectType: 'person',
        subjectId: dispute.personId,
      });
  });
}

async function lockOpen(tx: Deps['db'], schoolId: string, id: string): Promise<void> {
  const [open] = await tx
    .select({ id: disputes.id })
    .from(disputes)
    .where(and(eq(disputes.schoolId, schoolId), eq(disputes.id, id), isNull(disputes.closedAt)))
    .for('update');
  if (!open) throw conflict('signing.disputeClosed');
}

/** Its owner alone shares it, takes that back, and says how it ended. */
export async function changeDispute(
  deps: Deps,
  who: SignedIn,
  id: string,
  change: { shared: boolean } | { outcome: DisputeOutcome },
): Promise<void> {
  const { personId } = await requireDispute(deps, who, id);
  if (personId !== who.personId) throw forbidden('roleMissing');
  const now = deps.now();
  await deps.db
    .update(disputes)
    .set(
      'shared' in change
        ? { sharedAt: change.shared ? now : null }
        : { closedAt: now, outcome: change.outcome },
    )
    .where(and(eq(disputes.schoolId, who.schoolId), eq(disputes.id, id)));
}
