import { recordAudit } from '../../infra/audit.ts';
import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { conflict } from '../../infra/errors.ts';
import { sealForPerson, type InCourse } from '../roster/index.ts';
import { findSuggestions } from './find-suggestions.ts';
import { takeFoldLock } from '../trajectory/index.ts';
import { insertMethodDecision, selectMethodDecisions } from './methods.queries.ts';
import { MEASURE_AFTER_DAYS, isAnswered } from './methods.rules.ts';
import type { MethodPattern, TeachingMethod } from './methods.schema.ts';
import { METHOD_RULE } from './teaching-method.rules.ts';

const DAY_MS = 86_400_000;

export interface MethodChoice {
  personId: string | null;
  pattern: MethodPattern;
  skillId: string | null;
  method: TeachingMethod;
  decision: 'accepted' | 'declined';
  reason: string;
}

/** Records what a teacher made of a suggestion: who, when, why, and what was measured at that moment (R051). */
export async function decideMethod(deps: Deps, who: InCourse, choice: MethodChoice): Promise<void> {
  const { schoolId, courseId } = who;
  await inTransaction(deps.db, async (tx) => {
    await takeFoldLock(tx, schoolId);
    const now = deps.now();
    // Looked at again, not believed: the page may be old.
    const suggestion = (await findSuggestions(tx, who, now)).find(
      ({ personId, pattern, skillId, methods }) =>
        personId === choice.personId &&
        pattern === choice.pattern &&
        skillId === choice.skillId &&
        methods.includes(choice.method),
    );
    const past = await selectMethodDecisions(tx, who);
    if (!suggestion || past.some((one) => isAnswered(suggestion, one, now)))
      throw conflict('learning.suggestionGone');
    const isAccepted = choice.decision === 'accepted';
    const sealedFor = { schoolId, personId: choice.personId ?? who.personId };
    const id = deps.newId();
    await insertMethodDecision(tx, {
      schoolId,
      id,
      courseId,
      personId: choice.personId,
      pattern: choice.pattern,
      skillId: choice.skillId,
      method: choice.method,
      evidence: suggestion.evidence,
      ruleVersion: METHOD_RULE,
      decision: choice.decision,
      decidedBy: who.personId,
      decidedAt: now,
      reasonSealed: choice.reason === '' ? null : await sealForPerson(tx, deps, sealedFor, choice.reason),
      subjects: suggestion.subjects,
      comparable: suggestion.comparable,
      measureAt: isAccepted ? new Date(now.getTime() + MEASURE_AFTER_DAYS * DAY_MS) : null,
    });
    await recordAudit(tx, deps, {
      schoolId,
      actorPersonId: who.personId,
      action: `learning.method.${choice.decision}`,
      subjectType: choice.personId === null ? 'course' : 'person',
      subjectId: choice.personId ?? courseId,
      detail: { decisionId: id, pattern: choice.pattern, method: choice.method },
    });
  });
}
