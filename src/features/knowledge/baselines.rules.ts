import { learnLayer, logitOf, sigmoid, startLayer, sumOf } from './layer.rules.ts';
import type { Answer } from './knowledge.schema.ts';

/** Predicts an answer from the ones before it, then learns from it. */
export type Predictor = (answer: Answer) => number;

/** Weight of the share right over all answers in the mean of an item or skill. */
const PRIOR_ANSWERS = 3;

/** Share right so far among answers with the same keys. */
function meanOf(keysOf: (answer: Answer) => readonly string[]): Predictor {
  const counts = new Map<string, { answers: number; correct: number }>();
  const all = { answers: 2, correct: 1 };
  return (answer) => {
    const keys = keysOf(answer);
    const prior = all.correct / all.answers;
    const share = (key: string) => {
      const { answers = 0, correct = 0 } = counts.get(key) ?? {};
      return (correct + PRIOR_ANSWERS * prior) / (answers + PRIOR_ANSWERS);
    };
    const p = keys.length === 0 ? prior : keys.reduce((sum, key) => sum + share(key), 0) / keys.length;
    for (const key of keys) {
      const count = counts.get(key) ?? { answers: 0, correct: 0 };
      count.answers += 1;
      if (answer.correct) count.correct += 1;
      counts.set(key, count);
    }
    all.answers += 1;
    if (answer.correct) all.correct += 1;
    return p;
  };
}

export const itemMean = (): Predictor => meanOf(({ item }) => [item]);
export const skillMean = (): Predictor => meanOf(({ skills }) => skills);

interface EloSkill {
  answers: number;
  correct: number;
  offset: number;
  recent: number;
  run: number;
}

/**
 * Elo ratings of person, skill and item (K .6/.8/.8, decay .02/.05/.05): `elo` predicts by them alone, `hybrid` through
 * a logistic layer of eight weights over them and recent answers, which learns as ours does.
 */
function elo(layer: ReturnType<typeof startLayer> | null): Predictor {
  const people = new Map<string, { answers: number; level: number; share: number }>();
  const inSkill = new Map<string, EloSkill>();
  const hardness = new Map<string, { answers: number; value: number }>();
  return ({ learner, item, skills, correct }) => {
    const person = people.get(learner) ?? { answers: 0, level: 0, share: 0.65 };
    people.set(learner, person);
    const own = skills.map((skill) => {
      const key = `${learner}|${skill}`;
      const state = inSkill.get(key) ?? { answers: 0, correct: 0, offset: 0, recent: person.share, run: 0 };
      inSkill.set(key, state);
      return state;
    });
    const ofSkills = skills.map((skill) => {
      const state = hardness.get(`skill ${skill}`) ?? { answers: 0, value: 0 };
      hardness.set(`skill ${skill}`, state);
      return state;
    });
    const mean = (values: readonly number[]) =>
      values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
    const ofItem = hardness.get(`item ${item}`) ?? {
      answers: 0,
      value: mean(ofSkills.map(({ value }) => value)),
    };
    hardness.set(`item ${item}`, ofItem);

    const rating = person.level + mean(own.map(({ offset }) => offset)) - ofItem.value;
    const expected = sigmoid(rating);
    const features = [
      1,
      rating,
      logitOf(own.length === 0 ? person.share : mean(own.map(({ recent }) => recent))),
      mean(own.map(({ answers }) => (answers === 0 ? 1 : 0))),
      logitOf(person.share),
      mean(own.map(({ answers }) => Math.log1p(answers))),
      mean(own.map((state) => Math.log1p(state.correct))),
      mean(own.map(({ run }) => run)),
    ];
    const p = layer === null ? expected : sigmoid(sumOf(layer.weights, features));
    if (layer !== null) learnLayer(layer, features, p, correct);

    const score = correct ? 1 : 0;
    const miss = score - expected;
    person.level += (0.6 / (1 + 0.02 * person.answers)) * miss;
    person.answers += 1;
    person.share += 0.05 * (score - person.share);
    for (const state of [ofItem, ...ofSkills]) {
      state.value -= (0.8 / (1 + 0.05 * state.answers)) * miss;
      state.answers += 1;
    }
    for (const state of own) {
      state.offset += (0.8 / (1 + 0.05 * state.answers)) * miss;
      state.answers += 1;
      state.correct += score;
      state.recent += 0.3 * (score - state.recent);
      state.run = correct
        ? Math.min(5, Math.max(0, state.run) + 1)
        : Math.max(-5, Math.min(0, state.run) - 1);
    }
    return p;
  };
}

/** Mean of the weights fitted on two public sets. */
const HYBRID_WEIGHTS = [0.1115, 0.7625, -0.139, -0.2775, 0.193, 0.0385, -0.0325, 0.082];

export const plainElo = (): Predictor => elo(null);
export const hybrid = (): Predictor => elo(startLayer(HYBRID_WEIGHTS));
