import type { Database } from '../../infra/db.ts';
import { predictAnswer } from './knowledge.rules.ts';
import type { Prediction } from './knowledge.schema.ts';
import { loadKnowledge } from './learn-answers.ts';

export interface AskedItem {
  itemId: string;
  skillIds: readonly string[];
}

export interface ItemPrediction extends Prediction {
  /** Answers that everybody gave to this item: without any, only its skill is known. */
  itemAnswers: number;
}

/** Chance that a person answers each of these items right, in their order; one query whatever their number. */
export async function predictAnswers(
  db: Database,
  key: { schoolId: string; personId: string },
  items: readonly AskedItem[],
): Promise<ItemPrediction[]> {
  const { schoolId, personId } = key;
  const asked = items.map((item) => ({ ...item, personId }));
  const { knowledge } = await loadKnowledge(db, schoolId, asked);
  return items.map(({ itemId, skillIds }) => ({
    ...predictAnswer(knowledge, { learner: personId, item: itemId, skills: skillIds }),
    itemAnswers: knowledge.items.get(itemId)?.answers ?? 0,
  }));
}
