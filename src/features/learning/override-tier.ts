import { recordAudit } from '../../infra/audit.ts';
import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { badRequest, notFound } from '../../infra/errors.ts';
import type { InCourse } from '../roster/index.ts';
import { insertTierDecisions, selectTierStandings } from './decisions.queries.ts';
import { takeFoldLock } from '../trajectory/index.ts';
import { countAnswers } from './learner-decision.rules.ts';
import type { Tier } from './learning.schema.ts';
import { isLearnerOf, selectCourseSkillTries } from './reassess.queries.ts';
import { tellDecisions } from './tell-decisions.ts';
import { TIER_RULE, overrideEvidence } from './tier.rules.ts';

/** A teacher sets a learner's tier, with a reason (R031). It stands: the rule decides no more about this learner here. */
export async function overrideTier(
  deps: Deps,
  who: Pick<InCourse, 'schoolId' | 'courseId' | 'personId'>,
  { personId, tier, reason }: { personId: string; tier: Tier; reason: string },
): Promise<void> {
  const { schoolId, courseId } = who;
  if (reason.trim() === '') throw badRequest('learning.overrideReasonMissing');
  await inTransaction(deps.db, async (tx) => {
    await takeFoldLock(tx, schoolId);
    const pair = { courseId, personId };
    if (!(await isLearnerOf(tx, schoolId, pair))) throw notFound();
    const answers = countAnswers(await selectCourseSkillTries(tx, schoolId, [pair]));
    const [standing] = await selectTierStandings(tx, schoolId, [pair]);
    const id = deps.newId();
    const decision = {
      id,
      ...pair,
      tier,
      provisional: false,
      evidence: overrideEvidence(answers),
      ruleVersion: TIER_RULE,
      decidedBy: who.personId,
      decidedAt: deps.now(),
    };
    const overrideReason = reason.trim();
    await insertTierDecisions(tx, schoolId, [{ ...decision, schoolId, overrideReason, current: true }]);
    await tellDecisions(tx, deps, schoolId, { tiers: [{ ...decision, previous: standing?.tier ?? null }] });
    await recordAudit(tx, deps, {
      schoolId,
      actorPersonId: who.personId,
      action: 'learning.tier.override',
      subjectType: 'person',
      subjectId: personId,
      detail: { courseId, tier, decisionId: id },
    });
  });
}
