export type CaseKind = 'warning';
export type CaseLevel = 'yellow' | 'red';

/** raised → acknowledged → acted → (re-measured) → closed; notes/learning.md §3. */
export const CASE_STATES = ['raised', 'acknowledged', 'acted', 'closed'] as const;
export type CaseState = (typeof CASE_STATES)[number];

export const CASE_STEPS = [
  'raised',
  'triggered_again',
  'assigned',
  'acknowledged',
  'method_changed',
  'intervened',
  'mentor_guided',
  'snoozed',
  'escalated',
  'turned_red',
  'remeasured',
  'commented',
  'closed',
] as const;
export type CaseStep = (typeof CASE_STEPS)[number];

export const CASE_OUTCOMES = ['improved', 'no_change', 'false_alarm', 'no_reply', 'left_course'] as const;
export type CaseOutcome = (typeof CASE_OUTCOMES)[number];

/** One line of evidence: what was measured and what it was compared with. Words are made from `id` in views/locales. */
export interface EvidenceLine {
  id: string;
  values: Record<string, string | number>;
  statementIds: string[];
}

/** Numbers that were measured when a case was raised or looked at again, by name; learning says which is worse. */
export type CaseMeasures = Record<string, number>;

/** No alert without three lines: what happened, compared with what, what to do (notes/learning.md §3). */
export interface CaseEvidence {
  lines: EvidenceLine[];
  /** Key of the suggested action in views/locales. */
  suggestion: string;
  measures: CaseMeasures;
}
