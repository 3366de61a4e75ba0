import type { MethodPattern, TeachingMethod } from './methods.schema.ts';

export const METHOD_RULE = 'method-1';

/** What a learner's trajectory shows (§5.5.1.3). */
export interface Pattern {
  silent: boolean;
  /** Required tasks past their due date. */
  overdueTasks: number;
  weakSkills: readonly { attempts: number; run: number }[];
  /** Skills with enough answers, and how many of them are mastered. */
  judgedSkills: number;
  masteredSkills: number;
}

/** The rule table of R051: what is tried first, then what else fits. */
export const METHODS_FOR: Record<MethodPattern, readonly [TeachingMethod, ...TeachingMethod[]]> = {
  shared_weak_spot: ['teach_again', 'flipped'],
  silent: ['contact'],
  overdue: ['smaller_steps', 'one_to_one'],
  wheel_spinning: ['one_to_one', 'case_breakdown'],
  weak_spot: ['case_breakdown', 'one_to_one'],
  mastered: ['challenge'],
  steady: ['keep'],
};

const DRILLED_ENOUGH = 10;
const IN_A_ROW = 3;
const OVERDUE_TASKS = 2;

/** So many answers without three right in a row: more of the same helps no more (notes/learning.md §4, wheel-spinning). */
export const isDrilled = ({ attempts, run }: { attempts: number; run: number }): boolean =>
  attempts >= DRILLED_ENOUGH && run < IN_A_ROW;

/**
 * What stands out most in a learner's trajectory, first match wins: silence, several late tasks, drilling without
 * success, a weak spot, nearly all mastered; else nothing.
 */
export function findPattern(pattern: Pattern): MethodPattern {
  if (pattern.silent) return 'silent';
  if (pattern.overdueTasks >= OVERDUE_TASKS) return 'overdue';
  if (pattern.weakSkills.some(isDrilled)) return 'wheel_spinning';
  if (pattern.weakSkills.length > 0) return 'weak_spot';
  if (pattern.judgedSkills >= 3 && pattern.masteredSkills / pattern.judgedSkills >= 0.8) return 'mastered';
  return 'steady';
}

export const recommendMethod = (pattern: Pattern): TeachingMethod => METHODS_FOR[findPattern(pattern)][0];
