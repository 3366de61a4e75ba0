import { inTransaction } from '../../infra/db.ts';
import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import { markAnswer, selectQuestionsByIds, type Question } from '../programme/index.ts';
import { storeOwnStatements } from '../xapi/index.ts';
import type { LearnerKey } from './learner.schema.ts';
import { partOfAssessment, partOfPractice, prepareAnswerStatement } from './practice-statement.rules.ts';
import { findSitting, finishSet, insertAnswer, selectPracticeAnswers } from './practice.queries.ts';

/** Longer pauses between two answers are no learning time. */
const LONGEST_ANSWER_SECONDS = 600;

/**
 * Takes an answer once: its row and its statement are written together, and a second answer to the same question
 * changes nothing. `of`: a set of practice on a skill, or a unit's assessment. `empty`: there was nothing to mark.
 */
export async function answerQuestion(
  deps: Deps,
  key: LearnerKey & { setId: string; of: 'skill' | 'unit' },
  answer: { questionId: string; given: readonly string[] },
): Promise<'taken' | 'empty'> {
  const set = await findSitting(deps.db, key);
  if (!set?.questionIds.includes(answer.questionId)) throw notFound();
  const [question] = await selectQuestionsByIds(deps.db, { ...key, questionIds: [answer.questionId] });
  if (!question) throw notFound();
  const given = readGiven(question, answer.given);
  if (given.length === 0) return 'empty';
  const now = deps.now();
  const correct = markAnswer(question, given);
  const earlier = await selectPracticeAnswers(deps.db, key);
  const since = earlier.at(-1)?.answeredAt ?? set.startedAt;
  const seconds = Math.round((now.getTime() - since.getTime()) / 1000);
  const statementId = deps.newId();

  await inTransaction(deps.db, async (tx) => {
    const taken = await insertAnswer(tx, {
      schoolId: key.schoolId,
      practiceSetId: set.id,
      questionId: question.id,
      given,
      correct,
      statementId,
      answeredAt: now,
    });
    if (!taken) return;
    const partOf = set.unitId === null ? partOfPractice(question.skillId) : partOfAssessment(set.unitId);
    const { publicUrl } = deps.config;
    const occasion = { ...key, statementId, registration: set.id, publicUrl, at: now, partOf };
    const durationSeconds = Math.min(LONGEST_ANSWER_SECONDS, Math.max(0, seconds));
    await storeOwnStatements({ ...deps, db: tx }, key.schoolId, [
      prepareAnswerStatement(occasion, question, { given, correct, durationSeconds }),
    ]);
    await finishSet(tx, { schoolId: key.schoolId, setId: set.id, now });
  });
  return 'taken';
}

/** What counts as an answer: choices the question has, or typed text. */
export function readGiven(question: Question, given: readonly string[]): string[] {
  const texts = given.map((text) => text.trim()).filter((text) => text !== '');
  switch (question.kind) {
    case 'fill':
      return texts.slice(0, 1);
    case 'true_false':
      return texts.filter((text) => text === 'true' || text === 'false').slice(0, 1);
    case 'single':
    case 'multiple': {
      const ids = new Set(question.choices.map((choice) => choice.id));
      const chosen = [...new Set(texts)].filter((id) => ids.has(id));
      return question.kind === 'single' ? chosen.slice(0, 1) : chosen;
    }
  }
}
