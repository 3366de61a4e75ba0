import { fitRiskModel } from './model.rules.ts';
import { readPresentations } from './read-presentations.ts';
import { replayForFit, splitPresentations } from './replay.rules.ts';
import type { RiskModel } from './risk.schema.ts';

/** Fits a model on the finished courses of a folder; the latest presentation stays unseen, so that it can be judged on. */
export async function fitRiskFromFolder(
  folder: string,
  { version, source }: Pick<RiskModel, 'version' | 'source'>,
): Promise<RiskModel> {
  const { presentations } = await readPresentations(folder);
  const train = splitPresentations(presentations)?.train ?? presentations;
  return fitRiskModel(replayForFit(train), {
    version,
    source,
    learners: train.reduce((sum, { learners }) => sum + learners.length, 0),
  });
}
