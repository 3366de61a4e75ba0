import { and, eq } from 'drizzle-orm';
import { recordAudit } from '../../infra/audit.ts';
import { UNIQUE_VIOLATION, inTransaction, sqlState } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { badRequest, conflict, notFound } from '../../infra/errors.ts';
import type { SignedIn } from '../roster/index.ts';
import { isCreditCode, normaliseCreditCode } from './credit-code.rules.ts';
import { stepsFrom } from './employer.rules.ts';
import { findEmployer } from './employers.queries.ts';
import type { EmployerContent, Verification } from './employers.schema.ts';
import { employers } from './employers.tables.ts';

type Staff = Pick<SignedIn, 'schoolId' | 'personId'>;

/** Writes an employer's file (`id` null: a new one); returns its id. A verified one whose name or code changes is looked at again. */
export async function saveEmployer(
  deps: Deps,
  who: Staff,
  id: string | null,
  given: EmployerContent,
): Promise<string> {
  const creditCode = given.creditCode === null ? null : normaliseCreditCode(given.creditCode);
  if (creditCode !== null && !isCreditCode(creditCode)) throw badRequest('employers.creditCodeWrong');
  const content = { ...given, creditCode };
  const now = deps.now();
  const { schoolId } = who;
  const employerId = id ?? deps.newId();
  try {
    await inTransaction(deps.db, async (tx) => {
      if (id === null)
        await tx.insert(employers).values({
          ...content,
          schoolId,
          id: employerId,
          createdBy: who.personId,
          createdAt: now,
          changedAt: now,
        });
      else {
        const before = await findEmployer(tx, { schoolId, employerId });
        if (!before) throw notFound();
        const isSame = before.name === content.name && before.creditCode === creditCode;
        const again = before.verification === 'verified' && !isSame;
        await tx
          .update(employers)
          .set({ ...content, changedAt: now, ...(again ? { verification: 'pending' as const } : {}) })
          .where(and(eq(employers.schoolId, schoolId), eq(employers.id, employerId)));
      }
      await recordAudit(tx, deps, {
        schoolId,
        actorPersonId: who.personId,
        action: 'employers.save',
        subjectType: 'employer',
        subjectId: employerId,
      });
    });
  } catch (error) {
    if (sqlState(error) === UNIQUE_VIOLATION) throw conflict('employers.creditCodeTaken');
    throw error;
  }
  return employerId;
}

/** Says how far an employer is checked, with what was looked at; who and when are recorded. */
export async function verifyEmployer(
  deps: Deps,
  who: Staff,
  employerId: string,
  { to, note }: { to: Verification; note: string },
): Promise<void> {
  const { schoolId, personId } = who;
  await inTransaction(deps.db, async (tx) => {
    const before = await findEmployer(tx, { schoolId, employerId });
    if (!before) throw notFound();
    if (!stepsFrom(before.verification).includes(to)) throw conflict('employers.verificationStep');
    if (to === 'verified' && before.creditCode === null) throw conflict('employers.codeBeforeVerified');
    await tx
      .update(employers)
      .set({
        verification: to,
        verificationNote: note,
        verifiedBy: personId,
        verifiedAt: deps.now(),
        changedAt: deps.now(),
      })
      .where(and(eq(employers.schoolId, schoolId), eq(employers.id, employerId)));
    await recordAudit(tx, deps, {
      schoolId,
      actorPersonId: personId,
      action: `employers.verification.${to}`,
      subjectType: 'employer',
      subjectId: employerId,
    });
  });
}
