import { AnswerLog, readAnswerFile } from './answer-file.ts';
import { hybrid, itemMean, plainElo, skillMean, type Predictor } from './baselines.rules.ts';
import { learnAnswer, noKnowledge } from './knowledge.rules.ts';
import { KNOWLEDGE_RULE } from './knowledge.schema.ts';
import { scorePredictions, type Score } from './score.rules.ts';

/** What is learned from before scoring begins: nothing, the first share of learners, or another file. */
export type Training = null | { share: number } | { path: string };

export interface Evaluation {
  counts: { learners: number; items: number; skills: number };
  trained: number;
  scored: number;
  models: ({ name: string; seconds: number } & Score)[];
}

const MODELS: readonly { name: string; start: () => Predictor }[] = [
  { name: KNOWLEDGE_RULE, start: startKnowledge },
  { name: 'hybrid', start: hybrid },
  { name: 'elo', start: plainElo },
  { name: 'item mean', start: itemMean },
  { name: 'skill mean', start: skillMean },
];

function startKnowledge(): Predictor {
  const knowledge = noKnowledge();
  return (answer) => learnAnswer(knowledge, answer);
}

/**
 * Replays answers through the learner's model and simpler ones side by side. Each answer is predicted from those before
 * it, then learned from; only answers after the training ones are scored.
 */
export async function evaluateKnowledge(path: string, training: Training): Promise<Evaluation> {
  const log = new AnswerLog();
  if (training !== null && 'path' in training) await readAnswerFile(training.path, log);
  const ofFile = log.length;
  await readAnswerFile(path, log);
  const order = orderAnswers(log, training);
  const trained = training !== null && 'share' in training ? order.trained : ofFile;
  const scored = log.length - trained;
  if (scored === 0) throw new Error('There are no answers to score.');
  const correct = new Uint8Array(scored);
  for (let at = 0; at < scored; at++) correct[at] = log.isCorrectAt(order.indexes[trained + at] ?? 0) ? 1 : 0;
  const models = MODELS.map(({ name, start }) => {
    const startedAt = performance.now();
    const predict = start();
    const predicted = new Float64Array(scored);
    for (const [at, index] of order.indexes.entries()) {
      const p = predict(log.answerAt(index));
      if (at >= trained) predicted[at - trained] = p;
    }
    const score = scorePredictions(predicted, correct);
    return { name, seconds: (performance.now() - startedAt) / 1000, ...score };
  });
  return { counts: log.counts, trained, scored, models };
}

/** The training learners' answers first; both parts stay in order. */
function orderAnswers(log: AnswerLog, training: Training): { indexes: Uint32Array; trained: number } {
  const indexes = new Uint32Array(log.length).map((_, index) => index);
  if (training === null || !('share' in training)) return { indexes, trained: 0 };
  const most = Math.round(log.counts.learners * training.share);
  const isTraining = (index: number) => log.learnerAt(index) < most;
  const first = indexes.filter(isTraining);
  const rest = indexes.filter((index) => !isTraining(index));
  indexes.set(first);
  indexes.set(rest, first.length);
  return { indexes, trained: first.length };
}
