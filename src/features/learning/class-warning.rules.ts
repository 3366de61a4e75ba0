import type { CaseMeasures, EvidenceLine } from '../cases/index.ts';
import type { Warning } from './warning.rules.ts';

/** A weak spot of at least this share of the learners is the course's, not theirs. */
export const SHARED_WEAK_SPOT = 0.3;
/** … in a class of at least so many. */
export const CLASS_SIZE = 5;

export interface SharedWeakSpot {
  skillId: string;
  /** Its name in both languages, as evidence sentences use it. */
  skillZh: string;
  skillEn: string;
  learners: number;
}

/** What is known of a course's learners together. */
export interface ClassSignals {
  spots: readonly SharedWeakSpot[];
  classSize: number;
  /** The model's newest run; null: there was none lately. */
  risk: { learners: number; warned: number; overCap: number } | null;
}

/** The largest share of learners who share one weak spot, and of those the model is worried about. */
export const measureClass = ({ spots, classSize, risk }: ClassSignals): CaseMeasures => ({
  weakPercent: Math.max(0, ...spots.map(({ learners }) => percentOf(learners, classSize))),
  ...(risk ? { atRiskPercent: percentOf(risk.warned + risk.overCap, risk.learners) } : {}),
});

const percentOf = (learners: number, classSize: number) =>
  classSize === 0 ? 0 : Math.round((learners / classSize) * 100);

/**
 * Yellow for the course when many share one weak spot, or when more learners are at risk than anybody could be warned of
 * one by one: the teaching is to change, not the learners.
 */
export function decideClassWarning(signals: ClassSignals): Warning | null {
  const { classSize } = signals;
  const shared = signals.spots
    .filter(({ learners }) => classSize >= CLASS_SIZE && learners / classSize >= SHARED_WEAK_SPOT)
    .sort((a, b) => b.learners - a.learners || (a.skillId < b.skillId ? -1 : 1));
  const lines = [
    ...shared.slice(0, 5).map((spot) => describeSpot(spot, classSize)),
    ...(signals.risk && signals.risk.overCap > 0 ? [describeOverCap(signals.risk)] : []),
  ];
  if (lines.length === 0) return null;
  return {
    level: 'yellow',
    evidence: {
      lines,
      suggestion: `cases.suggestion.${shared.length > 0 ? 'teachAgain' : 'lookAtCourse'}`,
      measures: measureClass(signals),
    },
  };
}

const describeSpot = (spot: SharedWeakSpot, classSize: number): EvidenceLine => ({
  id: 'cases.line.sharedWeakSpot',
  values: {
    skillZh: spot.skillZh,
    skillEn: spot.skillEn,
    learners: spot.learners,
    classSize,
    percent: percentOf(spot.learners, classSize),
    limit: SHARED_WEAK_SPOT * 100,
  },
  statementIds: [],
});

const describeOverCap = ({ learners, warned, overCap }: NonNullable<ClassSignals['risk']>): EvidenceLine => ({
  id: 'cases.line.manyAtRisk',
  values: { atRisk: warned + overCap, overCap, learners, percent: percentOf(warned + overCap, learners) },
  statementIds: [],
});
