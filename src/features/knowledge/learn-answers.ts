import type { Database } from '../../infra/db.ts';
import { insertAnswers, type LoggedAnswer } from './answers.queries.ts';
import { keyOfLearnerSkill, learnAnswer, noKnowledge } from './knowledge.rules.ts';
import {
  saveEases,
  saveLearnerSkillStates,
  saveLearnerStates,
  saveModel,
  selectKnown,
} from './knowledge.queries.ts';
import { KNOWLEDGE_RULE, type Answer, type Knowledge } from './knowledge.schema.ts';

export const toAnswer = ({ personId, itemId, skillIds, correct }: LoggedAnswer): Answer => ({
  learner: personId,
  item: itemId,
  skills: skillIds,
  correct,
});

/**
 * Keeps new answers and learns from them, in order, inside the caller's transaction: one statement per table, at a cost
 * that depends on the batch alone. The caller sees to it that nobody else learns for the school meanwhile.
 */
export async function learnAnswers(
  tx: Database,
  schoolId: string,
  answers: readonly LoggedAnswer[],
): Promise<void> {
  if (answers.length === 0) return;
  await insertAnswers(tx, schoolId, answers);
  const { knowledge, stale } = await loadKnowledge(tx, schoolId, answers);
  for (const answer of answers) learnAnswer(knowledge, toAnswer(answer));
  await saveKnowledge(tx, schoolId, knowledge, { stale });
}

/** What these answers touch, as it is before them. */
export async function loadKnowledge(
  db: Database,
  schoolId: string,
  answers: readonly Omit<LoggedAnswer, 'correct' | 'transactionId' | 'sequence'>[],
): Promise<{ knowledge: Knowledge; stale: boolean }> {
  const pairs = new Map(
    answers.flatMap(({ personId, skillIds }) =>
      skillIds.map((skillId) => [keyOfLearnerSkill(personId, skillId), { personId, skillId }]),
    ),
  );
  const items = [...new Set(answers.map(({ itemId }) => itemId))];
  const skills = [...new Set(answers.flatMap(({ skillIds }) => skillIds))];
  const { model, learners, learnerSkills, eases } = await selectKnown(db, schoolId, {
    personIds: [...new Set(answers.map(({ personId }) => personId))],
    pairs: [...pairs.values()],
    eases: [
      ...items.map((id) => ({ of: 'item' as const, id })),
      ...skills.map((id) => ({ of: 'skill' as const, id })),
    ],
  });
  const knowledge = noKnowledge();
  if (model) {
    const { answers: learned, weights, covariance } = model;
    knowledge.layer = { answers: learned, weights, covariance };
  }
  for (const { personId, ...state } of learners) knowledge.learners.set(personId, state);
  for (const { personId, skillId, ...state } of learnerSkills)
    knowledge.learnerSkills.set(keyOfLearnerSkill(personId, skillId), state);
  for (const { of, id, ...state } of eases)
    (of === 'item' ? knowledge.items : knowledge.skills).set(id, state);
  return { knowledge, stale: model?.stale ?? false };
}

export async function saveKnowledge(
  tx: Database,
  schoolId: string,
  knowledge: Knowledge,
  { stale }: { stale: boolean },
): Promise<void> {
  await saveOfLearners(tx, schoolId, knowledge);
  await saveEases(tx, schoolId, [
    ...[...knowledge.items].map(([id, state]) => ({ of: 'item' as const, id, ...state })),
    ...[...knowledge.skills].map(([id, state]) => ({ of: 'skill' as const, id, ...state })),
  ]);
  await saveModel(tx, schoolId, { ruleVersion: KNOWLEDGE_RULE, stale, ...knowledge.layer });
}

export async function saveOfLearners(
  tx: Database,
  schoolId: string,
  { learners, learnerSkills }: Pick<Knowledge, 'learners' | 'learnerSkills'>,
): Promise<void> {
  await saveLearnerStates(
    tx,
    schoolId,
    [...learners].map(([personId, state]) => ({ personId, ...state })),
  );
  await saveLearnerSkillStates(
    tx,
    schoolId,
    [...learnerSkills].map(([key, state]) => {
      const [personId = '', ...skillId] = key.split('|');
      return { personId, skillId: skillId.join('|'), ...state };
    }),
  );
}
