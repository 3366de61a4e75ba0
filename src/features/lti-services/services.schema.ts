/** AGS 2.0 §3.4.7. */
export const ACTIVITY_PROGRESS = ['Initialized', 'Started', 'InProgress', 'Submitted', 'Completed'] as const;
export type ActivityProgress = (typeof ACTIVITY_PROGRESS)[number];

/** AGS 2.0 §3.4.8. */
export const GRADING_PROGRESS = ['FullyGraded', 'Pending', 'PendingManual', 'Failed', 'NotReady'] as const;
export type GradingProgress = (typeof GRADING_PROGRESS)[number];

/** `waiting`: to be sent (again) at its time. `dead`: given up, somebody must look. */
export const GRADE_STATES = ['waiting', 'sent', 'dead'] as const;
export type GradeState = (typeof GRADE_STATES)[number];

/** What a roster's last good reading changed, counted, and what the next one needs to know. */
export interface RosterChanges {
  joined: number;
  left: number;
  changed: number;
  members: number;
  /** Listed, and no members here: who watches a learner, and the LMS's stand-ins. */
  observers: number;
  testUsers: number;
  /** Entries without an id: while there are any, nobody is ended. */
  nameless: number;
  /** Staff it listed. */
  staff: string[];
  /** Most members were missing, first noticed `since`: believed when it stays so. */
  doubt: { since: string; leaving: number; known: number } | null;
  /** Readings that failed since. */
  failures: number;
}
