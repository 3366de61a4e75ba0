import type { LearnerGauges } from './gauges.schema.ts';
import { bandOf } from './gauges.rules.ts';

/** What a learner needs of the career teacher, the most pressing first. */
export const NEEDS = [
  'answer',
  'objection',
  'talk',
  'calibrate',
  'goals',
  'behind',
  'approve',
  'comment',
  'plan',
] as const;
export type Need = (typeof NEEDS)[number];

export interface NeedFacts extends Pick<
  LearnerGauges,
  'goals' | 'incomplete' | 'calibration' | 'path' | 'deviation'
> {
  /** Questions about goals that are past their day. */
  adjustmentsOverdue: number;
  objections: number;
  /** When to talk again; null: nothing was agreed. */
  nextTalkOn: string | null;
  /** Goals that nobody said anything to in their present wording. */
  uncommented: number;
}

/** Who needs what this week: what waits for the career teacher up to a day. */
export function findNeeds(facts: NeedFacts, weekEnd: string): Need[] {
  const holds: Record<Need, boolean> = {
    answer: facts.adjustmentsOverdue > 0,
    objection: facts.objections > 0,
    talk: facts.nextTalkOn !== null && facts.nextTalkOn <= weekEnd,
    calibrate: facts.calibration.state === 'overdue',
    goals: facts.incomplete > 0,
    behind: facts.deviation !== null && bandOf(facts.deviation) === 'red',
    approve: facts.path !== null && facts.path.confirmed && !facts.path.approved,
    comment: facts.uncommented > 0,
    plan: facts.goals.length > 0 && facts.path === null,
  };
  return NEEDS.filter((need) => holds[need]);
}
