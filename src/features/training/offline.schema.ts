import { z } from 'zod';
import type { AttendanceState, OfflineKind } from './training.schema.ts';

export interface CourseLearner {
  personId: string;
  name: string;
  classId: string | null;
  className: string | null;
}

export interface SessionRow {
  id: string;
  kind: OfflineKind;
  title: string;
  startsAt: Date;
  minutes: number;
  place: string | null;
  /** null: for all of the course's learners. */
  classId: string | null;
  className: string | null;
  mentorPersonId: string | null;
  mentorName: string | null;
  checkInCode: string | null;
  checkInUntil: Date | null;
  /** States nobody has are left out. */
  counts: Partial<Record<AttendanceState, number>>;
}

/** A session as one learner has it; without a state nothing was recorded about them. */
export interface OwnSession {
  id: string;
  kind: OfflineKind;
  title: string;
  startsAt: Date;
  minutes: number;
  place: string | null;
  state: AttendanceState | null;
  score: number | null;
}

export const OnlineDay = z.object({ day: z.string(), seconds: z.number(), tasks: z.array(z.string()) });
export type OnlineDay = z.infer<typeof OnlineDay>;
