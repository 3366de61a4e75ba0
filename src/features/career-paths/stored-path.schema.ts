import { z } from 'zod';
import type { LocalText } from '../programme/index.ts';
import type { PathDiff } from './compare-paths.rules.ts';
import type { Gap, OfferKind, PathPlan, PlannedItem } from './path.schema.ts';

/** Of somebody's plan, what figures are made of. */
export const PathStanding = z.object({
  pathId: z.string(),
  personId: z.string(),
  occupationId: z.string(),
  gapImportance: z.number(),
  coveredImportance: z.number(),
  unmet: z.int(),
  confirmed: z.boolean(),
  approved: z.boolean(),
});
export type PathStanding = z.infer<typeof PathStanding>;

/** A plan as it is kept. */
export interface PathRow extends Pick<PathPlan, 'unmet' | 'short'> {
  schoolId: string;
  id: string;
  personId: string;
  goalId: string;
  occupationId: string;
  version: number;
  current: boolean;
  ruleVersion: string;
  weeklyMinutes: number;
  fromDay: string;
  untilDay: string;
  gaps: Gap[];
  gapImportance: number;
  coveredImportance: number;
  diff: PathDiff | null;
  madeAt: Date;
  confirmedAt: Date | null;
  approvedBy: string | null;
  approvedAt: Date | null;
}

export interface PathItemRow extends Pick<PlannedItem, 'weeks' | 'covers' | 'after' | 'alternatives'> {
  schoolId: string;
  pathId: string;
  key: string;
  kind: OfferKind;
  title: LocalText;
  url: string | null;
  startsOn: string;
  endsOn: string;
  minutes: number;
  progress: number;
  doneOn: string | null;
  saidDone: boolean;
  evidence: string | null;
}
