import { recordAudit } from '../../infra/audit.ts';
import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import { createGradeSender } from '../lti-services/index.ts';
import type { InCourse } from '../roster/index.ts';
import { storeOwnStatements } from '../xapi/index.ts';
import { findUnit } from './course-walk.rules.ts';
import { gradeRegistration } from './grade-packages.ts';
import { prepareWaived } from './lms-statement.rules.ts';
import { findOfferedPackage } from './packages.queries.ts';
import { selectUnitStates, takeRegistration, upsertUnitState } from './registrations.queries.ts';
import { isCourseLearner } from './results.queries.ts';
import { newUnitState, type WaivedReason } from './session.schema.ts';
import { tellSatisfied } from './tell-satisfied.ts';

/** Lets a learner off a unit: it counts as satisfied (cmi5 9.3.7). Once per unit; again changes nothing. */
export async function waiveUnit(
  deps: Deps,
  who: InCourse,
  wanted: { packageId: string; unitId: string; personId: string; reason: WaivedReason },
): Promise<void> {
  const { schoolId, courseId } = who;
  const { personId, reason } = wanted;
  const content = await findOfferedPackage(deps.db, who, wanted.packageId);
  const unit = content && findUnit(content.structure, wanted.unitId);
  if (!unit || !(await isCourseLearner(deps.db, who, personId))) throw notFound('cmi5.unitMissing');
  const now = deps.now();
  const graded = await inTransaction(deps.db, async (tx) => {
    const registration = await takeRegistration(
      tx,
      { schoolId, packageId: content.id, personId },
      { id: deps.newId(), createdAt: now },
    );
    const states = await selectUnitStates(tx, schoolId, [registration.id]);
    const before = states.find(({ unitId }) => unitId === unit.id) ?? newUnitState(unit.id);
    if (before.waivedAt) return false;
    const waived = { ...before, waivedAt: now, waivedBy: who.personId, waivedReason: reason };
    await upsertUnitState(tx, { schoolId, registrationId: registration.id }, waived);
    const after = [...states.filter(({ unitId }) => unitId !== unit.id), waived];
    // A session of this statement's own: only "satisfied" may share it.
    const sessionId = deps.newId();
    const occasion = {
      ...{ statementId: deps.newId(), publicUrl: deps.config.publicUrl, personId, courseId, sessionId },
      ...{ registrationId: registration.id, at: now },
    };
    const given = { schoolId, content, registration, states: after };
    await storeOwnStatements({ ...deps, db: tx }, schoolId, [
      prepareWaived(occasion, unit, reason),
      ...(await tellSatisfied(tx, deps, { ...given, courseId, sessionId })),
    ]);
    await recordAudit(tx, deps, {
      ...{ schoolId, actorPersonId: who.personId, action: 'cmi5.waive', detail: { unitId: unit.id, reason } },
      ...{ subjectType: 'person', subjectId: personId },
    });
    return gradeRegistration(tx, deps, given);
  });
  if (graded) createGradeSender(deps).sendSoon();
}
