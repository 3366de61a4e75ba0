import { inTransaction, type Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { badRequest, conflict, forbidden, notFound } from '../../infra/errors.ts';
import { recordAudit } from '../../infra/audit.ts';
import { selectStoodInFor } from '../inbox/index.ts';
import { requireReadyMentor } from '../partners/index.ts';
import { dayAt, sealForPerson, type SignedIn } from '../roster/index.ts';
import { actorIn, decideAct, maySee, standsInFor } from './case.rules.ts';
import { selectCourseStaff } from './case-staff.queries.ts';
import { getSchoolClock, takeCase, type CaseScope, type StandingCase } from './cases.queries.ts';
import type { CaseAct, SchoolClock } from './cases.schema.ts';
import { recordStep, updateCase } from './open-case.ts';
import { tellChange } from './tell-owner.ts';

export type CaseReader = Pick<SignedIn, 'schoolId' | 'personId' | 'courseId' | 'roles'>;

/** Administrators, and supervisors who came in without a course, answer for the whole school. */
export async function loadScope(
  db: Database,
  { schoolId, personId, courseId, roles }: CaseReader,
  now: Date,
): Promise<CaseScope> {
  return {
    schoolId,
    personId,
    courseId,
    everyCourse: roles.includes('administrator') || (courseId === null && roles.includes('supervisor')),
    stoodInFor: await selectStoodInFor(db, { schoolId, personId, now }),
  };
}

/** Takes one step on a case: checked by the rules, written with its history and the audit in one transaction. */
export async function actOnCase(deps: Deps, who: CaseReader, caseId: string, act: CaseAct): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const key = { schoolId: who.schoolId, caseId };
    const scope = await loadScope(tx, who, deps.now());
    const standing = await takeCase(tx, key, scope);
    if (!standing) throw notFound();
    const actor = actorIn({ ...who, ...scope }, standing.courseId);
    if (!maySee(actor, standing)) throw notFound();
    const clock = await getSchoolClock(tx, who.schoolId);
    const decision = decideAct(standing, actor, act, deps.now(), clock);
    if (decision.kind === 'refuse') throw refusal(decision.errorId);
    await requireNamedPerson(tx, deps, standing, act, clock);
    await updateCase(tx, key, decision.changes);
    const { detail, ...note } = await describeAct(tx, deps, who, standing, act);
    // A deputy acts under their own name; the history and the audit say for whom.
    const onBehalf = standsInFor(actor, standing.ownerPersonId)
      ? { forPersonId: standing.ownerPersonId }
      : {};
    const stepId = await recordStep(tx, deps, {
      ...key,
      step: act.step,
      byPersonId: who.personId,
      detail: { ...detail, ...onBehalf },
      ...note,
    });
    const change = { before: standing, after: { ...standing, ...decision.changes } };
    await tellChange(tx, deps, { ...standing, ...key }, change, { id: stepId, byPersonId: who.personId });
    await recordAudit(tx, deps, {
      schoolId: who.schoolId,
      actorPersonId: who.personId,
      action: `case.${act.step}`,
      subjectType: 'case',
      subjectId: caseId,
      detail: onBehalf,
    });
  });
}

const refusal = (errorId: string) =>
  errorId === 'cases.roleMissing' ? forbidden('roleMissing') : conflict(errorId);

/**
 * A case is given to somebody of the course, and guidance is logged for a mentor who is appointed as one; a mentor's
 * file must be complete for either (§5.6.3).
 */
async function requireNamedPerson(
  tx: Database,
  deps: Pick<Deps, 'now'>,
  standing: StandingCase,
  act: CaseAct,
  clock: SchoolClock,
): Promise<void> {
  if (act.step !== 'assigned' && act.step !== 'mentor_guided') return;
  const named = act.step === 'assigned' ? act.personId : act.mentorPersonId;
  const staff = (await selectCourseStaff(tx, standing)).filter(({ personId }) => personId === named);
  if (staff.length === 0) throw badRequest('cases.notStaff');
  if (act.step === 'mentor_guided' && !staff.some(({ role }) => role === 'enterprise_mentor'))
    throw badRequest('cases.notMentor');
  if (act.step === 'mentor_guided' || staff.every(({ role }) => role === 'enterprise_mentor'))
    await requireReadyMentor(tx, {
      schoolId: standing.schoolId,
      personId: named,
      today: dayAt(deps.now(), clock),
    });
}

/** The step's detail, its note sealed with the learner's key, or the writer's when it is about nobody in particular. */
async function describeAct(
  tx: Database,
  deps: Deps,
  who: CaseReader,
  standing: StandingCase,
  act: CaseAct,
): Promise<{ detail: Record<string, unknown>; noteSealed?: string }> {
  const { step: _, ...given } = act;
  if (!('note' in given)) return { detail: given };
  const { note, ...detail } = given;
  if (note.trim() === '') return { detail };
  const sealedFor = standing.subjectPersonId ?? who.personId;
  const noteSealed = await sealForPerson(tx, deps, { schoolId: who.schoolId, personId: sealedFor }, note);
  return { detail: { ...detail, sealedFor }, noteSealed };
}
