import type {
  CaseEvidence,
  CaseKind,
  CaseLevel,
  CaseMeasures,
  CaseOutcome,
  CaseState,
  CaseStep,
} from './cases.schema.ts';

/** A case as a list shows it. */
export interface ListedCase {
  id: string;
  kind: CaseKind;
  level: CaseLevel;
  state: CaseState;
  evidence: CaseEvidence;
  openedAt: Date;
  dueAt: Date;
  snoozedUntil: Date | null;
  escalatedAt: Date | null;
  closedAt: Date | null;
  outcome: CaseOutcome | null;
  ownerPersonId: string | null;
  ownerName: string | null;
  /** null: the course's learners together. */
  subjectPersonId: string | null;
  subjectName: string | null;
  courseId: string;
  courseTitle: string;
  steps: CaseStep[];
}

export interface CaseDetail extends ListedCase {
  measures: CaseMeasures;
  ruleVersion: string;
  worsenedAt: Date | null;
  remeasureAt: Date | null;
  /** On how many days somebody tried to reach the learner in vain. */
  contactTries: number;
}

/** One line of a case's history, its note opened. */
export interface CaseHappening {
  id: string;
  at: Date;
  step: CaseStep;
  byName: string | null;
  detail: Record<string, unknown>;
  note: string | null;
}

export interface StaffMember {
  personId: string;
  name: string;
  role: string;
}
