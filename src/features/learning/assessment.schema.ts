import type { PracticeAnswer } from './practice.schema.ts';

/** One sitting of a unit's assessment. */
export interface AssessmentSitting {
  id: string;
  unitId: string;
  questionIds: string[];
  startedAt: Date;
  finishedAt: Date | null;
}

export interface AssessmentAnswer extends PracticeAnswer {
  statementId: string;
}
