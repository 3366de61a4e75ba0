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

export const TEACHING_METHODS = [
  'contact',
  'smaller_steps',
  'one_to_one',
  'case_breakdown',
  'challenge',
  'keep',
] as const;
export type TeachingMethod = (typeof TEACHING_METHODS)[number];

const DRILLED_ENOUGH = 10;
const IN_A_ROW = 3;

/** So many answers without three right in a row: more of the same helps no more (notes/learning.md §4, wheel-spinning). */
export const isDrilled = ({ attempts, run }: { attempts: number; run: number }): boolean =>
  attempts >= DRILLED_ENOUGH && run < IN_A_ROW;

/**
 * The rule table of R051, first match wins: silence → talk first; several late tasks → smaller steps; drilled without
 * success → one to one; a weak spot → take a case apart; nearly all mastered → a project; else go on as it is.
 */
export function recommendMethod(pattern: Pattern): TeachingMethod {
  if (pattern.silent) return 'contact';
  if (pattern.overdueTasks >= 2) return 'smaller_steps';
  if (pattern.weakSkills.some(isDrilled)) return 'one_to_one';
  if (pattern.weakSkills.length > 0) return 'case_breakdown';
  if (pattern.judgedSkills >= 3 && pattern.masteredSkills / pattern.judgedSkills >= 0.8) return 'challenge';
  return 'keep';
}
