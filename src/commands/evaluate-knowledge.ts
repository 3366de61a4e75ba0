import { existsSync } from 'node:fs';
import { CALIBRATION_BINS, TERMS, evaluateKnowledge, type Training } from '../features/knowledge/index.ts';
import { refitKnowledge } from '../features/trajectory/index.ts';
import { requireSchool, type Command } from './command.ts';

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

/** What a school's own answers make of the model, and how good it was on them. */
export const refitKnowledgeCommand: Command = {
  usage: '--school <id>',
  summary:
    'learns a school’s stored answers anew, in order, and keeps the weights with version, number of answers and date',
  async run(deps, _words, { school }) {
    const fit = await refitKnowledge(deps, await requireSchool(deps, school));
    if (fit === null) return say('There are no answers yet.');
    const { answers, auc, rmse, ece, weights } = fit;
    say(`Learned from ${answers} answers, each predicted from those before it:`);
    say(`AUC ${auc.toFixed(4)}  RMSE ${rmse.toFixed(4)}  ECE(${CALIBRATION_BINS}) ${ece.toFixed(4)}`);
    for (const [index, term] of TERMS.entries())
      say(`${term.padEnd(15)} ${(weights[index] ?? 0).toFixed(3).padStart(7)}`);
  },
};

function readTraining(train: string | undefined): Training {
  if (train === undefined) return null;
  const share = Number(train);
  if (share > 0 && share < 1) return { share };
  if (Number.isNaN(share) && existsSync(train)) return { path: train };
  throw new Error('--train: a share of learners between 0 and 1, or the path of a CSV file.');
}
