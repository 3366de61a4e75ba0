import { z } from 'zod';
import type { BothLanguages } from './definition.schema.ts';

/** To whom an instrument is given. */
export const AUDIENCES = ['course', 'class', 'entry_year', 'person', 'links'] as const;
export type Audience = (typeof AUDIENCES)[number];

export interface AssignmentRow {
  id: string;
  instrumentId: string;
  version: number;
  audience: Audience;
  courseId: string | null;
  entryYear: number | null;
  assignedBy: string;
  createdAt: Date;
  dueAt: Date | null;
  closedAt: Date | null;
  title: BothLanguages;
  courseTitle: string | null;
  className: string | null;
  personName: string | null;
  /** How many attempts were handed in. */
  submitted: number;
}

/** One of those an instrument was given to. */
export const Completion = z.object({
  personId: z.string(),
  name: z.string(),
  attemptId: z.string().nullable(),
  answered: z.int().nullable(),
  asked: z.int().nullable(),
  submittedAt: z.coerce.date().nullable(),
});
export type Completion = z.infer<typeof Completion>;
