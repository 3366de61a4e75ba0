import type { CourseSkill, LocalText, Question, UnitSkills } from '../programme/index.ts';
import { MOST_ATTEMPTS, QUESTIONS_PER_ASSESSMENT, judgeAttempts, type Attempt } from './assessment.rules.ts';
import type { AssessmentAnswer, AssessmentSitting } from './assessment.schema.ts';
import { linkEvidence, type EvidenceLink } from './learner-parts.pages.ts';
import {
  askable,
  presentAsked,
  presentMarked,
  type AskedQuestion,
  type MarkedQuestion,
} from './practice.pages.ts';
import { inLearningOrder } from './skill-order.rules.ts';

export interface AssessmentStartPage {
  unitId: string;
  unitTitle: string;
  skills: LocalText[];
  /** How many are asked; 0: the unit has no questions yet. */
  questions: number;
  next: 'begin' | 'goOn' | 'used';
  mostAttempts: number;
  left: number;
  /** Of the LMS's gradebook; null: it isn't graded there. */
  points: number | null;
  open: { id: string; answered: number; total: number } | null;
  attempts: { id: string; place: number; right: number; total: number; finishedAt: Date; best: boolean }[];
}

export function presentAssessmentStart(
  unit: UnitSkills,
  questions: number,
  attempts: readonly Attempt[],
  points: number | null,
): AssessmentStartPage {
  const { next, open, best, left } = judgeAttempts(attempts);
  return {
    unitId: unit.id,
    unitTitle: unit.title,
    skills: inLearningOrder(unit.skills).map(({ name }) => name),
    questions: Math.min(QUESTIONS_PER_ASSESSMENT, questions),
    next,
    mostAttempts: MOST_ATTEMPTS,
    left,
    points,
    open: open && { id: open.id, answered: open.answered, total: open.total },
    attempts: attempts.flatMap(({ id, right, total, finishedAt }, index) =>
      finishedAt ? [{ id, place: index + 1, right, total, finishedAt, best: id === best?.id }] : [],
    ),
  };
}

export interface AssessmentRows {
  unit: { id: string; title: string; skills: readonly CourseSkill[] };
  set: AssessmentSitting;
  answers: readonly AssessmentAnswer[];
  questions: readonly Question[];
}

export interface AssessmentQuestionPage extends AskedQuestion {
  unitId: string;
  unitTitle: string;
  setId: string;
  place: number;
  total: number;
  /** Without telling which were right: that is for the end. */
  dots: { place: number; state: 'given' | 'current' | 'open' }[];
}

export function presentAssessmentQuestion(
  rows: AssessmentRows,
  question: Question,
  empty: boolean,
): AssessmentQuestionPage {
  const asked = askable(rows);
  const answered = new Set(rows.answers.map(({ questionId }) => questionId));
  return {
    unitId: rows.unit.id,
    unitTitle: rows.unit.title,
    setId: rows.set.id,
    place: asked.indexOf(question) + 1,
    total: asked.length,
    dots: asked.map((one, index) => ({
      place: index + 1,
      state: answered.has(one.id) ? 'given' : one === question ? 'current' : 'open',
    })),
    ...presentAsked(question, empty),
  };
}

export interface AssessmentResultPage {
  unitId: string;
  unitTitle: string;
  right: number;
  total: number;
  share: number;
  finishedAt: Date | null;
  /** Another attempt was better, and counts. */
  betterElsewhere: boolean;
  left: number;
  /** Of the LMS's gradebook; null: it isn't graded there. */
  points: number | null;
  skills: {
    skillId: string;
    name: LocalText;
    right: number;
    total: number;
    share: number;
    evidence: EvidenceLink[];
  }[];
  /** The skill to practise next; null: all was right. */
  weakest: { skillId: string; name: LocalText; openSetId: null } | null;
  questions: (MarkedQuestion & { place: number })[];
}

export function presentAssessmentResult(
  rows: AssessmentRows,
  attempts: readonly Attempt[],
  points: number | null,
): AssessmentResultPage {
  const { unit, set, answers } = rows;
  const asked = askable(rows);
  const answerTo = (question: Question) => answers.find(({ questionId }) => questionId === question.id);
  const right = answers.filter(({ correct }) => correct).length;
  const { best, left } = judgeAttempts(attempts);
  const skills = inLearningOrder(unit.skills).flatMap(({ id, name }) => {
    const own = asked.filter(({ skillId }) => skillId === id);
    const given = own.flatMap((question) => answerTo(question) ?? []);
    const rightHere = given.filter(({ correct }) => correct).length;
    if (own.length === 0) return [];
    return [
      {
        skillId: id,
        name,
        right: rightHere,
        total: own.length,
        share: rightHere / own.length,
        evidence: linkEvidence(given.map(({ statementId }) => statementId)),
      },
    ];
  });
  const [weakest] = skills.filter(({ share }) => share < 1).toSorted((a, b) => a.share - b.share);
  return {
    unitId: unit.id,
    unitTitle: unit.title,
    right,
    total: asked.length,
    share: asked.length === 0 ? 0 : right / asked.length,
    finishedAt: set.finishedAt,
    betterElsewhere: best !== null && best.id !== set.id && best.right > right,
    left,
    points,
    skills,
    weakest: weakest ? { skillId: weakest.skillId, name: weakest.name, openSetId: null } : null,
    questions: asked.flatMap((question, index) => {
      const answer = answerTo(question);
      return answer ? [{ place: index + 1, ...presentMarked(question, answer) }] : [];
    }),
  };
}
