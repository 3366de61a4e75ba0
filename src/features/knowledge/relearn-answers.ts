import type { Database } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { selectAnswerDigests, selectAnswersAfter, type LoggedAnswer } from './answers.queries.ts';
import { deleteAnswers, deleteAnswersOf, deleteStates, deleteStatesOf, markStale } from './forget.queries.ts';
import { learnAnswer, noKnowledge } from './knowledge.rules.ts';
import { KNOWLEDGE_RULE, type Knowledge } from './knowledge.schema.ts';
import { knowledgeFits } from './knowledge.tables.ts';
import { loadKnowledge, saveKnowledge, saveOfLearners, toAnswer } from './learn-answers.ts';
import { scorePredictions, type Score } from './score.rules.ts';

const BATCH = 5000;

/** Answers taken out to be folded anew, by person, as `relearnPeople` compares them. */
export type TakenAnswers = ReadonlyMap<string, string>;

/** Takes the answers of some people out of the log; what was learned from them stays until `relearnPeople`. */
export async function takeAnswersOf(
  tx: Database,
  schoolId: string,
  personIds: readonly string[],
): Promise<TakenAnswers> {
  const digests = await selectAnswerDigests(tx, schoolId, personIds);
  await deleteAnswersOf(tx, schoolId, personIds);
  return digests;
}

/**
 * After a refold: those whose answers came out as they were keep what was learned of them. The others are learned anew
 * against items, skills and weights as they stand, which is what their history alone can tell; that they stand on old
 * answers is noted, and put right when the school is learned anew.
 */
export async function relearnPeople(
  tx: Database,
  schoolId: string,
  personIds: readonly string[],
  taken: TakenAnswers,
): Promise<void> {
  const now = await selectAnswerDigests(tx, schoolId, personIds);
  const changed = personIds.filter((personId) => now.get(personId) !== taken.get(personId));
  if (changed.length === 0) return;
  await deleteStatesOf(tx, schoolId, changed);
  let after: LoggedAnswer | null = null;
  for (;;) {
    const answers = await selectAnswersAfter(tx, schoolId, { after, personIds: changed, limit: BATCH });
    const last = answers.at(-1);
    if (!last) break;
    const { knowledge } = await loadKnowledge(tx, schoolId, answers);
    for (const answer of answers) learnAnswer(knowledge, toAnswer(answer), { learnsShared: false });
    await saveOfLearners(tx, schoolId, knowledge);
    after = last;
  }
  await markStale(tx, schoolId);
}

/** Lets go of all that is known of a person. What items and skills learned from them goes when they are learned anew. */
export async function forgetKnowledgeOf(tx: Database, schoolId: string, personId: string): Promise<void> {
  await deleteAnswersOf(tx, schoolId, [personId]);
  await deleteStatesOf(tx, schoolId, [personId]);
  await markStale(tx, schoolId);
}

/** As if nothing had been answered yet. */
export async function forgetAllKnowledge(tx: Database, schoolId: string): Promise<void> {
  await deleteAnswers(tx, schoolId);
  await deleteStates(tx, schoolId);
}

export interface Fit extends Score {
  answers: number;
  weights: readonly number[];
}

/**
 * Learns all of a school's answers anew, in order, and records how well each was predicted from those before it. The
 * caller holds the lock under which answers are learned. null: there are none.
 */
export async function relearnSchool(tx: Database, deps: Deps, schoolId: string): Promise<Fit | null> {
  await deleteStates(tx, schoolId);
  const knowledge = noKnowledge();
  const { predicted, correct } = await replay(tx, schoolId, knowledge);
  if (predicted.length === 0) return null;
  await saveKnowledge(tx, schoolId, knowledge, { stale: false });
  const score = scorePredictions(Float64Array.from(predicted), Uint8Array.from(correct));
  const { answers, weights } = knowledge.layer;
  await tx.insert(knowledgeFits).values({
    ...{ schoolId, id: deps.newId(), ruleVersion: KNOWLEDGE_RULE, answers, weights },
    ...{ ...score, auc: Number.isNaN(score.auc) ? null : score.auc, fittedAt: deps.now() },
  });
  return { ...score, answers, weights };
}

async function replay(
  tx: Database,
  schoolId: string,
  knowledge: Knowledge,
): Promise<{ predicted: number[]; correct: number[] }> {
  const predicted: number[] = [];
  const correct: number[] = [];
  let after: LoggedAnswer | null = null;
  for (;;) {
    const answers = await selectAnswersAfter(tx, schoolId, { after, personIds: null, limit: BATCH });
    const last = answers.at(-1);
    if (!last) return { predicted, correct };
    for (const answer of answers) {
      predicted.push(learnAnswer(knowledge, toAnswer(answer)));
      correct.push(answer.correct ? 1 : 0);
    }
    after = last;
  }
}
