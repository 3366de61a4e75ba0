import { existsSync } from 'node:fs';
import { CALIBRATION_BINS, evaluateKnowledge, type Training } from '../features/knowledge/index.ts';
import type { Command } from './command.ts';

const say = (line: string) => void process.stdout.write(`${line}\n`);

/** How good the learner's model is on a file of answers, beside simpler models. */
export const evaluateKnowledgeCommand: Command = {
  usage: '<file.csv> [--train <share of learners, or file.csv>]',
  summary:
    'replays answers (learner,item,skill,correct[,time]; skills of one item separated by ~~; by time, else as they stand) and prints how well each was predicted from those before it; --train 0.8: the first 80 % of learners to appear are learned from and not scored, a file: that file is',
  async calculate([path], { train }) {
    if (!path) throw new Error('Name a CSV file.');
    const { counts, trained, scored, models } = await evaluateKnowledge(path, readTraining(train));
    say(
      `${scored} answers scored, ${trained} learned from first; ${counts.learners} learners, ${counts.items} items, ${counts.skills} skills`,
    );
    say(`model          AUC     RMSE    ECE(${CALIBRATION_BINS})  seconds`);
    for (const { name, auc, rmse, ece, seconds } of models)
      say(
        `${name.padEnd(13)}  ${auc.toFixed(4)}  ${rmse.toFixed(4)}  ${ece.toFixed(4)}   ${seconds.toFixed(1)}`,
      );
  },
};

function readTraining(train: string | undefined): Training {
  if (train === undefined) return null;
  const share = Number(train);
  if (share > 0 && share < 1) return { share };
  if (Number.isNaN(share) && existsSync(train)) return { path: train };
  throw new Error('--train: a share of learners between 0 and 1, or the path of a CSV file.');
}
