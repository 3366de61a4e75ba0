import { and, eq } from 'drizzle-orm';
import { recordAudit } from '../../infra/audit.ts';
import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import type { SignedIn } from '../roster/index.ts';
import type { MailPolicy } from './inbox.schema.ts';
import { mailPolicies, mailRefusals } from './inbox.tables.ts';

/** Of which kinds somebody wants no e-mail; what was refused before counts no more. */
export async function refuseMails(deps: Deps, who: SignedIn, kinds: readonly string[]): Promise<void> {
  const { schoolId, personId } = who;
  await inTransaction(deps.db, async (tx) => {
    await tx
      .delete(mailRefusals)
      .where(and(eq(mailRefusals.schoolId, schoolId), eq(mailRefusals.personId, personId)));
    if (kinds.length > 0)
      await tx
        .insert(mailRefusals)
        .values(kinds.map((kind) => ({ schoolId, personId, kind, refusedAt: deps.now() })));
  });
}

export async function saveMailPolicy(deps: Deps, who: SignedIn, policy: MailPolicy): Promise<void> {
  const { schoolId, personId } = who;
  await inTransaction(deps.db, async (tx) => {
    await tx
      .insert(mailPolicies)
      .values({ schoolId, ...policy })
      .onConflictDoUpdate({ target: mailPolicies.schoolId, set: policy });
    await recordAudit(tx, deps, {
      schoolId,
      actorPersonId: personId,
      action: 'mail.policy.save',
      subjectType: 'school',
      subjectId: schoolId,
      detail: { ...policy },
    });
  });
}
