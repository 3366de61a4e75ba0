import type { Deps } from '../../infra/deps.ts';
import { notFound } from '../../infra/errors.ts';
import { findUnit, selectQuestionsByIds, type UnitSkills } from '../programme/index.ts';
import type { InCourse } from '../roster/index.ts';
import {
  presentAssessmentQuestion,
  presentAssessmentResult,
  presentAssessmentStart,
  type AssessmentQuestionPage,
  type AssessmentResultPage,
  type AssessmentStartPage,
} from './assessment.pages.ts';
import { findAssessmentSitting, selectAssessmentAnswers, selectAttempts } from './assessment.queries.ts';
import { findPoints } from './grade-items.queries.ts';
import { findNextQuestion } from './practice.pages.ts';
import { selectUnitQuestions } from './start-assessment.ts';

/** The unit a link names; a copied course's link names the unit it was copied from. */
export async function getUnit(
  deps: Deps,
  who: { schoolId: string; courseId: string },
  unitRef: string,
): Promise<UnitSkills> {
  const { schoolId, courseId } = who;
  const unit = await findUnit(deps.db, { schoolId, courseId, unitRef });
  if (!unit) throw notFound('unitGone');
  return unit;
}

export async function loadAssessmentStart(
  deps: Deps,
  who: InCourse,
  unit: UnitSkills,
): Promise<AssessmentStartPage> {
  const attempts = await selectAttempts(deps.db, { ...who, unitId: unit.id });
  const questions = await selectUnitQuestions(deps.db, who, unit);
  return presentAssessmentStart(unit, questions.length, attempts, await findUnitPoints(deps, who, unit));
}

const findUnitPoints = (deps: Deps, who: InCourse, unit: UnitSkills) =>
  findPoints(deps.db, who, { kind: 'assessment', refs: [unit.id, unit.ref] });

export type AssessmentView =
  | { view: 'learning/assessment-question'; page: AssessmentQuestionPage }
  | { view: 'learning/assessment-result'; page: AssessmentResultPage };

/** Where a learner is in a sitting: the next question, or the result of all. */
export async function loadAssessment(
  deps: Deps,
  who: InCourse,
  asked: { unitId: string; setId: string; empty: boolean },
): Promise<AssessmentView> {
  const { db } = deps;
  const unit = await getUnit(deps, who, asked.unitId);
  const key = { ...who, unitId: unit.id, setId: asked.setId };
  const set = await findAssessmentSitting(db, key);
  if (!set) throw notFound();
  const rows = {
    unit,
    set,
    answers: await selectAssessmentAnswers(db, key),
    questions: await selectQuestionsByIds(db, { ...who, questionIds: set.questionIds }),
  };
  const question = findNextQuestion(rows);
  if (question)
    return {
      view: 'learning/assessment-question',
      page: presentAssessmentQuestion(rows, question, asked.empty),
    };
  return {
    view: 'learning/assessment-result',
    page: presentAssessmentResult(rows, await selectAttempts(db, key), await findUnitPoints(deps, who, unit)),
  };
}
