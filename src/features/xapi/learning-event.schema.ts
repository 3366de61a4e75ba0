/** What learning needs to know of a statement, whoever sent it. */
import type { ActorKey } from './actor.rules.ts';

export type LearningEventKind =
  /** Looked at something: a page, a file, a discussion, a review. */
  | 'viewed'
  /** Began an attempt, a lesson, a video, an activity. */
  | 'started'
  /** Answered one question; `itemId` names it. */
  | 'answered'
  /** Finished an activity or a course. */
  | 'completed'
  /** Handed in: a quiz attempt, an assignment, a questionnaire. */
  | 'submitted'
  /** Received a score, often from a teacher and later than the work. */
  | 'scored'
  | 'passed'
  | 'failed'
  /** Moved on within something, or had a completion taken back (`completion: false`). */
  | 'progressed'
  /** Wrote in a discussion. */
  | 'discussed'
  /** Came, went, paused or attended: says something about time, nothing about learning. */
  | 'session'
  | 'other';

export interface LearningEvent {
  readonly kind: LearningEventKind;
  readonly actorKey: ActorKey;
  readonly activityId: string;
  /** Courses named anywhere in the context, else the object itself when it is a course. */
  readonly courseActivityIds: readonly string[];
  /** What holds the activity, near to far. */
  readonly parentIds: readonly string[];
  readonly attemptId?: string;
  /** The question, when the event is about one. */
  readonly itemId?: string;
  readonly success?: boolean;
  readonly completion?: boolean;
  /** Share of the points, 0 … 1. */
  readonly scoreScaled?: number;
  /** Share of the content, 0 … 1. */
  readonly progressScaled?: number;
  readonly durationSeconds?: number;
  readonly timestampAt: Date;
  /** Two statements with the same key tell of the same event: count it once. */
  readonly dedupeKey: string;
}
