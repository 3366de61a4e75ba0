import { assessMastery, assessOwnLevel } from '../learning/index.ts';
import { DIMENSIONS } from '../programme/index.ts';

type Dimension = (typeof DIMENSIONS)[number];

/** Fewer graded answers than this say too little of a skill to set it beside what is asked for. */
export const ENOUGH_ANSWERS = 4;

interface Measured {
  skillId: string;
  dimension: Dimension;
  attempts: number;
  correct: number;
}

export interface MeasuredLevel {
  skillId: string;
  dimension: Dimension;
  attempts: number;
  correct: number;
  /** 0–1, with its interval. */
  mastery: number;
  low: number;
  high: number;
}

/** What was measured of each skill that has enough answers (table 1, R034). */
export function assessSkills(measured: readonly Measured[]): MeasuredLevel[] {
  const ownLevel = assessOwnLevel(measured);
  return measured
    .filter(({ attempts }) => attempts >= ENOUGH_ANSWERS)
    .map(({ skillId, dimension, attempts, correct }) => ({
      skillId,
      dimension,
      ...assessMastery({ attempts, correct }, ownLevel),
    }));
}

/** Per dimension of table 1 the mean over its skills; dimensions nothing was measured of are left out. */
export const assessDimensions = (
  levels: readonly MeasuredLevel[],
): { dimension: Dimension; mastery: number; skills: number; answers: number }[] =>
  DIMENSIONS.flatMap((dimension) => {
    const own = levels.filter((level) => level.dimension === dimension);
    if (own.length === 0) return [];
    return [
      {
        dimension,
        mastery: own.reduce((sum, { mastery }) => sum + mastery, 0) / own.length,
        skills: own.length,
        answers: own.reduce((sum, { attempts }) => sum + attempts, 0),
      },
    ];
  });

export type SkillVerdict = 'reached' | 'near' | 'gap' | 'unmeasured' | 'offGraph';

/** What is asked for (1–5, a fifth of full mastery each) beside what was measured. */
export function judgeSkill(
  wanted: { level: number; onGraph: boolean },
  measured: Pick<MeasuredLevel, 'mastery' | 'high'> | undefined,
): SkillVerdict {
  if (!wanted.onGraph) return 'offGraph';
  if (!measured) return 'unmeasured';
  const required = wanted.level / 5;
  if (measured.mastery >= required) return 'reached';
  return measured.high >= required ? 'near' : 'gap';
}
