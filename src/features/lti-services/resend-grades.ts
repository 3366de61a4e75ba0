import { recordAudit } from '../../infra/audit.ts';
import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import type { SignedIn } from '../roster/index.ts';
import type { GradeProblem } from './answer.rules.ts';
import { findLineItemTitle } from './grades-page.queries.ts';
import { resendGrades, type ResendScope } from './resend.queries.ts';
import { createGradeSender } from './send-grades.ts';

/** What an LMS can mend by granting more. */
const MENDED_BY_SERVICES: GradeProblem[] = ['scopeMissing', 'forbidden'];

/** Tries again what failed for want of a permission that a launch now tells of; returns how many grades. */
export const reviveGrades = (
  deps: Deps,
  { schoolId, courseId }: { schoolId: string; courseId: string },
): Promise<number> =>
  resendGrades(
    deps.db,
    { schoolId, courseId, lineItemId: null, personId: null },
    { now: deps.now(), problems: MENDED_BY_SERVICES },
  );

/** Somebody of the staff has looked: what didn't get there is sent again. */
export async function resendByHand(
  deps: Deps,
  who: Pick<SignedIn, 'schoolId' | 'personId'>,
  scope: Omit<ResendScope, 'schoolId'>,
): Promise<void> {
  const { schoolId } = who;
  await inTransaction(deps.db, async (tx) => {
    if (scope.lineItemId !== null) {
      const known = await findLineItemTitle(tx, { ...scope, schoolId, lineItemId: scope.lineItemId });
      if (known === undefined) throw notFound('services.columnNotFound');
    }
    const grades = await resendGrades(tx, { schoolId, ...scope }, { now: deps.now(), problems: null });
    if (grades === 0) return;
    await recordAudit(tx, deps, {
      schoolId,
      actorPersonId: who.personId,
      action: 'grades.sentAgain',
      subjectType: scope.lineItemId === null ? 'school' : 'lineItem',
      subjectId: scope.lineItemId ?? schoolId,
      detail: { grades },
    });
  });
  createGradeSender(deps).sendSoon();
}
