import type { OfferKind } from './path.schema.ts';

/** The three gauges of §5.4.5.1 (R077). Each value carries what it was made of, so that a page can show it. */
export const GAUGE_RULE = 'career-gauges-1';

export const CLARITY_POINTS = { post: 25, stages: 20, measurable: 20, gaps: 20, verified: 15 } as const;
export type ClarityPart = keyof typeof CLARITY_POINTS;

/** What each part of 目标明确度 asks: whether it holds. */
export type ClarityFacts = Record<ClarityPart, boolean>;

export interface Clarity {
  points: number;
  missing: ClarityPart[];
}

/** 目标明确度, 0..100: the sum of the parts that hold. */
export function assessClarity(facts: ClarityFacts): Clarity {
  const parts = Object.keys(CLARITY_POINTS) as ClarityPart[];
  return {
    points: parts.filter((part) => facts[part]).reduce((sum, part) => sum + CLARITY_POINTS[part], 0),
    missing: parts.filter((part) => !facts[part]),
  };
}

/** 资源匹配率, 0..1: how much of the gaps' importance has something planned for it; null: no path yet. */
export const matchRate = (
  path: { gapImportance: number; coveredImportance: number } | null,
): number | null =>
  path === null ? null : path.gapImportance === 0 ? 1 : path.coveredImportance / path.gapImportance;

export interface FollowedItem {
  kind: OfferKind;
  startsOn: string;
  endsOn: string;
  /** Its weight. */
  minutes: number;
  /** 0..1 */
  progress: number;
}

const DAY_MS = 86_400_000;
const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / DAY_MS;

/**
 * How much of an item should be done at the end of a day. What is recorded task by task grows evenly over its days; of
 * the rest one can only say that it is done, so it is due on its last day.
 */
export function plannedShare(
  { kind, startsOn, endsOn }: Pick<FollowedItem, 'kind' | 'startsOn' | 'endsOn'>,
  today: string,
): number {
  if (today >= endsOn) return 1;
  if (today < startsOn || (kind !== 'unit' && kind !== 'project')) return 0;
  return (daysBetween(startsOn, today) + 1) / (daysBetween(startsOn, endsOn) + 1);
}

/** 路径执行偏离度, 0..1: the work that is behind, as a share of the work planned so far; null: nothing was due yet. */
export function assessDeviation(items: readonly FollowedItem[], today: string): number | null {
  let planned = 0;
  let behind = 0;
  for (const item of items) {
    const share = plannedShare(item, today);
    planned += item.minutes * share;
    behind += item.minutes * Math.max(0, share - item.progress);
  }
  return planned === 0 ? null : behind / planned;
}

export type Band = 'green' | 'yellow' | 'red';
export const bandOf = (deviation: number): Band =>
  deviation <= 0.15 ? 'green' : deviation <= 0.3 ? 'yellow' : 'red';

export interface GaugeValues {
  clarity: number;
  match: number | null;
  deviation: number | null;
}

export interface GroupGauge {
  /** null: nobody has one. */
  mean: number | null;
  /** How many it is of. */
  n: number;
}

/** The same for many: means over those who have a value, and of how many. */
export function summariseGauges(values: readonly GaugeValues[]): Record<keyof GaugeValues, GroupGauge> {
  const over = (name: keyof GaugeValues): GroupGauge => {
    const known = values.map((value) => value[name]).filter((value) => value !== null);
    return {
      n: known.length,
      mean: known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length,
    };
  };
  return { clarity: over('clarity'), match: over('match'), deviation: over('deviation') };
}
