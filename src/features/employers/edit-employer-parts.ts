import { and, eq, isNull } from 'drizzle-orm';
import { recordAudit } from '../../infra/audit.ts';
import { inTransaction, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { badRequest, notFound } from '../../infra/errors.ts';
import { newToken, sha256 } from '../../infra/vault.ts';
import type { SignedIn, TalentType } from '../roster/index.ts';
import { LINK_DAYS } from './employer.rules.ts';
import { findEmployer, type EmployerKey } from './employers.queries.ts';
import type { AgreementKind, ContactContent, VisitWay } from './employers.schema.ts';
import {
  employerAgreements,
  employerContacts,
  employerLinks,
  employerVisits,
  employers,
  hiringPlans,
} from './employers.tables.ts';

type Staff = Pick<SignedIn, 'schoolId' | 'personId'>;
const DAY_MS = 86_400_000;

export type EmployerPart =
  | ({ part: 'contact' } & ContactContent)
  | { part: 'visit'; day: string; way: VisitWay; words: string }
  | { part: 'plan'; year: number; post: string; talentType: TalentType; wanted: number }
  | { part: 'agreement'; kind: AgreementKind; reference: string; signedOn: string; endsOn: string };

/** Changes something below an employer's file, which is found and noted as changed first. */
async function changeEmployer<T>(
  deps: Deps,
  who: Staff,
  employerId: string,
  action: string,
  work: (tx: Database, key: EmployerKey) => Promise<T>,
): Promise<T> {
  const key = { schoolId: who.schoolId, employerId };
  return inTransaction(deps.db, async (tx) => {
    if (!(await findEmployer(tx, key))) throw notFound();
    const result = await work(tx, key);
    await tx
      .update(employers)
      .set({ changedAt: deps.now() })
      .where(and(eq(employers.schoolId, key.schoolId), eq(employers.id, employerId)));
    await recordAudit(tx, deps, {
      schoolId: who.schoolId,
      actorPersonId: who.personId,
      action: `employers.${action}`,
      subjectType: 'employer',
      subjectId: employerId,
    });
    return result;
  });
}

export async function addPart(
  deps: Deps,
  who: Staff,
  employerId: string,
  given: EmployerPart,
): Promise<void> {
  if (given.part === 'agreement' && given.endsOn < given.signedOn) throw badRequest('employers.endsEarly');
  await changeEmployer(deps, who, employerId, `${given.part}.add`, async (tx, key) => {
    const row = { ...key, id: deps.newId(), createdAt: deps.now() };
    const recordedBy = who.personId;
    switch (given.part) {
      case 'contact': {
        const { part: _part, ...content } = given;
        const contentSealed = deps.vault.sealWithMaster(JSON.stringify(content));
        return tx.insert(employerContacts).values({ ...row, contentSealed });
      }
      case 'visit':
        return tx.insert(employerVisits).values({ ...row, ...given, recordedBy });
      case 'plan':
        return tx.insert(hiringPlans).values({ ...row, ...given, recordedBy });
      case 'agreement':
        return tx.insert(employerAgreements).values({ ...row, ...given, recordedBy });
    }
  });
}

const DELETABLE = { contact: employerContacts, visit: employerVisits, plan: hiringPlans } as const;
export const DELETABLE_PARTS = ['contact', 'visit', 'plan'] as const;

export async function deletePart(
  deps: Deps,
  who: Staff,
  {
    employerId,
    part,
    partId,
  }: { employerId: string; part: (typeof DELETABLE_PARTS)[number]; partId: string },
): Promise<void> {
  const table = DELETABLE[part];
  await changeEmployer(deps, who, employerId, `${part}.delete`, async (tx, { schoolId }) => {
    const gone = await tx
      .delete(table)
      .where(and(eq(table.schoolId, schoolId), eq(table.employerId, employerId), eq(table.id, partId)))
      .returning({ id: table.id });
    if (gone.length === 0) throw notFound();
  });
}

/** An agreement that was renewed or wound up is no longer overdue. */
export async function settleAgreement(
  deps: Deps,
  who: Staff,
  { employerId, agreementId }: { employerId: string; agreementId: string },
): Promise<void> {
  await changeEmployer(deps, who, employerId, 'agreement.settle', async (tx, { schoolId }) => {
    const settled = await tx
      .update(employerAgreements)
      .set({ settledAt: deps.now() })
      .where(
        and(
          eq(employerAgreements.schoolId, schoolId),
          eq(employerAgreements.employerId, employerId),
          eq(employerAgreements.id, agreementId),
          isNull(employerAgreements.settledAt),
        ),
      )
      .returning({ id: employerAgreements.id });
    if (settled.length === 0) throw notFound();
  });
}

/** A link by which the employer files without an account; its token is returned once, and only the hash kept. */
export const makeLink = (deps: Deps, who: Staff, employerId: string): Promise<string> =>
  changeEmployer(deps, who, employerId, 'link.make', async (tx, key) => {
    const token = newToken();
    const now = deps.now();
    await tx.insert(employerLinks).values({
      ...key,
      id: deps.newId(),
      tokenHash: sha256(token),
      expiresAt: new Date(now.getTime() + LINK_DAYS * DAY_MS),
      createdBy: who.personId,
      createdAt: now,
    });
    return token;
  });

export async function revokeLink(
  deps: Deps,
  who: Staff,
  { employerId, employerLinkId }: { employerId: string; employerLinkId: string },
): Promise<void> {
  await changeEmployer(deps, who, employerId, 'link.revoke', async (tx, { schoolId }) => {
    const revoked = await tx
      .update(employerLinks)
      .set({ revokedAt: deps.now() })
      .where(
        and(
          eq(employerLinks.schoolId, schoolId),
          eq(employerLinks.employerId, employerId),
          eq(employerLinks.id, employerLinkId),
          isNull(employerLinks.revokedAt),
        ),
      )
      .returning({ id: employerLinks.id });
    if (revoked.length === 0) throw notFound();
  });
}
