import { requireSchool, type Command } from './command.ts';
import { refitRisk } from '../features/learning/index.ts';
import { REFIT_EACH_END, REFIT_LEARNERS, type Refit } from '../features/risk/index.ts';

/** A school's own risk model, from its finished courses. */
export const refitRiskCommand: Command = {
  usage: '--school <id>',
  summary: 'fits the risk model on the courses whose term is over, if they are enough and it is no worse',
  async run(deps, _words, { school }) {
    const refit = await refitRisk(deps, await requireSchool(deps, school));
    process.stdout.write(`${describe(refit)}\n`);
  },
};

function describe(refit: Refit): string {
  switch (refit.kind) {
    case 'too_few':
      return `Nothing changed: ${refit.learners} finished learners, ${refit.failed} of them failed; ${REFIT_LEARNERS} are needed, and ${REFIT_EACH_END} with each end.`;
    case 'no_better':
      return `Nothing changed: on unseen learners of this school its own model reaches an AUC of ${refit.auc.toFixed(3)}, the shipped one ${refit.shippedAuc.toFixed(3)} (halfway through the courses).`;
    case 'refit':
      return `Model ${refit.model.version} is in force from the next run on: ${refit.model.learners} learners, AUC ${refit.auc.toFixed(3)} on unseen learners (shipped model ${refit.shippedAuc.toFixed(3)}).`;
  }
}
