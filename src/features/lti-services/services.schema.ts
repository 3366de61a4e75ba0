/** AGS 2.0 §3.4.7. */
export const ACTIVITY_PROGRESS = ['Initialized', 'Started', 'InProgress', 'Submitted', 'Completed'] as const;
export type ActivityProgress = (typeof ACTIVITY_PROGRESS)[number];

/** AGS 2.0 §3.4.8. */
export const GRADING_PROGRESS = ['FullyGraded', 'Pending', 'PendingManual', 'Failed', 'NotReady'] as const;
export type GradingProgress = (typeof GRADING_PROGRESS)[number];

/** `waiting`: to be sent (again) at its time. `dead`: given up, somebody must look. */
export const GRADE_STATES = ['waiting', 'sent', 'dead'] as const;
export type GradeState = (typeof GRADE_STATES)[number];

/** What a roster's reading changed, counted. */
export interface RosterChanges {
  joined: number;
  left: number;
  changed: number;
  members: number;
}
