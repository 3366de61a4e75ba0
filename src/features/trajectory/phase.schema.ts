import { z } from 'zod';
import { PHASES } from '../programme/index.ts';

export const WeekOfPhase = z.object({
  /** The week's Monday, YYYY-MM-DD in the school's zone. */
  monday: z.string(),
  phase: z.enum(PHASES),
  seconds: z.int(),
  tasks: z.int(),
  answers: z.int(),
  correct: z.int(),
});
export type WeekOfPhase = z.infer<typeof WeekOfPhase>;

/** What a course's learning looked like by week and phase. */
export const Phases = z.object({ hasTimetable: z.boolean(), weeks: z.array(WeekOfPhase) });
export type Phases = z.infer<typeof Phases>;
