import { assessMastery, assessOwnLevel } from '../learning/index.ts';
import type { SkillEvidence } from './matching.schema.ts';

const TOP_LEVEL = 5;
/** With as many answers a level is half certain. */
const HALF_CERTAIN = 2;
/** Nobody's own level is asked for each skill: one learner is held to the same start as another. */
const START = assessOwnLevel([]);

/** What the latest graded answers of a skill say: mastery (as practice knows it) as a level of 0 … 5, more certain with each. */
export const readEvidence = ({
  attempts,
  correct,
}: {
  attempts: number;
  correct: number;
}): SkillEvidence => ({
  level: TOP_LEVEL * assessMastery({ attempts, correct }, START).mastery,
  certainty: attempts / (attempts + HALF_CERTAIN),
});
