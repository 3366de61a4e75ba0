import { groupOf, isEmployed, isPlaced, listGaps, needsEvidence } from './destination.rules.ts';
import type { QualityRecord } from './quality.schema.ts';

/** Below this nothing can be said of all graduates (NACE). */
export const KNOWLEDGE_FLOOR = 0.65;
/** More of the placed than this in flexible work or start-ups is looked at again. */
export const FLEXIBLE_CEILING = 0.3;
/** So many at one employer, and this share of all employed, too. */
export const CLUSTER_LEAST = 5;
export const CLUSTER_SHARE = 0.2;

export const CHECKS = [
  'knowledge',
  'evidence',
  'employer',
  'entry',
  'flexible',
  'cluster',
  'future',
] as const;
export type Check = (typeof CHECKS)[number];

export interface CheckResult {
  id: Check;
  /** How many graduates' records it is about. */
  count: number;
}

/** What makes a cohort's numbers doubtful; a check that finds nothing is left out. */
export function checkRecords(records: readonly QualityRecord[], today: string): CheckResult[] {
  const known = records.flatMap((record) => (record.code === null ? [] : [{ ...record, code: record.code }]));
  const gaps = known.map((record) => listGaps({ ...record, postType: null, postTitle: null }, today));
  const placed = known.filter(({ code }) => isPlaced(code, '2021'));
  const employed = known.filter(({ code }) => isEmployed(code));
  const flexible = placed.filter(({ code }) => ['flexible', 'startup'].includes(groupOf(code, '2021')));
  const counts: Record<Check, number> = {
    knowledge: isLow(known.length, records.length) ? records.length - known.length : 0,
    evidence: known.filter(({ code, evidence }) => needsEvidence(code) && evidence === null).length,
    employer: gaps.filter((gap) => gap.includes('employerMissing')).length,
    entry: gaps.filter((gap) => gap.includes('entryMissing')).length,
    flexible: flexible.length > placed.length * FLEXIBLE_CEILING ? flexible.length : 0,
    cluster: largestCluster(employed.flatMap(({ employerName }) => employerName ?? [])),
    future: gaps.filter((gap) => gap.includes('entryInFuture')).length,
  };
  return CHECKS.filter((id) => counts[id] > 0).map((id) => ({ id, count: counts[id] }));
}

const isLow = (known: number, all: number): boolean => all > 0 && known < all * KNOWLEDGE_FLOOR;

function largestCluster(employers: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const name of employers) counts.set(name, (counts.get(name) ?? 0) + 1);
  const largest = Math.max(0, ...counts.values());
  return largest >= CLUSTER_LEAST && largest > employers.length * CLUSTER_SHARE ? largest : 0;
}
