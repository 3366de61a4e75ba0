import { recordAudit } from '../../infra/audit.ts';
import { dayIn } from '../../infra/day.rules.ts';
import type { Deps } from '../../infra/deps.ts';
import { openForPerson, type SignedIn } from '../roster/index.ts';
import { advises, requireAgreement, requireDispute } from './find-mine.ts';
import type { Clauses } from './signing.schema.ts';
import {
  emptyClauses,
  presentAgreement,
  presentDispute,
  presentSigning,
  type AgreementPage,
  type DisputePage,
  type SigningPage,
} from './signing.pages.ts';
import {
  selectAgreementsOf,
  selectDisputesOf,
  selectSharedAgreements,
  selectSharedDisputes,
  selectSteps,
  type AgreementRow,
  type PersonIn,
} from './signing.queries.ts';

/** Of one person's papers; null where their key is gone. */
async function openClauses(
  deps: Deps,
  owner: PersonIn,
  rows: readonly AgreementRow[],
): Promise<(Clauses | null)[]> {
  const texts = await openForPerson(
    deps.db,
    deps,
    owner,
    rows.map(({ clausesSealed }) => clausesSealed),
  );
  return texts.map((text) => (text === null ? null : (JSON.parse(text) as Clauses)));
}

/** One's own papers and disputes; for a career teacher also which learners of the course shared theirs. */
export async function loadSigning(deps: Deps, who: SignedIn, saved: boolean): Promise<SigningPage> {
  const { db } = deps;
  const { schoolId, courseId } = who;
  const own = await selectAgreementsOf(db, who);
  const clauses = await openClauses(deps, who, own);
  const course = advises(who) && courseId !== null ? { schoolId, courseId } : null;
  return presentSigning(
    {
      agreements: own.map((row, index) => ({ row, clauses: clauses[index] ?? null })),
      disputes: await selectDisputesOf(db, who),
      shared: course && {
        agreements: await selectSharedAgreements(db, course),
        disputes: await selectSharedDisputes(db, course),
      },
    },
    { today: dayIn(who.timeZone, deps.now()), saved },
  );
}

export async function loadAgreement(
  deps: Deps,
  who: SignedIn,
  id: string | null,
  saved: boolean,
): Promise<AgreementPage> {
  const today = dayIn(who.timeZone, deps.now());
  if (id === null)
    return presentAgreement(null, { clauses: emptyClauses(), advice: null }, { today, own: true, saved });
  const row = await requireAgreement(deps, who, id);
  const own = row.personId === who.personId;
  const owner = { schoolId: who.schoolId, personId: row.personId };
  const [clauses] = await openClauses(deps, owner, [row]);
  const [advice] = await openForPerson(deps.db, deps, owner, [row.adviceSealed]);
  if (!own)
    await recordAudit(deps.db, deps, {
      ...{ schoolId: who.schoolId, actorPersonId: who.personId, action: 'signing.agreement.read' },
      ...{ subjectType: 'person', subjectId: row.personId },
    });
  return presentAgreement(
    row,
    { clauses: clauses ?? emptyClauses(), advice: advice ?? null },
    { today, own, saved },
  );
}

export async function loadDispute(
  deps: Deps,
  who: SignedIn,
  id: string,
  saved: boolean,
): Promise<DisputePage> {
  const { schoolId } = who;
  const row = await requireDispute(deps, who, id);
  const owner = { schoolId, personId: row.personId };
  const steps = await selectSteps(deps.db, { schoolId, disputeId: id });
  const words = await openForPerson(deps.db, deps, owner, [
    row.storySealed,
    ...steps.map(({ noteSealed }) => noteSealed),
  ]);
  const own = row.personId === who.personId;
  if (!own)
    await recordAudit(deps.db, deps, {
      ...{ schoolId, actorPersonId: who.personId, action: 'signing.dispute.read' },
      ...{ subjectType: 'person', subjectId: row.personId },
    });
  const [story = null, ...notes] = words;
  return presentDispute(
    { ...row, story, steps: steps.map((step, index) => ({ ...step, note: notes[index] ?? null })) },
    { today: dayIn(who.timeZone, deps.now()), own, saved },
  );
}
