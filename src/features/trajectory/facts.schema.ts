import type { Phase, TaskKind } from '../programme/index.ts';
import type { LearningEvent } from '../xapi/index.ts';

/** An event that is known to be about a person and a course; task and skills as far as they are known. */
export interface LocatedEvent {
  statementId: string;
  personId: string;
  courseId: string;
  /** YYYY-MM-DD in the school's zone. */
  day: string;
  /** null: its course has no timetable. */
  phase: Phase | null;
  task: { id: string; kind: TaskKind; activityId: string } | null;
  skillIds: readonly string[];
  event: Pick<
    LearningEvent,
    | 'kind'
    | 'activityId'
    | 'attemptId'
    | 'itemId'
    | 'success'
    | 'completion'
    | 'scoreScaled'
    | 'durationSeconds'
    | 'timestampAt'
  >;
}

export interface LearnerFact {
  courseId: string;
  personId: string;
  statements: number;
  secondsOnTask: number;
  firstActivityAt: Date;
  lastActivityAt: Date;
  lastStatementId: string;
  lastTaskId: string | null;
}

export interface DayFact {
  courseId: string;
  personId: string;
  day: string;
  statements: number;
  seconds: number;
  lastActivityAt: Date;
}

export interface PhaseFact {
  courseId: string;
  personId: string;
  day: string;
  phase: Phase;
  statements: number;
  seconds: number;
  tasks: number;
  answers: number;
  correct: number;
}

export interface TaskFact {
  taskId: string;
  personId: string;
  startedAt: Date;
  completedAt: Date | null;
  bestScaled: number | null;
  attempts: number;
  seconds: number;
  lastStatementId: string;
}

export interface SkillFact {
  personId: string;
  skillId: string;
  answers: number;
  attempts: number;
  correct: number;
  outcomes: string;
  recent: number;
  run: number;
  lastAttemptAt: Date;
  evidence: string[];
}

/** Facts by key: as they were loaded, then as they are after the fold. */
export interface Facts {
  learners: Map<string, LearnerFact>;
  days: Map<string, DayFact>;
  phases: Map<string, PhaseFact>;
  tasks: Map<string, TaskFact>;
  skills: Map<string, SkillFact>;
}
