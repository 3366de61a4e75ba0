import type { Reason } from './learning.schema.ts';
import { WEAK_BELOW } from './mastery.rules.ts';
import { inLearningOrder } from './skill-order.rules.ts';
import { PROBE_ANSWERS } from './weak-spot.rules.ts';

export const QUESTIONS_PER_SET = 6;
/** Hard enough to learn from, easy enough to go on (notes/learning.md §4). */
const TARGET_SUCCESS = 0.75;
/** What its author's word for a question (1 easy … 3 hard) shifts the chance of a right answer by, in logits … */
const LOGITS_PER_DIFFICULTY = 0.8;
/** … and how many answers outweigh that word by half. */
const WORD_WEIGHT = 5;

export interface SkillToPractise {
  id: string;
  requires: readonly string[];
  mastery: number;
  attempts: number;
}

export interface QuestionToChoose {
  id: string;
  skillId: string;
  difficulty: number;
  /** Chance that this learner answers it right, by `expectSuccess`. */
  success: number;
}

export interface PastAnswer {
  questionId: string;
  correct: boolean;
  answeredAt: Date;
}

export interface ChosenQuestions {
  questionIds: string[];
  /** Why these; `mastery` and `attempts` are the skill's when the set begins, for the comparison at its end. */
  reason: Reason;
}

/**
 * A practice set for one skill, or the three questions that tell whether it needs practice at all (`probe`). Weak prerequisites take up to half of it and come first: who lacks the ground can't
 * learn what stands on it. Unseen and wrong questions come before right ones, nearest to 75 % chance of success first.
 */
export function chooseQuestions(ask: {
  skillId: string;
  skills: readonly SkillToPractise[];
  questions: readonly QuestionToChoose[];
  answers: readonly PastAnswer[];
  probe: boolean;
}): ChosenQuestions {
  const target = ask.skills.find((skill) => skill.id === ask.skillId);
  if (!target) throw new Error(`Skill ${ask.skillId} is not among the skills given.`);
  const ranked = (skill: SkillToPractise) => rankQuestions(skill, ask.questions, ask.answers);

  const size = ask.probe ? PROBE_ANSWERS : QUESTIONS_PER_SET;
  const ground = inLearningOrder(
    ask.skills.filter(
      (skill) =>
        !ask.probe && target.requires.includes(skill.id) && skill.attempts > 0 && skill.mastery < WEAK_BELOW,
    ),
  );
  const own = ranked(target);
  const beneath = takeInTurn(ground.map(ranked), QUESTIONS_PER_SET / 2);
  const questions = [
    ...beneath.toSorted((a, b) => ground.findIndex(is(a.skillId)) - ground.findIndex(is(b.skillId))),
    ...own.slice(0, size - beneath.length).toSorted((a, b) => b.success - a.success),
  ];
  const ofSkill = target.mastery < WEAK_BELOW ? 'weak' : 'refresh';
  const reason = ask.probe ? 'probe' : beneath.length > 0 ? 'groundFirst' : ofSkill;
  return {
    questionIds: questions.map((question) => question.id),
    reason: {
      id: `learning.practiceReason.${reason}`,
      values: { mastery: target.mastery, attempts: target.attempts, groundQuestions: beneath.length },
    },
  };
}

const is = (id: string) => (skill: { id: string }) => skill.id === id;

function rankQuestions(
  skill: SkillToPractise,
  questions: readonly QuestionToChoose[],
  answers: readonly PastAnswer[],
): QuestionToChoose[] {
  const last = new Map<string, PastAnswer>();
  for (const answer of answers) {
    const known = last.get(answer.questionId);
    if (!known || known.answeredAt < answer.answeredAt) last.set(answer.questionId, answer);
  }
  const rank = (question: QuestionToChoose) => ({
    known: last.get(question.id)?.correct === true ? 1 : 0,
    miss: Math.abs(question.success - TARGET_SUCCESS),
    at: last.get(question.id)?.answeredAt.getTime() ?? 0,
  });
  return questions
    .filter((question) => question.skillId === skill.id)
    .map((question) => ({ question, ...rank(question) }))
    .sort(
      (a, b) =>
        a.known - b.known || a.miss - b.miss || a.at - b.at || (a.question.id < b.question.id ? -1 : 1),
    )
    .map(({ question }) => question);
}

/**
 * Chance of a right answer, 0..1: what the model predicts, shifted by the author's word for the question as long as few
 * have answered it.
 */
export function expectSuccess(predicted: { p: number; itemAnswers: number }, difficulty: number): number {
  const word =
    (LOGITS_PER_DIFFICULTY * (2 - difficulty) * WORD_WEIGHT) / (WORD_WEIGHT + predicted.itemAnswers);
  return 1 / (1 + ((1 - predicted.p) / predicted.p) * Math.exp(-word));
}

/** One from each list, then the next of each, until there are `count`. */
function takeInTurn<T>(lists: readonly (readonly T[])[], count: number): T[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  const taken: T[] = [];
  for (let round = 0; round < longest; round++) {
    for (const list of lists) {
      const item = list[round];
      if (item !== undefined && taken.length < count) taken.push(item);
    }
  }
  return taken;
}
