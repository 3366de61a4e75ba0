import type { LocalText } from '../programme/index.ts';
import type { Reason } from './learning.schema.ts';

export interface PracticeSet {
  id: string;
  skillId: string;
  skillName: LocalText;
  questionIds: string[];
  reason: Reason;
  startedAt: Date;
  finishedAt: Date | null;
}

export interface PracticeAnswer {
  questionId: string;
  given: string[];
  correct: boolean;
  answeredAt: Date;
}
