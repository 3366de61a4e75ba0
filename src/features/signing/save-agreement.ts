import { and, eq } from 'drizzle-orm';
import { recordAudit } from '../../infra/audit.ts';
import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { forbidden } from '../../infra/errors.ts';
import { sealForPerson, type SignedIn } from '../roster/index.ts';
import { advises, requireAgreement } from './find-mine.ts';
import type { AgreementState, Clauses } from './signing.schema.ts';
import { agreements } from './signing.tables.ts';

/** Keeps what a paper says, sealed with its owner's key; `id` null: a new one. Returns the agreement's id. */
export async function saveAgreement(
  deps: Deps,
  who: SignedIn,
  { id, clauses, shared }: { id: string | null; clauses: Clauses; shared: boolean },
): Promise<string> {
  const { schoolId, personId } = who;
  const now = deps.now();
  const before = id === null ? null : await requireOwn(deps, who, id);
  return inTransaction(deps.db, async (tx) => {
    const clausesSealed = await sealForPerson(tx, deps, who, JSON.stringify(clauses));
    const state: AgreementState = clauses.signedOn === null ? 'considered' : 'signed';
    const sharedAt = shared ? now : null;
    if (id === null) {
      const newId = deps.newId();
      await tx.insert(agreements).values({
        ...{ schoolId, id: newId, personId, state, clausesSealed, sharedAt },
        createdAt: now,
        updatedAt: now,
      });
      return newId;
    }
    await tx
      .update(agreements)
      .set({ state, clausesSealed, sharedAt: shared ? (before?.sharedAt ?? now) : null, updatedAt: now })
      .where(and(eq(agreements.schoolId, schoolId), eq(agreements.id, id)));
    return id;
  });
}

async function requireOwn(deps: Deps, who: SignedIn, id: string) {
  const agreement = await requireAgreement(deps, who, id);
  if (agreement.personId !== who.personId) throw forbidden('roleMissing');
  return agreement;
}

/** It wasn't signed, and nobody need see it any longer. */
export async function dropAgreement(deps: Deps, who: SignedIn, id: string): Promise<void> {
  await requireOwn(deps, who, id);
  await deps.db
    .update(agreements)
    .set({ state: 'dropped', sharedAt: null, updatedAt: deps.now() })
    .where(and(eq(agreements.schoolId, who.schoolId), eq(agreements.id, id)));
}

/** An adviser's words on a shared agreement, sealed with its owner's key. */
export async function adviseOnAgreement(
  deps: Deps,
  who: SignedIn,
  id: string,
  advice: string,
): Promise<void> {
  const { personId } = await requireAgreement(deps, who, id);
  if (!advises(who) || personId === who.personId) throw forbidden('roleMissing');
  const { schoolId } = who;
  await inTransaction(deps.db, async (tx) => {
    const adviceSealed = await sealForPerson(tx, deps, { schoolId, personId }, advice);
    await tx
      .update(agreements)
      .set({ adviceSealed, advisedBy: who.personId, advisedAt: deps.now() })
      .where(and(eq(agreements.schoolId, schoolId), eq(agreements.id, id)));
    await recordAudit(tx, deps, {
      ...{ schoolId, actorPersonId: who.personId, action: 'signing.agreement.advise' },
      subjectType: 'person',
      subjectId: personId,
    });
  });
}
