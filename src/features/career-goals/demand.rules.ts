import type { DemandChange, EvidenceSentence } from './calibration.schema.ts';

/** R013: a change of a fifth on the period before is worth looking at a goal again. */
export const DEMAND_THRESHOLD = 0.2;

/** Whether the demand moved far enough to ask those who aim at the post; openings below this are chance. */
const ENOUGH_OPENINGS = 30;

export function callsForAdjustment({
  of,
  before,
  after,
}: Pick<DemandChange, 'of' | 'before' | 'after'>): boolean {
  if (before <= 0) return false;
  if (of === 'openings' && Math.max(before, after) < ENOUGH_OPENINGS) return false;
  return Math.abs(after - before) / before >= DEMAND_THRESHOLD;
}

/** The change as a sentence with its source: what was seen, when and where. */
export const tellDemand = (change: DemandChange): EvidenceSentence => ({
  id: `careerGoals.evidence.${change.of}.${change.after > change.before ? 'up' : 'down'}`,
  values: {
    before: change.before,
    after: change.after,
    percent: Math.round((Math.abs(change.after - change.before) / change.before) * 100),
    source: change.source,
    region: change.region,
    beforeOn: change.beforeOn,
    afterOn: change.afterOn,
  },
});
