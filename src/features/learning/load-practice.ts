import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import { selectQuestionsByIds, selectResources } from '../programme/index.ts';
import { findRecommended } from '../resources/index.ts';
import type { InCourse } from '../roster/index.ts';
import { selectSkillFacts } from './learner.queries.ts';
import {
  findNextQuestion,
  presentEnd,
  presentFeedback,
  presentQuestion,
  type EndPage,
  type FeedbackPage,
  type QuestionPage,
} from './practice.pages.ts';
import { selectPracticeAnswers, selectPracticeSet } from './practice.queries.ts';

export type PracticeView =
  | { view: 'learning/practice-question'; page: QuestionPage }
  | { view: 'learning/practice-feedback'; page: FeedbackPage }
  | { view: 'learning/practice-end'; page: EndPage };

/** Of the school's library, at the end of a set. */
export const LIBRARY_SHOWN = 3;

/** Where a learner is in a set: the feedback on `answered`, else the next question, else the end. */
export async function loadPractice(
  deps: Deps,
  who: InCourse,
  asked: { setId: string; answered: string | null; empty: boolean },
): Promise<PracticeView> {
  const { db } = deps;
  const set = await selectPracticeSet(db, { ...who, setId: asked.setId });
  if (!set) throw notFound();
  const rows = {
    set,
    answers: await selectPracticeAnswers(db, { ...who, setId: set.id }),
    questions: await selectQuestionsByIds(db, { ...who, questionIds: set.questionIds }),
  };
  const answer = rows.answers.find((one) => one.questionId === asked.answered);
  const feedback = answer && presentFeedback(rows, answer);
  if (feedback) return { view: 'learning/practice-feedback', page: feedback };
  const question = findNextQuestion(rows);
  if (question)
    return { view: 'learning/practice-question', page: presentQuestion(rows, question, asked.empty) };
  const resources = await selectResources(db, { ...who, skillIds: [set.skillId] });
  const page = presentEnd(rows, {
    skillFacts: await selectSkillFacts(db, who),
    resource: resources[0] ?? null,
    library: await findRecommended(db, { ...who, skillIds: [set.skillId], limit: LIBRARY_SHOWN }),
  });
  return { view: 'learning/practice-end', page };
}
