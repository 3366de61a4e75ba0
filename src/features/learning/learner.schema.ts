import type { CaseLevel, CaseOutcome, CaseState } from '../cases/index.ts';
import type { LocalText, TaskKind, Tier } from '../programme/index.ts';
import type { Stage, TalentType } from '../roster/index.ts';
import type { TierEvidence } from './learning.schema.ts';
import type { SpotState } from './learning.schema.ts';

export interface LearnerKey {
  schoolId: string;
  courseId: string;
  personId: string;
}

export interface TierDecision {
  tier: Tier;
  provisional: boolean;
  evidence: TierEvidence;
  ruleVersion: string;
  /** null: the rule decided. */
  decidedByName: string | null;
  overrideReason: string | null;
  decidedAt: Date;
}

export interface Learner {
  personId: string;
  name: string;
  className: string | null;
  talentType: TalentType | null;
  secondsOnTask: number;
  lastActivityAt: Date | null;
  tier: TierDecision | null;
  review: TierReview | null;
  stages: StageRecord[];
}

/** The newest request to look at the tier again; texts are sealed. */
export interface TierReview {
  requestedAt: Date;
  noteSealed: string | null;
  answeredAt: Date | null;
  answerSealed: string | null;
}

export interface LearnerTask {
  id: string;
  unitTitle: string;
  title: string;
  kind: TaskKind;
  activityId: string | null;
  dueAt: Date | null;
  required: boolean;
  startedAt: Date | null;
  completedAt: Date | null;
  bestScaled: number | null;
}

export interface SkillFact {
  skillId: string;
  name: LocalText;
  attempts: number;
  correct: number;
  run: number;
  lastAttemptAt: Date;
  /** Newest first. */
  statementIds: string[];
  /** Since when it is a confirmed weak spot in this course; null: it is none. */
  weakSince: Date | null;
  /** What an open weak spot, or a suspected one, has come to; null: there is none. */
  spot: SpotState | null;
  stuckAt: Date | null;
}

export interface Day {
  /** YYYY-MM-DD in the school's zone. */
  day: string;
  seconds: number;
}

export interface StageRecord {
  stage: Stage;
  startedAt: Date;
  endedAt: Date | null;
}

export interface PastWeakSpot {
  skillId: string;
  name: LocalText;
  foundAt: Date;
  releasedAt: Date | null;
  ruleVersion: string;
  mastery: number;
  attempts: number;
  statementIds: string[];
}

export interface PastTier {
  tier: Tier;
  provisional: boolean;
  ruleVersion: string;
  decidedByName: string | null;
  overrideReason: string | null;
  decidedAt: Date;
}

export interface PastWarning {
  id: string;
  level: CaseLevel;
  state: CaseState;
  openedAt: Date;
  dueAt: Date;
  actedAt: Date | null;
  closedAt: Date | null;
  outcome: CaseOutcome | null;
}

export interface OpenPractice {
  id: string;
  skillId: string;
  skillName: LocalText;
  questions: number;
  answered: number;
  startedAt: Date;
}

/** Where a learner's request to look at the tier again stands. */
export interface ReviewCard {
  state: 'none' | 'asked' | 'answered';
  requestedAt: Date | null;
  note: string | null;
  answeredAt: Date | null;
  answer: string | null;
}
