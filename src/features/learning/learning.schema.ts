import type { CaseLevel } from '../cases/index.ts';
import type { Tier } from '../programme/index.ts';

export type { CaseLevel, Tier };

/** A decision's reason: key of a sentence in views/locales and its numbers. */
export interface Reason {
  id: string;
  values: Record<string, string | number>;
}

export interface TierEvidence {
  reason: Reason;
  /** Graded answers it rests on: the latest ten of each of the course's skills. */
  answers: number;
  /** All graded answers so far; the next check comes when there are ten more. */
  answersSoFar: number;
  /** Share right and its 1-SE interval, 0..1. */
  estimate: number;
  low: number;
  high: number;
  cut: number;
}

/** To be probed; confirmed by the probe and practised; practised in vain, which calls a person. */
export type SpotState = 'suspected' | 'confirmed' | 'stuck';

export interface WeakSpotEvidence {
  mastery: number;
  attempts: number;
  correct: number;
  low: number;
  high: number;
  statementIds: string[];
}
