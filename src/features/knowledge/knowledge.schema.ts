/** Version of `knowledge.rules.ts`, stored with each school's model; changes with any step, feature or weight there. */
export const KNOWLEDGE_RULE = 'knowledge-1';

/** One graded answer: whatever the number of skills its question asks for, it is learned from once. */
export interface Answer {
  learner: string;
  item: string;
  /** None: nothing says what it is about. */
  skills: readonly string[];
  correct: boolean;
}

/** What answers have shown of a person, over all skills. */
export interface LearnerState {
  answers: number;
  /** Ability, in logits; 0 is the middle. */
  level: number;
  /** Shares of right answers that forget slowly and fast. */
  slow: number;
  fast: number;
}

/** What answers have shown of a person in one skill. */
export interface LearnerSkillState {
  answers: number;
  correct: number;
  /** How far above their own level, in logits. */
  offset: number;
  /** Share of right answers, recent ones counting more. */
  recent: number;
  /** How many answers the person had given when the skill last came. */
  lastAnswer: number;
}

/** How easy an item or a skill turned out to be, in logits. */
export interface EaseState {
  answers: number;
  ease: number;
}

/** A logistic regression that learns as answers come: the weights, and how uncertain each still is. */
export interface LayerState {
  answers: number;
  weights: number[];
  /** Row by row. */
  covariance: number[];
}

/** All that is known; `learnAnswer` changes it in place, so that half a million answers make no garbage. */
export interface Knowledge {
  learners: Map<string, LearnerState>;
  /** By `keyOfLearnerSkill`. */
  learnerSkills: Map<string, LearnerSkillState>;
  items: Map<string, EaseState>;
  skills: Map<string, EaseState>;
  layer: LayerState;
}

export const TERMS = [
  'base',
  'learner',
  'learnerInSkill',
  'skill',
  'item',
  'recentInSkill',
  'firstTry',
  'recentSlow',
  'recentFast',
  'rightSoFar',
  'wrongSoFar',
  'pause',
] as const;
export type Term = (typeof TERMS)[number];

export interface Prediction {
  /** Chance of a right answer, 0..1. */
  p: number;
  /** What it is the sum of, in logits. */
  terms: readonly { term: Term; logits: number }[];
}
