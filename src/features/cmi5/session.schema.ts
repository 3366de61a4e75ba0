export const LAUNCH_MODES = ['Normal', 'Browse', 'Review'] as const;
export type LaunchMode = (typeof LAUNCH_MODES)[number];

/** The values that cmi5 9.5.5.2 proposes. */
export const WAIVED_REASONS = [
  'Tested Out',
  'Equivalent AU',
  'Equivalent Outside Activity',
  'Administrative',
] as const;
export type WaivedReason = (typeof WAIVED_REASONS)[number];

/** A launched session, and whose it is. */
export interface Session {
  schoolId: string;
  id: string;
  registrationId: string;
  packageId: string;
  personId: string;
  unitId: string;
  courseId: string;
  /** The unit's, as the course structure has it. */
  publisherId: string;
  launchMode: LaunchMode;
  masteryScore: number | null;
  launchedAt: Date;
  expiresAt: Date;
  verbs: string[];
  initializedAt: Date | null;
  terminatedAt: Date | null;
  lastStatementAt: Date | null;
  endedAt: Date | null;
  abandonedAt: Date | null;
}

/** How far a learner is in one unit; what the table holds. */
export interface UnitState {
  unitId: string;
  launchedAt: Date | null;
  completedAt: Date | null;
  passedAt: Date | null;
  failedAt: Date | null;
  waivedAt: Date | null;
  waivedBy: string | null;
  waivedReason: WaivedReason | null;
  scoreScaled: number | null;
  progressPercent: number | null;
  timeSeconds: number;
}

export const newUnitState = (unitId: string): UnitState => ({
  unitId,
  launchedAt: null,
  completedAt: null,
  passedAt: null,
  failedAt: null,
  waivedAt: null,
  waivedBy: null,
  waivedReason: null,
  scoreScaled: null,
  progressPercent: null,
  timeSeconds: 0,
});
