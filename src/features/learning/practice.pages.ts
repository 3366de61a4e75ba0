import type { LocalText, Question, QuestionKind } from '../programme/index.ts';
import type { RecommendedResource } from '../resources/index.ts';
import { presentSkills, type SkillLine } from './learner-parts.pages.ts';
import type { SkillFact } from './learner.schema.ts';
import type { Reason } from './learning.schema.ts';
import { RELEASED_FROM, WEAK_BELOW } from './mastery.rules.ts';
import type { PracticeAnswer, PracticeSet } from './practice.schema.ts';

export interface PracticeRows {
  set: PracticeSet;
  answers: PracticeAnswer[];
  questions: Question[];
}

/** Whose questions are asked one after the other: practice, or an assessment. */
export interface SittingRows {
  set: { questionIds: string[] };
  answers: readonly PracticeAnswer[];
  questions: readonly Question[];
}

/** One dot per question: how far, and how it went. */
export interface ProgressDot {
  place: number;
  state: 'right' | 'wrong' | 'current' | 'open';
}

interface Sitting {
  setId: string;
  skillName: LocalText;
  place: number;
  total: number;
  dots: ProgressDot[];
}

/** A question as it is asked. */
export interface AskedQuestion {
  questionId: string;
  kind: QuestionKind;
  stem: LocalText;
  choices: { id: string; text: LocalText; first: boolean }[];
  /** Sent without an answer: asked again in a friendly way. */
  empty: boolean;
}

export interface QuestionPage extends Sitting, AskedQuestion {
  reason: Reason | null;
}

/** A question with what was given and what is right. */
export interface MarkedQuestion {
  kind: QuestionKind;
  stem: LocalText;
  correct: boolean;
  choices: { text: LocalText; given: boolean; right: boolean }[];
  /** For questions without choices: what was given, and what counts as right. */
  given: string;
  accepted: string[];
  explanation: LocalText;
}

export interface FeedbackPage extends Sitting, MarkedQuestion {
  last: boolean;
}

/** Questions that still exist, in the set's order: one may have been deleted with its course. */
export const askable = ({ set, questions }: SittingRows): Question[] =>
  set.questionIds.flatMap((id) => questions.find((question) => question.id === id) ?? []);

export function findNextQuestion(rows: SittingRows): Question | undefined {
  const answered = new Set(rows.answers.map((answer) => answer.questionId));
  return askable(rows).find((question) => !answered.has(question.id));
}

function presentSitting(rows: PracticeRows, questionId: string): Sitting {
  const asked = askable(rows);
  const place = asked.findIndex((question) => question.id === questionId);
  return {
    setId: rows.set.id,
    skillName: rows.set.skillName,
    place: place + 1,
    total: asked.length,
    dots: asked.map((question, index) => {
      const answer = rows.answers.find((one) => one.questionId === question.id);
      const waiting = index === place ? 'current' : 'open';
      return { place: index + 1, state: answer ? (answer.correct ? 'right' : 'wrong') : waiting };
    }),
  };
}

export function presentQuestion(rows: PracticeRows, question: Question, empty: boolean): QuestionPage {
  const sitting = presentSitting(rows, question.id);
  return {
    ...sitting,
    reason: sitting.place === 1 ? rows.set.reason : null,
    ...presentAsked(question, empty),
  };
}

export const presentAsked = (question: Question, empty: boolean): AskedQuestion => ({
  questionId: question.id,
  kind: question.kind,
  stem: question.stem,
  choices: question.choices.map(({ id, text }, index) => ({ id, text, first: index === 0 })),
  empty,
});

export function presentFeedback(rows: PracticeRows, answer: PracticeAnswer): FeedbackPage | null {
  const question = rows.questions.find((one) => one.id === answer.questionId);
  if (!question) return null;
  return {
    ...presentSitting(rows, question.id),
    ...presentMarked(question, answer),
    last: findNextQuestion(rows) === undefined,
  };
}

export const presentMarked = (
  question: Question,
  answer: Pick<PracticeAnswer, 'given' | 'correct'>,
): MarkedQuestion => ({
  kind: question.kind,
  stem: question.stem,
  correct: answer.correct,
  choices: question.choices.map(({ id, text }) => ({
    text,
    given: answer.given.includes(id),
    right: question.key.includes(id),
  })),
  given: answer.given.join(', '),
  accepted: question.key,
  explanation: question.explanation,
});

export type AfterPractice = 'mastered' | 'again' | 'teacher' | 'more';

export interface EndPage {
  setId: string;
  skillId: string;
  skillName: LocalText;
  right: number;
  total: number;
  dots: (ProgressDot & { questionId: string })[];
  /** Mastery when the set began; null: nothing was known. */
  before: number | null;
  after: SkillLine | null;
  change: 'up' | 'same' | 'down';
  verdict: AfterPractice;
  /** The weakest other skill, to go on with. */
  otherWeak: { skillId: string; name: LocalText; openSetId: null } | null;
  resource: { id: string; title: LocalText } | null;
  /** What of the library teaches this skill or what it builds on. */
  library: RecommendedResource[];
}

/** Smaller differences are told as none. */
const NOTICEABLE = 0.02;

export function presentEnd(
  rows: PracticeRows,
  known: Pick<EndPage, 'resource' | 'library'> & { skillFacts: SkillFact[] },
): EndPage {
  const { set, answers } = rows;
  const asked = askable(rows);
  const skills = presentSkills(known.skillFacts);
  const after = skills.find((skill) => skill.skillId === set.skillId) ?? null;
  const before = Number(set.reason.values['attempts'] ?? 0) > 0 ? Number(set.reason.values['mastery']) : null;
  const change = before === null || after === null ? 0 : after.mastery - before;
  const other = skills.find((skill) => skill.weak && skill.skillId !== set.skillId);
  return {
    setId: set.id,
    skillId: set.skillId,
    skillName: set.skillName,
    right: answers.filter((answer) => answer.correct).length,
    total: asked.length,
    dots: asked.map(({ id }, index) => ({
      questionId: id,
      place: index + 1,
      state: answers.find((answer) => answer.questionId === id)?.correct ? 'right' : 'wrong',
    })),
    before,
    after,
    change: change > NOTICEABLE ? 'up' : change < -NOTICEABLE ? 'down' : 'same',
    verdict: judgeEnd(after),
    otherWeak: other ? { skillId: other.skillId, name: other.name, openSetId: null } : null,
    resource: known.resource,
    library: known.library,
  };
}

function judgeEnd(after: SkillLine | null): AfterPractice {
  if (after === null) return 'more';
  if (after.mastery >= RELEASED_FROM) return 'mastered';
  if (after.mastery >= WEAK_BELOW) return 'more';
  return after.drilled ? 'teacher' : 'again';
}
