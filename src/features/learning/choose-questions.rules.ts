import type { Reason } from './learning.schema.ts';
import { WEAK_BELOW } from './mastery.rules.ts';
import { inLearningOrder } from './skill-order.rules.ts';

export const QUESTIONS_PER_SET = 6;
/** Hard enough to learn from, easy enough to go on (notes/learning.md §4). */
const TARGET_SUCCESS = 0.75;
/** How much a question's difficulty (1 easy … 3 hard) shifts the chance of a right answer, in logits. */
const LOGITS_PER_DIFFICULTY = 0.8;

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
 * A practice set for one skill. Weak prerequisites take up to half of it and come first: who lacks the ground can't
 * learn what stands on it. Unseen and wrong questions come before right ones, nearest to 75 % chance of success first.
 */
export function chooseQuestions(ask: {
  skillId: string;
  skills: readonly SkillToPractise[];
  questions: readonly QuestionToChoose[];
  answers: readonly PastAnswer[];
}): ChosenQuestions {
  const target = ask.skills.find((skill) => skill.id === ask.skillId);
  if (!target) throw new Error(`Skill ${ask.skillId} is not among the skills given.`);
  const ranked = (skill: SkillToPractise) => rankQuestions(skill, ask.questions, ask.answers);

  const ground = inLearningOrder(
    ask.skills.filter(
      (skill) => target.requires.includes(skill.id) && skill.attempts > 0 && skill.mastery < WEAK_BELOW,
    ),
  );
  const own = ranked(target);
  const beneath = takeInTurn(ground.map(ranked), QUESTIONS_PER_SET / 2);
  const questions = [
    ...beneath.toSorted((a, b) => ground.findIndex(is(a.skillId)) - ground.findIndex(is(b.skillId))),
    ...own.slice(0, QUESTIONS_PER_SET - beneath.length).toSorted((a, b) => a.difficulty - b.difficulty),
  ];
  const reason = beneath.length > 0 ? 'groundFirst' : target.mastery < WEAK_BELOW ? 'weak' : 'refresh';
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
    miss: Math.abs(expectSuccess(skill.mastery, question.difficulty) - TARGET_SUCCESS),
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

/** Chance of a right answer, 0..1. */
export function expectSuccess(mastery: number, difficulty: number): number {
  const share = Math.min(0.98, Math.max(0.02, mastery));
  const logit = Math.log(share / (1 - share)) - LOGITS_PER_DIFFICULTY * (difficulty - 2);
  return 1 / (1 + Math.exp(-logit));
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
