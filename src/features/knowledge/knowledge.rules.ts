import { learnLayer, logitOf, sigmoid, startLayer, sumOf } from './layer.rules.ts';
import {
  TERMS,
  type Answer,
  type EaseState,
  type Knowledge,
  type LearnerSkillState,
  type LearnerState,
  type Prediction,
} from './knowledge.schema.ts';

/** Mean of the weights learned on two public sets, in the order of TERMS: a fair start for a school without data. */
export const START_WEIGHTS: readonly number[] = [
  0.457, 0.488, 0.291, 0.564, 0.924, 0.11, -0.32, 0.129, 0.158, 0.153, -0.029, -0.065,
];

/** First steps in logits; the n-th is 1/(1 + 0.05 n) of the first. */
const STEP = { learner: 0.3, learnerInSkill: 0.4, skill: 0.6, item: 0.6 };
const STEP_DECAY = 0.05;
/** Weight of the newest answer in each share, and where shares start (notes: 0.65 of answers are right). */
const RATE = { slow: 0.05, fast: 0.3, recent: 0.3 };
const SHARE_START = 0.65;

export const NEW_LEARNER: LearnerState = { answers: 0, level: 0, slow: SHARE_START, fast: SHARE_START };
const NEW_EASE: EaseState = { answers: 0, ease: 0 };

export const keyOfLearnerSkill = (learner: string, skill: string): string => `${learner}|${skill}`;

export const noKnowledge = (): Knowledge => ({
  learners: new Map(),
  learnerSkills: new Map(),
  items: new Map(),
  skills: new Map(),
  layer: startLayer(START_WEIGHTS),
});

const startInSkill = ({ slow }: LearnerState): LearnerSkillState => ({
  answers: 0,
  correct: 0,
  offset: 0,
  recent: slow,
  lastAnswer: 0,
});

/** Chance that this learner answers this item right, before they do, with the terms that it is the sum of. */
export function predictAnswer(knowledge: Knowledge, asked: Omit<Answer, 'correct'>): Prediction {
  const features = presentFeatures(recall(knowledge, asked));
  const { weights } = knowledge.layer;
  return {
    p: sigmoid(sumOf(weights, features)),
    terms: TERMS.map((term, index) => ({ term, logits: (weights[index] ?? 0) * (features[index] ?? 0) })),
  };
}

/**
 * Learns from an answer, at a cost that doesn't grow with what went before; returns the chance it was given beforehand.
 * `learnsShared`: false when items, skills and weights have learned from this answer before.
 */
export function learnAnswer(
  knowledge: Knowledge,
  answer: Answer,
  { learnsShared }: { learnsShared: boolean } = { learnsShared: true },
): number {
  const known = recall(knowledge, answer);
  const features = presentFeatures(known);
  const p = sigmoid(sumOf(knowledge.layer.weights, features));
  const miss = (answer.correct ? 1 : 0) - p;
  if (learnsShared) {
    learnLayer(knowledge.layer, features, p, answer.correct);
    knowledge.items.set(answer.item, easeAfter(known.item, STEP.item * miss));
    for (const { id, ease } of known.skills)
      knowledge.skills.set(id, easeAfter(ease, (STEP.skill * miss) / known.skills.length));
  }
  for (const { id, own } of known.skills)
    knowledge.learnerSkills.set(
      keyOfLearnerSkill(answer.learner, id),
      learnInSkill(own, known.learner, answer.correct, miss / known.skills.length),
    );
  knowledge.learners.set(answer.learner, learnOfLearner(known.learner, answer.correct, miss));
  return p;
}

interface Known {
  learner: LearnerState;
  item: EaseState;
  skills: readonly { id: string; ease: EaseState; own: LearnerSkillState }[];
}

function recall(knowledge: Knowledge, { learner: id, item, skills }: Omit<Answer, 'correct'>): Known {
  const learner = knowledge.learners.get(id) ?? NEW_LEARNER;
  return {
    learner,
    item: knowledge.items.get(item) ?? NEW_EASE,
    skills: skills.map((skill) => ({
      id: skill,
      ease: knowledge.skills.get(skill) ?? NEW_EASE,
      own: knowledge.learnerSkills.get(keyOfLearnerSkill(id, skill)) ?? startInSkill(learner),
    })),
  };
}

/** In the order of TERMS. Several skills count as their mean; none, as one that nothing is known of. */
function presentFeatures({ learner, item, skills }: Known): number[] {
  const share = skills.length === 0 ? 0 : 1 / skills.length;
  const sums = { offset: 0, ease: 0, recent: 0, first: 0, right: 0, wrong: 0, pause: 0 };
  for (const { own, ease } of skills) {
    sums.offset += own.offset * share;
    sums.ease += ease.ease * share;
    sums.recent += own.recent * share;
    if (own.answers === 0) sums.first += share;
    else sums.pause += Math.log1p(learner.answers - own.lastAnswer) * share;
    sums.right += Math.log1p(own.correct) * share;
    sums.wrong += Math.log1p(own.answers - own.correct) * share;
  }
  return [
    1,
    learner.level,
    sums.offset,
    sums.ease,
    item.ease,
    logitOf(skills.length === 0 ? learner.slow : sums.recent),
    sums.first,
    logitOf(learner.slow),
    logitOf(learner.fast),
    sums.right,
    sums.wrong,
    sums.pause,
  ];
}

const decayed = (step: number, answers: number): number => step / (1 + STEP_DECAY * answers);
const towards = (share: number, correct: boolean, rate: number): number =>
  share + rate * ((correct ? 1 : 0) - share);

const easeAfter = ({ answers, ease }: EaseState, step: number): EaseState => ({
  answers: answers + 1,
  ease: ease + decayed(step, answers),
});

const learnInSkill = (
  own: LearnerSkillState,
  learner: LearnerState,
  correct: boolean,
  miss: number,
): LearnerSkillState => ({
  answers: own.answers + 1,
  correct: own.correct + (correct ? 1 : 0),
  offset: own.offset + decayed(STEP.learnerInSkill * miss, own.answers),
  recent: towards(own.recent, correct, RATE.recent),
  lastAnswer: learner.answers + 1,
});

const learnOfLearner = (learner: LearnerState, correct: boolean, miss: number): LearnerState => ({
  answers: learner.answers + 1,
  level: learner.level + decayed(STEP.learner * miss, learner.answers),
  slow: towards(learner.slow, correct, RATE.slow),
  fast: towards(learner.fast, correct, RATE.fast),
});
