import type { CaseMeasures } from '../cases/index.ts';
import type { Tier } from './learning.schema.ts';
import { assessOwnLevel, type Tries } from './mastery.rules.ts';
import {
  decideTier,
  type TierAnswers,
  type TierCheck,
  type TierDecision,
  type TierStanding,
} from './tier.rules.ts';
import { warnOfStuck } from './stuck-skill.rules.ts';
import { decideWeakSpots, type OpenSpot, type SkillTries, type SpotChange } from './weak-spot.rules.ts';
import {
  decideWarning,
  measureLearner,
  type Deadline,
  type LearnerSignals,
  type Warning,
} from './warning.rules.ts';

/** All that is known of a learner in a course when it is looked at. */
export interface LearnerSnapshot {
  /** Answers to the course's skills. */
  skills: readonly (SkillTries & { skillZh: string; skillEn: string })[];
  /** Answers to any skill. */
  allSkills: Tries;
  tier: TierStanding | null;
  /** The newest check the learner took or is taking. */
  tierCheck: TierCheck | null;
  openWeakSpots: ReadonlyMap<string, OpenSpot>;
  signals: Omit<LearnerSignals, 'deadlines'>;
  /** With the tier each is for; null: for both. */
  deadlines: readonly SnapshotDeadline[];
}

export interface SnapshotDeadline extends Deadline {
  tier: Tier | null;
  /** Best result so far, the learner's and the mean of all, 0..1. */
  mark: number | null;
  courseMark: number | null;
}

export interface LearnerDecision {
  /** null: it is not time to look at it again. */
  tier: TierDecision | null;
  weakSpots: SpotChange[];
  /** Some skill is practised in vain since this look. */
  newlyStuck: boolean;
  warning: Warning | null;
  measures: CaseMeasures;
}

/** Everything that is decided about one learner in one course, from one look. */
export function decideLearner(snapshot: LearnerSnapshot, now: Date): LearnerDecision {
  const tier = decideTier(
    snapshot.tier,
    { ...countAnswers(snapshot.skills), check: snapshot.tierCheck },
    now,
  );
  const current = tier?.tier ?? snapshot.tier?.tier ?? 'zero_basis';
  const signals = { ...snapshot.signals, deadlines: deadlinesOfTier(snapshot, current) };
  const ownLevel = assessOwnLevel([snapshot.allSkills]);
  const weakSpots = decideWeakSpots(snapshot.skills, snapshot.openWeakSpots, ownLevel, now);
  const stuckIds = new Set(weakSpots.filter(({ to }) => to === 'stuck').map(({ skillId }) => skillId));
  const stuck = snapshot.skills.filter(({ skillId }) => stuckIds.has(skillId));
  const measures = measureLearner(signals, now);
  return {
    tier,
    weakSpots,
    newlyStuck: stuck.length > 0,
    warning: warnOfStuck(decideWarning(signals, now), measures, stuck),
    measures,
  };
}

/** The deadlines that are somebody's, in a tier. */
export const deadlinesOfTier = ({ deadlines }: Pick<LearnerSnapshot, 'deadlines'>, own: Tier) =>
  deadlines.filter(({ tier }) => tier === null || tier === own);

export function countAnswers(skills: readonly (Tries & { answers: number })[]): TierAnswers {
  const sum = (pick: (skill: Tries & { answers: number }) => number) =>
    skills.reduce((total, skill) => total + pick(skill), 0);
  return {
    answers: sum(({ attempts }) => attempts),
    correct: sum(({ correct }) => correct),
    answersSoFar: sum(({ answers }) => answers),
  };
}
