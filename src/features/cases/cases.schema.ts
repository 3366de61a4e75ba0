import type { Role, SchoolCalendar } from '../roster/index.ts';

/** A warning about learning, or something to follow up in career planning: whether a goal still holds, a report objected to. */
export const CASE_KINDS = ['warning', 'goal_adjustment', 'path_objection'] as const;
export type CaseKind = (typeof CASE_KINDS)[number];
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
  'contact_tried',
  'snoozed',
  'escalated',
  'turned_red',
  'remeasured',
  'commented',
  'closed',
] as const;
export type CaseStep = (typeof CASE_STEPS)[number];

export const CASE_OUTCOMES = [
  'improved',
  'no_change',
  'false_alarm',
  'no_reply',
  'left_course',
  'settled',
] as const;
export type CaseOutcome = (typeof CASE_OUTCOMES)[number];

/** Known reasons to wait: the learner is excused, or works where no statement is made. */
export const SNOOZE_REASONS = ['leave', 'illness', 'offline_study', 'other'] as const;
export type SnoozeReason = (typeof SNOOZE_REASONS)[number];

/** How a measurement compares with an earlier one. */
export type Trend = 'better' | 'same' | 'worse';

/** One line of evidence: what was measured and what it was compared with. `id` is the key of its sentence in views/locales. */
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

/** What the rules need to know of a case. */
export interface CaseStanding {
  kind: CaseKind;
  level: CaseLevel;
  state: CaseState;
  ownerPersonId: string | null;
  dueAt: Date;
  acknowledgedAt: Date | null;
  actedAt: Date | null;
  snoozedUntil: Date | null;
  escalatedAt: Date | null;
  worsenedAt: Date | null;
  /** The steps taken so far, in any order. */
  steps: readonly CaseStep[];
  /** On how many days somebody tried to reach the learner in vain. */
  contactTries: number;
}

/** What a decision changes of the row; what it leaves out stays. */
export interface CaseChanges {
  level?: CaseLevel;
  state?: CaseState;
  ownerPersonId?: string | null;
  dueAt?: Date;
  acknowledgedAt?: Date;
  actedAt?: Date | null;
  remeasureAt?: Date | null;
  snoozedUntil?: Date | null;
  escalatedAt?: Date;
  worsenedAt?: Date;
  closedAt?: Date;
  outcome?: CaseOutcome;
}

/** What somebody wants to do with a case. Notes are plain here and sealed before they are stored. */
export type CaseAct =
  | { step: 'acknowledged' }
  | { step: 'method_changed'; note: string }
  | { step: 'assigned'; personId: string }
  | { step: 'intervened'; note: string }
  | { step: 'contact_tried'; note: string }
  | { step: 'mentor_guided'; mentorPersonId: string; note: string }
  | { step: 'snoozed'; until: Date; reason: SnoozeReason }
  | { step: 'commented'; note: string }
  | { step: 'closed'; outcome: CaseOutcome; note: string };

export interface CaseActor {
  personId: string;
  roles: readonly Role[];
  /** Whose duties they have meanwhile, in the course of the case. */
  standsInFor?: readonly string[];
}

/** How a school counts the days it gives for an answer (R058). */
export interface SchoolClock {
  warningClock: 'calendar_days' | 'working_days';
  timeZone: string;
  /** Holidays and the days worked for them, by day; only where working days are counted. */
  days?: SchoolCalendar['days'];
}
