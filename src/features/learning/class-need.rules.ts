import type { CaseLevel } from '../cases/index.ts';

/** How much a learner needs somebody now. */
export interface Need {
  warning: CaseLevel | null;
  reviewAsked: boolean;
  weakSpots: number;
  /** Share right over all skills, 0..1. */
  level: number;
  name: string;
}

const WEIGHT: Record<CaseLevel, number> = { red: 2, yellow: 1 };

/** Warned learners first (red before yellow), then those with more weak spots, then the lower level, then by name. */
export function compareNeed(a: Need, b: Need): number {
  const warned = (one: Need) => (one.warning ? WEIGHT[one.warning] : 0);
  return (
    warned(b) - warned(a) ||
    b.weakSpots - a.weakSpots ||
    Number(b.reviewAsked) - Number(a.reviewAsked) ||
    a.level - b.level ||
    (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
  );
}

/** A learner without activity for so long may have gone silent. */
export const SILENT_MS = 7 * 86_400_000;

export const isSilent = (lastActivityAt: Date | null, now: Date): boolean =>
  lastActivityAt === null || now.getTime() - lastActivityAt.getTime() >= SILENT_MS;
